"""Whatever the amounts, nothing is lost on the way: what a rule should empty is empty after it."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledgers.accounts import Account
from ledgers.entries import JournalEntry
from ledgers.money import Money
from ledgers.rules import corrections, investment, share_out, stakes
from ledgers.rules.investment import CapitalPassedOn, Redemption
from ledgers.rules.lending import loan_account
from ledgers.rules.remittance import CapitalLanding, landing_parts
from ledgers.rules.savings import savings_of
from ledgers.rules.share_out import Debt, Exit, ShareTaken
from ledgers.rules.stakes import Arrival, CapitalBack
from tests.ledgers.rules.cast import AMINA, BANK, BOX, LOAN, LORNA, OLD_LOAN, RICE, SENT, SITI, SUNDAY

MINOR = st.integers(0, 10**9)
SOME = st.integers(1, 10**9)
MIDS = st.fractions(Fraction(1, 1000), 20000, max_denominator=10**6)


def sums(*entries: JournalEntry) -> Counter[Account]:
    """Debits less credits per account."""
    found: Counter[Account] = Counter()
    for posting in (posting for entry in entries for posting in entry.postings):
        found[posting.debit] += posting.amount_minor
        found[posting.credit] -= posting.amount_minor
    return found


@given(st.tuples(SOME, SOME, MINOR), MIDS, st.fractions(0, 1))
def test_the_last_landing_leaves_nothing_in_transit(
    amounts: tuple[int, int, int], mid: Fraction, fee_part: Fraction,
) -> None:
    """Fees, cost and margin are never below zero and make up what was on its way."""
    transit, landed, receiving = amounts
    landing = CapitalLanding(
        SENT, RICE, Money(landed, "IDR"), "KRW", transit, mid, receiving, int(transit * fee_part))
    parts = landing_parts(landing)
    known = (parts.fee_minor, parts.cost_minor, parts.margin_minor or 0)

    assert min(known) >= 0
    assert sum(known) == transit
    unknown = landing_parts(replace(landing, mid_rate=None))
    assert unknown.cost_minor == transit - int(transit * fee_part)


@given(SOME, SOME, MINOR)
def test_what_arrives_settles_what_was_expected(carrying: int, received: int, fee: int) -> None:
    """The account ends at zero and is never credited with more than it holds on the way there."""
    expected, left = RICE.receivable, carrying
    for posting in stakes.settle(expected, Arrival(BANK, received, fee), carrying_minor=carrying):
        left += posting.amount_minor if posting.debit == expected else -posting.amount_minor
        assert left >= 0

    assert left == 0


@given(st.lists(SOME, min_size=1, max_size=6), SOME, st.fractions(0, 1), MINOR)
def test_a_stake_that_comes_back_in_parts_ends_at_nothing(
    claims: list[int], cost: int, written_down: Fraction, agreed: int,
) -> None:
    """However it is cut, the last part takes the last cent of cost and allowance."""
    allowance, claim = int(cost * written_down), sum(claims)
    for part in claims:
        back = CapitalBack(RICE, cost, allowance, claim, Money(part, "PHP"), agreed)
        moved = sums(stakes.capital_back(SUNDAY, back, arrival=Arrival(BANK, agreed)))
        cost, allowance, claim = cost + moved[RICE.account], allowance - moved[RICE.allowance], claim - part

    assert (cost, allowance, claim) == (0, 0, 0)


@given(SOME, MINOR, st.lists(MINOR, max_size=3))
def test_a_share_taken_leaves_no_savings(savings: int, entitlement: int, owed: list[int]) -> None:
    """Set off, paid or due: her 3100 is zero, and no debt is paid twice."""
    debts = tuple(map(Debt, (loan_account(loan, "savings") for loan in (OLD_LOAN, LOAN, SENT)), owed))
    taken = ShareTaken(AMINA, savings, entitlement, BOX, debts)
    found = sums(share_out.share_out(SUNDAY, [taken], step=10))

    assert found[savings_of(AMINA)] == savings
    assert -found[BOX.account("savings")] % 10 == 0
    assert all(-found[debt.account] <= debt.amount_minor for debt in debts)


@given(SOME, MINOR, st.fractions(0, 1), st.tuples(MINOR, MINOR))
def test_who_leaves_takes_all_and_funds_owe_each_other_nothing_untold(
    savings: int, worth: int, kept: Fraction, owed: tuple[int, int],
) -> None:
    """Her 3100 is zero and 3900 over both funds is zero."""
    here, there = (Debt(loan_account(LOAN, fund), minor)
                   for fund, minor in zip(("savings", "social"), owed, strict=True))
    leaving = Exit(AMINA, savings, worth, int(worth * kept), (here,), (there,), paid_by=BANK)
    found = sums(share_out.member_exit(SUNDAY, leaving))

    assert found[savings_of(AMINA)] == savings
    assert found[Account(3900, "savings")] + found[Account(3900, "social")] == 0


@given(SOME, st.tuples(MINOR, MINOR, SOME), st.tuples(MINOR, MINOR, MINOR))
def test_capital_passed_on_takes_no_more_than_was_paid_in(
    amount: int, units: tuple[int, int, int], paid_in: tuple[int, int, int],
) -> None:
    """Members are due exactly the amount, and nobody's capital turns negative."""
    members = (LORNA, AMINA, SITI)
    capital = dict(zip(members, paid_in, strict=True))
    passed = CapitalPassedOn(amount, dict(zip(members, units, strict=True)), capital)
    found = sums(investment.capital_passed_on(SUNDAY, passed))

    assert sum(found[Account(2100, "investment", who)] for who in members) == -amount
    assert all(found[investment.capital_of(who, "investment")] <= capital[who] for who in members)


@given(st.lists(SOME, min_size=1, max_size=5), MINOR, MINOR)
def test_units_redeemed_in_parts_take_all_her_capital(
    parts: list[int], paid_in: int, pay: int,
) -> None:
    """The last unit takes the last cent of her 3200 with it."""
    held, own = sum(parts), investment.capital_of(AMINA, "investment")
    for units in parts:
        line = Redemption(AMINA, units, held, paid_in, pay, BOX)
        found = sums(investment.units_redeemed(SUNDAY, line))
        assert found[BOX.account("investment")] == -pay
        held, paid_in = held - units, paid_in - found[own]

    assert (held, paid_in) == (0, 0)


@given(SOME, MINOR, SOME)
def test_a_correction_of_everything_leaves_nothing(savings: int, debt: int, entitlement: int) -> None:
    """Taken back in its own cycle, an entry is as if it had not been."""
    debts = (Debt(loan_account(LOAN, "savings"), debt),)
    entry = share_out.share_out(SUNDAY, [ShareTaken(AMINA, savings, entitlement, BOX, debts, 3)], step=1)
    named = {(9, line): posting for line, posting in enumerate(entry.postings, start=1)}

    assert not any(sums(entry, corrections.correction(SUNDAY, named)).values())
