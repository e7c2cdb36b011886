"""An investment fund as its book has it just now: what stands behind the units, and whose they are.

Every decision about the fund starts from this one reading, so that what the first officer sees, what the
second approves and what is posted are worked out from the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, TENDER_CODES, Account, Holder, is_investment_fund, units_fund
from ledgers.balances import balances
from ledgers.errors import NetAssetsNotPositive
from ledgers.rules.tenders import Tender
from ledgers.statements.drawn import alias_rank
from ledgers.units import dealing_value, distributable, first_unit_value, net_assets, unit_value
from msai.services.group_books import GroupBook, load_group
from msai.services.stakes import funds_of_stakes
from msai.services.units.errors import FundNotThere


@dataclass(frozen=True)
class FundStanding:
    """A fund on a day, for its group; `found` are balances of its money and its units, debit positive."""

    group: GroupBook
    fund: str
    found: Mapping[Account, int]

    @cached_property
    def by_code(self) -> dict[int, int]:
        """The money of the fund by number."""
        sums: dict[int, int] = defaultdict(int)
        for account, minor in self.found.items():
            if account.fund == self.fund:
                sums[account.code] += minor
        return dict(sums)

    @cached_property
    def held_e4(self) -> dict[Holder, int]:
        """Who holds how many ten-thousandths of units, those gone home included, by number."""
        return _by_number({account.holder: minor for account, minor in self.found.items()
                           if account.code == 9200 and account.holder})

    @property
    def issued_e4(self) -> int:
        """All units issued."""
        return sum(self.held_e4.values())

    @property
    def net_assets_minor(self) -> int:
        """What stands behind them by the books."""
        return net_assets(self.by_code)

    @property
    def distributable_minor(self) -> int:
        """What may go to the members as income."""
        return distributable(self.by_code)

    @property
    def above_book_minor(self) -> int:
        """What the valuation in force found the fund to be worth above its books; nothing where none is."""
        return self.group.above_book.get(self.fund, 0)

    @property
    def cash_minor(self) -> int:
        """All money of the fund that lies somewhere."""
        return sum(self.by_code.get(code, 0) for code in TENDER_CODES)

    @property
    def most_to_give_minor(self) -> int:
        """The most that can go to members: the cash beside what is due already, or what the rule allows."""
        return max(0, self.distributable_minor, self.cash_minor + self.by_code.get(2100, 0))

    @property
    def is_stopped(self) -> bool:
        """Whether units are issued and nothing stands behind them."""
        return self.issued_e4 > 0 and self.net_assets_minor <= 0

    def value(self) -> Fraction:
        """The value at which the fund deals just now.

        Raises:
            NetAssetsNotPositive: nothing stands behind the units, by the books or by the valuation.
        """
        return dealing_value(
            self.net_assets_minor, self.issued_e4, first_value=first_unit_value(self.group.currency),
            above_book_minor=self.above_book_minor)

    def book_value(self) -> Fraction | None:
        """What one unit is worth by the books; None where nothing stands behind it, or there is none."""
        if not self.issued_e4 or self.net_assets_minor <= 0:
            return None
        return unit_value(self.net_assets_minor, self.issued_e4, first_value=Fraction(1))

    def require_running(self) -> None:
        """Refuse what the stop at nought refuses.

        Raises:
            NetAssetsNotPositive: units are issued and nothing stands behind them.
        """
        if self.is_stopped:
            raise NetAssetsNotPositive(net_assets_minor=self.net_assets_minor, units_e4=self.issued_e4)

    def of(self, code: int) -> dict[Holder, int]:
        """The balances of a number of the fund holder by holder, credit positive, by number."""
        return _by_number({account.holder: -minor for account, minor in self.found.items()
                           if account.code == code and account.fund == self.fund and account.holder})

    def lying_in(self, tender: Tender) -> int:
        """What of the fund lies in a tender."""
        return self.found.get(tender.account(self.fund), 0)


def read_fund(session: Session, book_id: UUID, *, fund: str, on: date) -> FundStanding:
    """Read a fund as it stands now, with the group on a day.

    Raises:
        NotFound: the book is not a group's.
        FundNotThere: the group has no such investment fund.
    """
    if not is_investment_fund(fund):
        raise FundNotThere(fund=fund)
    group = load_group(session, book_id, on)
    found = balances(session, book_id, funds=(fund, units_fund(fund)))
    if not found and fund != INVESTMENT and fund not in funds_of_stakes(session, book_id):
        raise FundNotThere(fund=fund)
    return FundStanding(group, fund, found)


def _by_number(found: Mapping[Holder, int]) -> dict[Holder, int]:
    return dict(sorted(found.items(), key=lambda item: alias_rank(item[0].alias)))
