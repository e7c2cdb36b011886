"""What a late repayment costs by the rule that was agreed with the loan: proposed to the sheet, never posted.

A charge is proposed once for each time a borrower falls behind: at the first meeting after the days of grace
are over. It is the agreed percent of all that is late that day. Whoever holds the meeting writes it down or
lets it be; a group that forgives a late Sunday has nothing to undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ledgers.money import round_half_up
from msai.services.loans.standing import LoanStanding


@dataclass(frozen=True, slots=True)
class LateCharge:
    """What one loan may be charged for being late, in minor units."""

    standing: LoanStanding
    amount_minor: int


def late_charges(standings: Iterable[LoanStanding], *, last_held_on: date | None) -> tuple[LateCharge, ...]:
    """The charges of the loans that became late after the last meeting, out of the standings of this one.

    Within the days of grace a payment is still in time. Where nothing was agreed about being late, or half a
    minor unit would not be reached, there is no charge.
    """
    found = (LateCharge(one, late_charge_minor(one)) for one in standings if _fell_behind(one, last_held_on))
    return tuple(charge for charge in found if charge.amount_minor)


def late_charge_minor(standing: LoanStanding) -> int:
    """The agreed percent of all that is late, in minor units, half up; nought while it is in time."""
    if standing.terms is None or standing.days_past_due <= 0:
        return 0
    return round_half_up(standing.due_minor * standing.terms.late_percent / 100)


def _fell_behind(standing: LoanStanding, last_held_on: date | None) -> bool:
    if standing.late_since is None or standing.terms is None:
        return False
    in_time_until = standing.late_since + timedelta(days=standing.terms.grace_days)
    return last_held_on is None or in_time_until >= last_held_on
