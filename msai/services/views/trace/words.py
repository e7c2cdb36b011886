"""In which words the trace says where money lies and why an account went up or down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledgers.accounts import TENDER_CODES, BookKind
from ledgers.trace.fund import HolderAccount
from ledgers.trace.lines import Line
from ledgers.trace.reasons import TRANSIT, Reason
from ledgers.trace.weights import added
from msai.messages import N_, Message
from msai.services.views.labels import Text, account_label, tender_label
from msai.services.views.trace.reading import Reading

REASONS: Mapping[Reason, str] = {
    Reason.PAID_IN: N_("Put in"),
    Reason.UNITS_MOVED: N_("Parts passed on by a member"),
    Reason.BROUGHT_IN: N_("Part of what the fund had when its book began"),
    Reason.FEES: N_("Fees for sending"),
    Reason.MARGIN: N_("Exchange rate at sending"),
    Reason.INCOME: N_("Earned by the enterprises"),
    Reason.FEES_HOME: N_("Fees for money coming back"),
    Reason.EXCHANGE: N_("Exchange gains and losses"),
    Reason.GAINS: N_("Gains when something was sold"),
    Reason.LOSSES: N_("Written down or lost"),
    Reason.OTHER: N_("Interest, charges, gifts and other things"),
    Reason.INCOME_GIVEN: N_("Given out as income"),
    Reason.CAPITAL_GIVEN: N_("Given back from what was put in"),
    Reason.TAKEN_OUT: N_("Paid out for parts given back"),
}
COSTS = (Reason.FEES, Reason.MARGIN)
CAME_BACK = (Reason.INCOME_GIVEN, Reason.CAPITAL_GIVEN, Reason.TAKEN_OUT)
_NAMED_AFTER: Mapping[int, str] = {
    TRANSIT: N_("On its way"), 1300: N_("%(name)s, at cost"), 1310: N_("Lent to %(name)s"),
    1390: N_("%(name)s, written down"), 1400: N_("Declared by %(name)s, still to come"),
}
_DEBTS: Mapping[int, str] = {
    2100: N_("Due to members already"), 2200: N_("Borrowed by the fund"),
    3900: N_("Between the funds of the group"),
}


def reason_label(reason: Reason) -> Message:
    """Why an account changed."""
    return Message(REASONS[reason])


def rounding_label(*, is_at_valuation: bool) -> Message:
    """What a value differs from its account by."""
    return Message(N_("Dealt at a valuation")) if is_at_valuation else Message(N_("Rounding of units"))


def places(lines: Iterable[Line]) -> list[Line]:
    """The lines as readers look for them: whatever is on its way, in however many transfers, is one place."""
    found = list(lines)
    moving = [line for line in found if line.code == TRANSIT]
    if not moving:
        return found
    together = Line(TRANSIT, None, sum(line.balance_minor for line in moving),
                    added(*(line.parts for line in moving)))
    at = found.index(moving[0])
    return [*found[:at], together, *(line for line in found[at:] if line.code != TRANSIT)]


def line_label(line: Line, reading: Reading) -> Text:
    """Where a part of the money lies."""
    if line.code in TENDER_CODES and line.holder:
        alias = line.holder.alias
        return tender_label(line.code, alias, alone=alias in ("box", "bank", "wallet"))
    if line.code == TRANSIT:
        return Message(_NAMED_AFTER[TRANSIT])
    if line.code in _NAMED_AFTER and line.holder:
        return Message(_NAMED_AFTER[line.code], {"name": reading.stake(line.holder).name})
    if line.code in _DEBTS:
        return Message(_DEBTS[line.code])
    return account_label(BookKind.GROUP, line.code)


def register_of(line: Line, fund: str) -> dict[str, Any]:
    """The register in which the entries of a line stand."""
    return {"code": [line.code], "fund": fund, **({"holder": line.holder.alias} if line.holder else {})}


def account_lines(account: HolderAccount) -> Iterator[tuple[Reason, int]]:
    """What made an account, in the order of the story, noughts left out."""
    return ((reason, minor) for reason in REASONS if (minor := account.by_reason.get(reason, 0)))
