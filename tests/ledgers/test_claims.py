"""Who owes what, what is due to whom, and what lies elsewhere: names beside the figures of the book."""

from datetime import date
from uuid import UUID

from ledgers.accounts import Account, HolderKind
from ledgers.balances import RegisterLine
from ledgers.statements.claims import (
    build_debts_and_dues,
    build_due_to_members,
    build_stakes_and_transit,
)
from ledgers.statements.movements import build_account_register, movements_of
from tests.ledgers.paper_book import (
    AMINA,
    BOX,
    LOAN,
    RAJESH,
    SITI,
    STAKE,
    TRANSIT,
    PaperBook,
    account,
    holder,
)

DRAWN = PaperBook().drawn()
SUNDAY = date(2025, 1, 5)


def test_a_loan_stands_under_the_name_of_who_borrowed() -> None:
    """The book keeps a loan by itself; whose it is comes from beside the book."""
    second = holder("loan-2", HolderKind.LOAN)
    found = {account(1100, held_by=second): 700, account(1100, held_by=LOAN): 30_000,
             account(1150, held_by=SITI): 1_000, account(1150, "social", SITI): 200, account(3100): -5}

    statement = build_debts_and_dues(DRAWN, found=found, borrowers={LOAN.id: AMINA.id})

    assert [(line.borrower, line.amount_minor) for line in statement.loans] == [
        (AMINA.id, 30_000), (second.id, 700)]
    assert [line.fund for line in statement.dues] == ["savings", "social"]
    assert (statement.loans_minor, statement.dues_minor) == (30_700, 1_200)


def test_what_is_due_stands_by_member_and_fund() -> None:
    """A dividend and money paid out of one's own pocket are due from different funds."""
    found = {account(2100, "investment", RAJESH): -900, account(2100, held_by=AMINA): -50,
             account(2100, "investment", AMINA): -100, account(2200, held_by=AMINA): -7}

    statement = build_due_to_members(DRAWN, found=found)

    assert statement.funds == ("savings", "investment")
    assert [(line.holder, line.by_fund, line.total_minor) for line in statement.lines] == [
        (AMINA, (50, 100), 150), (RAJESH, (0, 900), 900)]
    assert statement.fund_totals == (50, 1_000)


def test_nothing_due_is_an_empty_statement() -> None:
    """A group that has paid everybody out."""
    statement = build_due_to_members(DRAWN, found={})

    assert (statement.funds, statement.lines, statement.fund_totals) == ((), (), ())


def test_a_stake_stands_at_cost_less_what_was_taken_off_and_transit_by_remittance() -> None:
    """The claim is in home money and beside the sums."""
    found = {account(1300, "investment", STAKE): 70_000, account(1310, "investment", STAKE): 5_000,
             account(1390, "investment", STAKE): -7_000, account(1400, "investment", STAKE): 1_500,
             Account(9500, "claims.PHP", STAKE): 490_000, account(1200, "investment", TRANSIT): 10_000}

    statement = build_stakes_and_transit(DRAWN, found=found)

    (stake,), (sent,) = statement.stakes, statement.transit
    assert (stake.cost_minor, stake.allowance_minor, stake.carrying_minor) == (75_000, 7_000, 68_000)
    assert (stake.receivable_minor, stake.claims) == (1_500, (("PHP", 490_000),))
    assert (sent.holder, sent.amount_minor) == (TRANSIT, 10_000)
    assert (statement.carrying_minor, statement.receivable_minor, statement.transit_minor) == (
        68_000, 1_500, 10_000)


def line(seq: int, minor: int, counter: str, code: int = 3100) -> RegisterLine:
    """A posting as the box sees it."""
    return RegisterLine(account(1010, held_by=BOX), seq, 1, "savings", SUNDAY, 0, UUID(int=1), minor, None,
                        None, None, None, code, counter)


def test_a_cash_book_has_one_line_for_each_sort_of_money_at_an_entry() -> None:
    """Thirty savings of a Sunday are one line; one member's stays hers; sorts are kept apart."""
    lines = [line(1, 500, "member-1"), line(1, 700, "member-2"), line(1, -200, "member-3", 1100),
             line(2, 50, "member-1")]
    register = build_account_register(DRAWN, account(1010, held_by=BOX), lines=lines, opening_minor=1_000)

    found = [(one.seq, one.counter_code, one.counter_alias, one.received_minor, one.paid_minor,
              one.balance_minor) for one in movements_of(register)]

    assert found == [(1, 3100, "None", 1_200, 0, 2_200), (1, 1100, "member-3", 0, 200, 2_000),
                     (2, 3100, "member-1", 50, 0, 2_050)]
