"""What each member owes besides her loans: fines, fees and interest that were charged and are not paid.

The sum of it is account 1150. Who shares out, who settles with a leaver and who draws the next sheet ask
here, so that all of them mean the same charges. Nothing here asks for permission: whoever calls it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account, Holder
from ledgers.balances import RegisterLine, balances, register
from ledgers.rules.dues import Due
from msai.services.dues.settling import OwedPart, unpaid

DUES = 1150


@dataclass(frozen=True, slots=True)
class Owed:
    """What one member owes in one fund, in minor units: the balance of her 1150, and the charges behind it.

    `parts` are oldest first and sum to `amount_minor`. Where a record of the past says that she paid more
    than she was charged, the amount is below zero and there are no parts.
    """

    member: Holder
    fund: str
    amount_minor: int
    parts: tuple[OwedPart, ...]

    @property
    def member_no(self) -> int:
        """Her number in the group."""
        return int(self.member.alias.removeprefix("member-"))

    @property
    def interest_minor(self) -> int:
        """How much of it is interest on loans."""
        return sum(part.left_minor for part in self.parts if part.due is Due.INTEREST)


def list_owed(
    session: Session, book_id: UUID, *, on: date, member_id: UUID | None = None,
) -> tuple[Owed, ...]:
    """What members owe on the evening of a day, by member number and fund; those who owe nothing left out.

    `member_id` asks for one member alone. One statement where nobody owes anything, three otherwise, however
    many members there are.
    """
    asked = None if member_id is None else [member_id]
    owing = balances(session, book_id, as_of=on, codes=[DUES], holders=asked)
    if not owing:
        return ()
    holders = {account.holder.id for account in owing if account.holder}
    return owed_from(owing, register(session, book_id, holders=holders, codes=[DUES], until=on))


def owed_from(owing: Mapping[Account, int], lines: Iterable[RegisterLine]) -> tuple[Owed, ...]:
    """The same out of what was read already: balances of 1150 and the lines behind them, in their order."""
    by_account: dict[Account, list[RegisterLine]] = defaultdict(list)
    for line in lines:
        by_account[line.account].append(line)
    found = [Owed(account.holder, account.fund, minor, unpaid(by_account[account]))
             for account, minor in owing.items() if account.holder]
    return tuple(sorted(found, key=lambda owed: (owed.member_no, owed.fund)))

