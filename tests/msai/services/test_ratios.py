"""The ratios of a group, counted in its own book: RULE-07 rebuilt as a book, and bases that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid5

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import SOCIAL, Account, HolderKind
from ledgers.entries import EntryKind
from msai.db import Database
from msai.permissions import NotFound
from msai.services.holders import holder
from msai.services.views.ratios.counting import count_group
from msai.services.views.ratios.show import show_ratios
from tests.msai.services.corrections.desk import as_member
from tests.msai.services.ratio_books import NOW, keep_book, keep_people, lines, of, post
from tests.msai.services.sundays import GROUP, OPENED, SITI, open_savers
from tests.vectors.reading import vector

AT_ANOTHER = uuid5(GROUP, "another group")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction in which the group of RULE-07 is 39 weeks old."""
    with database.write() as session:
        open_savers(session)
        yield session


def test_rule_07_is_counted_in_the_book(session: Session) -> None:
    """The whole snapshot of the vector: members, money, loans, and what of them is late."""
    keep_people(session)
    keep_book(session)
    given, expected = vector("RULE-07")
    found = count_group(session, GROUP, opened_on=OPENED, on=NOW).snapshot
    names = {"members_start": found.members_start, "members_now": found.members_now, "weeks": found.weeks,
             "attending": found.attending, "dropouts": found.left, "savings": found.savings,
             "loans_n": found.loans_count, "loans_value": found.loans_out,
             "late_balance": found.late_balance, "write_off": found.written_off,
             "lf_cash": found.loan_fund_cash, "other_cash": found.other_funds,
             "prop_start": found.property_start, "prop_now": found.property_now, "debts": found.debts}

    assert {name: str(value) for name, value in names.items()} == given
    profit = lines(session)["profit"]
    assert (profit.amount_minor, profit.version) == (int(expected["profit"]), "profit/1")


def test_what_has_no_base_is_not_defined(session: Session) -> None:
    """A group without loans, stakes or a meeting: none of these is nought, and each says why."""
    found = lines(session)

    for name in ("attendance", "return_on_savings", "fund_utilisation", "portfolio_at_risk", "average_loan",
                 "invested_share", "cost_of_sending", "months_silent", "capital_returned", "jobs"):
        assert not found[name].is_defined, name
    assert [message.id for message in found["members"].coverage] == [
        "Whether members are women or men is not recorded."]


def test_money_in_enterprises_is_not_lost(session: Session) -> None:
    """A group that sent all it had still has it, at what it stands in the book, and the cost of sending."""
    fund, stake = "investment", holder(GROUP, HolderKind.STAKE, "stake-1")
    on_its_way = Account(1200, fund, holder(GROUP, HolderKind.REMITTANCE, "rem-1"))
    box = of(1010, fund)
    post(session, EntryKind.INVESTMENT, 1, (box, of(3200, fund, "member-3"), 10_000))
    post(session, EntryKind.CAPITAL_SENT, 2, (on_its_way, box, 9_800), (of(5100, fund), box, 200))
    post(session, EntryKind.CAPITAL_LANDED, 3, (Account(1300, fund, stake), on_its_way, 9_702),
         (of(5150, fund), on_its_way, 98))
    post(session, EntryKind.CAPITAL_BACK, 9, (box, Account(1300, fund, stake), 980))
    found = lines(session)

    assert (found["assets"].amount_minor, found["profit"].amount_minor) == (9_702, -298)
    rates = {"invested_share": "87.2", "cost_of_sending": "3.0", "capital_returned": "10.0"}
    assert {name: str(found[name].figure) for name in rates} == rates


def test_money_lent_between_funds_changes_no_total(session: Session) -> None:
    """The social fund lends to the savings fund: together they have what they had."""
    keep_book(session)
    before = lines(session)
    post(session, EntryKind.BETWEEN_FUNDS, 8, (of(3900, SOCIAL), of(1010, SOCIAL), 600),
         (of(1010), of(3900), 600))
    found = lines(session)

    assert found["profit"].amount_minor == before["profit"].amount_minor
    assert found["return_on_savings"].figure == before["return_on_savings"].figure


def test_ratios_are_the_groups_own(session: Session) -> None:
    """A member reads them; somebody of another group does not learn that there is such a group."""
    assert show_ratios(session, as_member(SITI), GROUP, on=None, today=NOW).lines
    with pytest.raises(NotFound):
        show_ratios(session, as_member(SITI), AT_ANOTHER, on=None, today=NOW)
