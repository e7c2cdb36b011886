"""Sentences that people will read, before anyone knows in which language.

Services, rules and commands decide *what* is to be said; only the edge knows to whom. So
they hand on a message id (the English sentence, which the catalogues translate) and the
values that go into it, and the sentence is made when it is shown. The same form is stored
where a reason must be kept: the reader of next year may read it in another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias, Union

from ledgers.money import Money

Value: TypeAlias = Union[str, int, Decimal, Money, date, "Message"]


def N_(message_id: str) -> str:  # noqa: N802 - the name by which extraction finds texts
    """Mark a sentence for translation where it cannot be translated yet; answers it unchanged."""
    return message_id


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark both forms of a sentence that counts; each marked by `N_` would be another sentence."""
    return singular, plural


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be shown: its id, the values it names, and its plural if it counts.

    `id` is the English text with places such as %(member)s. With `plural` the number that
    decides between the two forms is `params["count"]`. Amounts are given as Money, days as
    date, quantities as Decimal and names as str: each is written the reader's way.
    """

    id: str
    params: Mapping[str, Value] = field(default_factory=dict, hash=False)
    plural: str | None = None


def counted(singular: str, plural: str, count: int, **params: Value) -> Message:
    """A message that counts something; both texts name the number as %(count)s."""
    return Message(singular, {"count": count, **params}, plural)


def to_plain(message: Message) -> dict[str, object]:
    """The message as values that JSON can hold, for a column or an answer of the interface."""
    plain: dict[str, object] = {"id": message.id}
    if message.params:
        plain["params"] = {name: _plain_value(value) for name, value in message.params.items()}
    if message.plural is not None:
        plain["plural"] = message.plural
    return plain


def from_plain(plain: Mapping[str, object]) -> Message:
    """The message again from what `to_plain` made of it.

    Raises:
        TypeError: this was not made by `to_plain`.
    """
    message_id, params, plural = plain.get("id"), plain.get("params", {}), plain.get("plural")
    if not isinstance(message_id, str) or not isinstance(params, Mapping):
        raise TypeError("a stored message has an id and named values")
    if plural is not None and not isinstance(plural, str):
        raise TypeError("the plural of a stored message is a text")
    return Message(message_id, {name: _live_value(value) for name, value in params.items()}, plural)


def _plain_value(value: Value) -> object:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": f"{value:f}"}
    if isinstance(value, Message):
        return to_plain(value)
    return value


def _live_value(plain: object) -> Value:
    if isinstance(plain, (str, int)):
        return plain
    if not isinstance(plain, Mapping):
        raise TypeError("a value in a stored message is a text, a number, an amount, a day or a message")
    if "minor" in plain:
        return Money(int(plain["minor"]), str(plain["currency"]))
    if "date" in plain:
        return date.fromisoformat(str(plain["date"]))
    if "decimal" in plain:
        return Decimal(str(plain["decimal"]))
    return from_plain(plain)
