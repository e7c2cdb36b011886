"""Values that cannot be changed, and are made by the hundred.

A frozen dataclass fills its fields through the general way in which Python sets an attribute of any object,
and on a meeting's sheet that takes longer than all sums.  A posting fills its slots itself; in all else it is
a frozen dataclass like the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

Setter = Callable[[Any, Any], None]


def setters(value: type[Any]) -> tuple[Setter, ...]:
    """What fills the slots of a frozen dataclass, in the order of its fields, for its own `__init__`."""
    return tuple(vars(value)[field.name].__set__ for field in fields(value))
