"""The words of a closed meeting that a group sends around: totals and the receipt, nobody's savings.

They are messages, said in the language of the group by whoever shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ledgers.money import Money
from msai.messages import N_, Message, Value
from msai.services.meeting_day.witnessing import DISPUTED, UNWITNESSED, WITNESSED

_WITNESSED: Mapping[str, Message] = {
    UNWITNESSED: Message(N_("Not witnessed yet.")),
    WITNESSED: Message(N_("Another member witnessed it.")),
    DISPUTED: Message(N_("A member does not agree with it.")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What may be said of a meeting outside it; `funds` are what each holds at the end, by its label.

    `witnessed` is the state the record keeps: nobody spoke, somebody agreed, or somebody disputes it.
    """

    group_name: str
    number: int
    held_on: date
    closed: str
    present: int
    on_roll: int
    in_minor: int
    out_minor: int
    funds: tuple[tuple[Value, int], ...]
    counted_minor: int | None
    difference_minor: int
    witnessed: str
    code: str
    currency: str

    def money(self, minor: int) -> Money:
        """An amount in the group's currency."""
        return Money(minor, self.currency)


def build_summary(shared: Shared) -> tuple[Message, ...]:
    """The summary of a meeting, one message a line."""
    facts: Mapping[str, Value] = {"group": shared.group_name, "number": shared.number, "day": shared.held_on}
    return (
        Message(N_("%(group)s, meeting %(number)s on %(day)s"), facts),
        Message(N_("%(present)s of %(all)s members were here."), {
            "present": shared.present, "all": shared.on_roll}),
        Message(N_("Came in: %(amount)s"), {"amount": shared.money(shared.in_minor)}),
        Message(N_("Went out: %(amount)s"), {"amount": shared.money(shared.out_minor)}),
        *_funds(shared), *_count(shared),
        _WITNESSED[shared.witnessed],
        Message(N_("Receipt %(code)s, closed at %(time)s"), {"code": shared.code, "time": shared.closed}),
    )


def _funds(shared: Shared) -> Iterator[Message]:
    for label, minor in shared.funds:
        yield Message(N_("%(fund)s at the end: %(amount)s"), {"fund": label, "amount": shared.money(minor)})


def _count(shared: Shared) -> Iterator[Message]:
    if shared.counted_minor is None:
        return
    amount = {"amount": shared.money(shared.counted_minor)}
    difference = {"difference": shared.money(abs(shared.difference_minor))}
    if not shared.difference_minor:
        yield Message(N_("Cash counted: %(amount)s. It agrees."), amount)
    elif shared.difference_minor > 0:
        yield Message(N_("Cash counted: %(amount)s, %(difference)s more than expected."), amount | difference)
    else:
        yield Message(N_("Cash counted: %(amount)s, %(difference)s less than expected."), amount | difference)
