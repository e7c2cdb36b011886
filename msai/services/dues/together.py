"""What members owe and how their loans stand, read in one go: a page has few questions to ask of its book.

Both are built from the same lines by the modules that own them; what is told here differs in nothing from
what they tell one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine, register
from msai.services.dues.owed import DUES, Owed, owed_from
from msai.services.loans.agreed import LoanAgreed, read_loans
from msai.services.loans.charged import DEBT, INCOME
from msai.services.loans.standing import LoanStanding, stand_from


@dataclass(frozen=True, slots=True)
class AllOwed:
    """What each member owes besides her loans, and how the loans stand, those paid back left out."""

    owed: tuple[Owed, ...] = ()
    standings: tuple[LoanStanding, ...] = ()


def read_all_owed(
    session: Session, book_id: UUID, balances: Mapping[Account, int], *, on: date,
) -> AllOwed:
    """Everything that is owed on the evening of a day, `balances` being what stands on 1100 and 1150 then.

    No statement where both are empty, two where no loan is out, else three. Nothing here asks for permission.
    Interest that is owed on a loan paid back is among the dues and stands under no loan.
    """
    owing = {account: minor for account, minor in balances.items() if account.code == DUES}
    left = {account.holder.id: minor for account, minor in balances.items()
            if account.code == DEBT and account.holder}
    members = {account.holder.id for account in owing if account.holder}
    if not left and not owing:
        return AllOwed()
    loans = read_loans(session, book_id, loans=left, members=members) if left else ()
    holders = members | {one.loan.id for one in loans} | {one.member.id for one in loans}
    lines = register(session, book_id, holders=holders, codes=[DUES, DEBT, INCOME], until=on)
    owed = owed_from(owing, [line for line in lines if line.account.code == DUES])
    return AllOwed(owed, _standings(loans, lines, left, owed, on))


def _standings(
    loans: tuple[LoanAgreed, ...], lines: list[RegisterLine], left: Mapping[UUID, int],
    owed: tuple[Owed, ...], on: date,
) -> tuple[LoanStanding, ...]:
    if not loans:
        return ()
    first = min(one.issued_on for one in loans)
    theirs = [line for line in lines if line.account.code != DUES and line.occurred_on >= first]
    found = stand_from(loans, theirs, left=left, owed={(one.member.id, one.fund): one for one in owed}, on=on)
    return tuple(one for one in found if one.left_minor > 0)
