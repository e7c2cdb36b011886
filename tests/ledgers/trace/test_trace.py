"""One rule of the trace at a time."""

from datetime import date
from fractions import Fraction

from ledgers.accounts import INVESTMENT, Account, Holder
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.money import Money
from ledgers.rules import corrections, housekeeping, investment, opening, remittance, stakes
from ledgers.rules.investment import UnitsCancelled, UnitsMoved
from ledgers.rules.remittance import CapitalLanding, CapitalSent, Transit
from ledgers.rules.stakes import Arrival, StakeWriteOff
from ledgers.rules.tenders import TenderLine
from ledgers.trace.reasons import Reason
from tests.ledgers.rules.cast import AMINA, BANK, BOX, HOME, LORNA, RICE, SENT, SITI, SUNDAY
from tests.ledgers.trace.paper_fund import PaperFund, accounts, by_alias, faults

LATER = date(2025, 9, 7)


def why(fund: PaperFund, member: Holder) -> dict[Reason, int]:
    """What made a member's account."""
    return next(dict(one.by_reason) for one in fund.traced().accounts if one.holder == member)


THREE = {LORNA: (100, 10_000), AMINA: (100, 10_000), SITI: (100, 10_000)}


def test_what_the_whole_fund_feels_is_split_by_units() -> None:
    """A cent that cannot be divided goes to the earlier member, and the values show it."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.charge(10)

    assert accounts(fund.traced()) == {"member-1": 96, "member-2": 97, "member-3": 97}
    assert faults(fund.traced()) == []


def test_a_joiner_has_no_part_in_what_was_before() -> None:
    """Parts are frozen by the units just before each entry, in sequence and not by date."""
    fund = PaperFund()
    fund.put_in({LORNA: (100, 10_000)}, on=LATER)
    fund.charge(40, on=SUNDAY)
    fund.put_in({AMINA: (60, 10_000)}, on=SUNDAY)

    assert accounts(fund.traced()) == {"member-1": 60, "member-2": 60}
    assert accounts(fund.traced(as_of=SUNDAY)) == {"member-1": -40, "member-2": 60}


def test_what_comes_before_the_first_unit_waits_for_it() -> None:
    """A gift to an empty fund is nobody's until somebody holds units, and then theirs."""
    fund = PaperFund()
    fund.gift(30)
    assert fund.traced().waiting_minor == 30

    fund.put_in({LORNA: (100, 10_000), AMINA: (200, 20_000)}, on=LATER)
    assert accounts(fund.traced()) == {"member-1": 110, "member-2": 220}
    assert fund.traced(as_of=SUNDAY).waiting_minor == 30
    assert faults(fund.traced()) == []


def test_a_correction_takes_back_what_belongs_to_its_line() -> None:
    """Two charges are one amount; the one taken back takes the parts that it had added to it."""
    fund = PaperFund()
    fund.put_in(THREE)
    lines = [TenderLine(BANK, minor, INVESTMENT) for minor in (10, 11)]
    seq = fund.post(housekeeping.bank_charge(SUNDAY, *lines))
    fund.put_in({LORNA: (600, 60_000)})
    fund.post(corrections.correction(LATER, {(seq, 1): fund.posted[1].postings[0]}))

    assert accounts(fund.traced(as_of=SUNDAY)) == {"member-1": 693, "member-2": 93, "member-3": 93}
    assert accounts(fund.traced()) == {"member-1": 697, "member-2": 96, "member-3": 96}


def test_all_of_an_entry_taken_back_leaves_nothing() -> None:
    """Nor does it when the units have changed in the meantime."""
    fund = PaperFund()
    fund.put_in(THREE)
    seq = fund.charge(10)
    fund.put_in({SITI: (970, 100_000)})
    wrong = {(seq, 1): fund.posted[1].postings[0]}
    fund.post(corrections.correction(LATER, wrong))

    assert accounts(fund.traced()) == {"member-1": 100, "member-2": 100, "member-3": 1070}
    assert why(fund, LORNA)[Reason.OTHER] == 0


def test_a_posting_of_a_closed_year_is_known_again() -> None:
    """3400 stands for the cost in what takes it back; the parts are the same all the same."""
    fund = PaperFund()
    fund.put_in(THREE)
    seq = fund.charge(10)
    fund.post(JournalEntry(EntryKind.FUND_CLOSED, SUNDAY, (
        Posting(Account(3400, INVESTMENT), Account(5300, INVESTMENT), 10),), closing=True))
    fund.post(corrections.correction(
        LATER, {(seq, 1): fund.posted[1].postings[0]}, cycle=corrections.CycleThen.CLOSED))

    assert accounts(fund.traced()) == {"member-1": 100, "member-2": 100, "member-3": 100}


def test_units_given_back_above_and_below_what_was_paid_in() -> None:
    """Her account falls by what she was paid; nobody else feels it."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.gift(30)
    fund.give_back(AMINA, 5_000, held_e4=10_000, paid_in=100, pay=55)
    fund.charge(50)
    fund.give_back(LORNA, 10_000, held_e4=10_000, paid_in=100, pay=90)
    found = {one.holder: one.of(Reason.TAKEN_OUT) for one in fund.traced().accounts}

    assert found == {LORNA: -90, AMINA: -55, SITI: 0}
    assert accounts(fund.traced()) == {"member-2": 45, "member-3": 90}


def test_units_moved_pass_at_book_value() -> None:
    """The giver's account falls by what the taker's grows; taken back, both are as before."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.gift(101)
    moved = investment.units_moved(SUNDAY, UnitsMoved(LORNA, SITI, 5_000, 10_000, 100))
    seq = fund.post(moved)
    assert accounts(fund.traced()) == {"member-1": 67, "member-2": 134, "member-3": 200}

    fund.post(corrections.correction(LATER, dict(
        zip([(seq, 1), (seq, 2)], moved.postings, strict=True))))
    assert accounts(fund.traced()) == {"member-1": 134, "member-2": 134, "member-3": 133}


def test_a_fund_that_starts_anew_leaves_old_accounts_alone() -> None:
    """All was lost; what comes in before the next units belongs to their holders."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.charge(300)
    fund.post(investment.units_cancelled(SUNDAY, UnitsCancelled(
        dict.fromkeys(THREE, 10_000), INVESTMENT, dict.fromkeys(THREE, 100))))
    fund.gift(9)
    fund.put_in({SITI: (50, 5_000)})

    assert accounts(fund.traced()) == {"member-3": 59}
    assert faults(fund.traced()) == []


def test_an_opening_gives_each_what_she_had_and_her_part_of_the_rest() -> None:
    """Paid in 300 and 100, worth 480: the surplus is split by the units that were brought over."""
    fund = PaperFund()
    fund.post(opening.opening(SUNDAY, {
        BANK.account(INVESTMENT): 480, Account(3200, INVESTMENT, LORNA): -300,
        Account(3200, INVESTMENT, AMINA): -100, Account(3400, INVESTMENT): -80,
        Account(9200, "units", LORNA): 30_000, Account(9200, "units", AMINA): 10_000}))
    found = {one.holder: dict(one.by_reason) for one in fund.traced().accounts}

    assert found == {LORNA: {Reason.PAID_IN: 300, Reason.BROUGHT_IN: 60},
                     AMINA: {Reason.PAID_IN: 100, Reason.BROUGHT_IN: 20}}


def landing(landed: int, left: int, *, last: bool) -> CapitalLanding:
    """Pesos that arrived at two for one, without a fee."""
    return CapitalLanding(SENT, RICE, Money(landed, "PHP"), "HKD", left, Fraction(2), last=last)


def fund_that_sent() -> PaperFund:
    """Lorna and Amina sent 101; Siti joined before it arrived, in two parts."""
    fund = PaperFund()
    fund.put_in({LORNA: (101, 10_100), AMINA: (100, 10_000)})
    fund.post(remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 101)))
    fund.put_in({SITI: (201, 20_100)})
    fund.post(remittance.capital_landed(LATER, landing(66, 101, last=False)))
    fund.post(remittance.capital_landed(LATER, landing(136, 68, last=True)))
    return fund


def test_a_stake_is_bought_with_the_units_of_its_sending() -> None:
    """One remittance in two landings is one amount, 101 by 101 to 100; Siti has her part by joining."""
    stake, = fund_that_sent().traced().stakes

    assert by_alias(stake.bought) == {"member-1": 51, "member-2": 50}
    assert by_alias(stake.now) == {"member-1": 25, "member-2": 25, "member-3": 51}
    assert by_alias(stake.passed) == {"member-1": -26, "member-2": -25, "member-3": 51}
    assert by_alias(stake.claims[0].landed) == {"member-1": 102, "member-2": 100}


def test_money_on_its_way_is_known_by_its_sending() -> None:
    """What came back unsent is no longer on its way, and its cost was everybody's of that day."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.post(remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 90)))
    sent, = fund.traced().sendings
    assert (sent.on, sent.amount_minor, by_alias(sent.parts)) == (
        SUNDAY, 90, {"member-1": 30, "member-2": 30, "member-3": 30})

    fund.post(remittance.capital_returned(LATER, Transit(SENT, 90), arrival=Arrival(BOX, 84, 3)))
    assert [one.amount_minor for one in fund.traced().sendings] == [6]
    found = why(fund, LORNA)
    assert (found[Reason.FEES], found[Reason.EXCHANGE]) == (-1, -1)


def test_the_way_home_has_costs_of_its_own() -> None:
    """A fee on a dividend is no cost of sending, whether it was on its way or landed at once."""
    fund = PaperFund()
    fund.put_in(THREE)
    fund.post(stakes.income_declared(SUNDAY, RICE, amount_minor=60))
    way = Transit(HOME, 60)
    fund.post(remittance.sent_home(SUNDAY, RICE.receivable, remittance=way))
    fund.post(remittance.income_landed(
        LATER, way.account, arrival=Arrival(BANK, 54, 3), carrying_minor=60))

    assert fund.traced().sendings == ()
    assert why(fund, SITI) == {
        Reason.PAID_IN: 100, Reason.INCOME: 20, Reason.FEES_HOME: -1, Reason.EXCHANGE: -1}


def test_a_stake_given_up_goes_by_the_units_just_before() -> None:
    """A loss falls on those who hold it then, those who came later included."""
    fund = fund_that_sent()
    fund.post(stakes.stake_written_off(LATER, StakeWriteOff(RICE.account, 101, claim=Money(202, "PHP"))))
    stake, = fund.traced().stakes

    assert by_alias(stake.bought) == {"member-1": 26, "member-2": 25, "member-3": -51}
    assert (stake.cost_minor, stake.claims[0].amount_minor) == (0, 0)
    assert faults(fund.traced()) == []


def test_a_part_that_lands_without_a_rate_belongs_to_those_of_its_sending() -> None:
    """Nothing is booked but the claim before all has landed, and who joined meanwhile has no part of it."""
    fund = PaperFund()
    fund.put_in({LORNA: (100, 10_000)})
    fund.post(remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 90)))
    fund.put_in({AMINA: (100, 10_000)})
    for home, is_last in ((400, False), (230, True)):
        landing = CapitalLanding(SENT, RICE, Money(home, "PHP"), "HKD", 90, None, last=is_last)
        fund.post(remittance.capital_landed(LATER, landing).with_source(
            Source(SourceKind.REMITTANCE, SENT.id)))
    claim, = fund.traced().stakes[0].claims

    assert by_alias(claim.landed) == by_alias(claim.bought) == {"member-1": 630}
    assert by_alias(claim.now) == {"member-1": 315, "member-2": 315}
