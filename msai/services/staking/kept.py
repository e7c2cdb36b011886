"""A decision as a value that can be kept and read again: plain in the open, what is said of people sealed.

Every kind of decision is a frozen dataclass with a `kind`; days, terms and fractions are kept as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Protocol

from msai.services.staking.terms import Terms, terms_of


class Wanted(Protocol):
    """Something that is asked for; `kind` is the word in its address."""

    @property
    def kind(self) -> str:
        """Which decision it is."""


SEALED = ("valued_by", "method")
"""What is said of people outside, by the name of its field."""


def said_of(wanted: Any) -> dict[str, Any]:
    """Everything that is asked for, as plain values."""
    plain = {one.name: _plain(getattr(wanted, one.name)) for one in fields(wanted)}
    return {"kind": str(wanted.kind), **plain}


def as_text(wanted: Any) -> str:
    """What is kept of it in the open."""
    open_ones = {name: value for name, value in said_of(wanted).items() if name not in SEALED}
    return json.dumps(open_ones, sort_keys=True)


def words_of(wanted: Any) -> str | None:
    """What is kept of it sealed; None where nothing is."""
    said = said_of(wanted)
    return json.dumps({name: said[name] for name in SEALED}) if SEALED[0] in said else None


def read_kept(types: Mapping[str, type[Any]], text: str, words: str | None = None) -> Any:
    """The value again, by the types of its kinds."""
    plain = json.loads(text) | (json.loads(words) if words else {})
    type_ = types[plain.pop("kind")]
    return type_(**{one.name: _value(str(one.type), plain[one.name]) for one in fields(type_)
                    if one.name in plain})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.plain() if isinstance(value, Terms) else value


def _value(type_: str, value: Any) -> Any:
    if value is None:
        return None
    if type_.startswith("date"):
        return date.fromisoformat(value)
    return terms_of(value) if type_ == "Terms" else value
