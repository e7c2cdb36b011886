"""What a stake's payments were and what of it is still there, read from the entries of both ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.accounts import Account, HolderKind
from ledgers.balances import RegisterLine
from ledgers.currencies import minor_rate
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.money import Money
from ledgers.returns.flows import (
    FlowKind,
    Movement,
    SentHome,
    Transfer,
    backer_movements,
    host_movements,
    landed_movements,
    lines_by_stake,
    member_movements,
    sent_movements,
)
from ledgers.returns.results import Position, Returns, together, work_out
from ledgers.returns.values import Declared, StakeBook, Valuation, ValueKind, ValuePart
from ledgers.rules import enterprise, investment, remittance
from ledgers.rules import stakes as rules
from ledgers.rules.remittance import CapitalLanding, CapitalSent, Transit
from ledgers.rules.stakes import Arrival, Stake, StakeAsset, StakeWriteOff
from ledgers.rules.tenders import Tender
from tests.ledgers.paper_book import AMINA, BOOK, STAKE, PaperBook, holder
from tests.vectors.reading import cents, day, vector

IN_BANK = Tender(1020, holder("bank", HolderKind.TENDER))
HELD = Stake(STAKE, StakeAsset.EQUITY)
FIRST, SECOND, THIRD = (date(2025, month, 2) for month in (1, 3, 6))
LATER = date(2026, 6, 30)
MID = Fraction(7)


def ref(name: str) -> UUID:
    """The id of a paper."""
    return uuid5(BOOK, name)


class Told(PaperBook):
    """A group's book on paper whose entries name their papers."""

    def tell(self, entry: JournalEntry, paper: str) -> None:
        """Write an entry of a remittance."""
        self.entries.append(entry.with_source(Source(SourceKind.REMITTANCE, ref(paper))))

    def read(self, until: date = date.max) -> list[RegisterLine]:
        """All lines with their papers."""
        return list(self._sourced(until))

    def _sourced(self, until: date) -> Iterator[RegisterLine]:
        for line in self.register(until=until):
            source = self.entries[line.seq - 1].source
            yield replace(line, source_kind=source.kind.value, source_id=source.id) if source else line

    def send(self, name: str, on: date, amount: int, fee: int = 0) -> None:
        """Capital leaves, its fee on top."""
        out = CapitalSent(holder(name, HolderKind.REMITTANCE), IN_BANK, amount, fee, True)
        self.tell(remittance.capital_sent(on, out), name)

    def land(self, name: str, on: date, landed: int, sent: int, mid: Fraction | None = MID) -> None:
        """All of it lands."""
        landing = CapitalLanding(holder(name, HolderKind.REMITTANCE), HELD, Money(landed, "PHP"), "HKD",
                                 sent, mid)
        self.tell(remittance.capital_landed(on, landing), name)

    def earn(self, on: date, host: int, *, received: int = 0) -> None:
        """Income is declared, and reaches the bank where any was received."""
        self.tell(rules.income_declared(on, HELD, amount_minor=host), f"declared {on}")
        if received:
            arrival = Arrival(IN_BANK, received)
            self.tell(remittance.income_landed(on, HELD.receivable, arrival=arrival, carrying_minor=host),
                      f"home {on}")


def transfers(mid: Fraction | None = MID, *names: str) -> dict[UUID, Transfer]:
    """The remittances as rows tell them."""
    return {holder(name, HolderKind.REMITTANCE).id: Transfer(STAKE.id, mid) for name in names or ("one",)}


def stake_of(book: Told, known: dict[UUID, Transfer], **beside: Any) -> tuple[StakeBook, list[Movement]]:
    """The stake with its payments."""
    lines = lines_by_stake(book.read(), known, names={"stake-1": STAKE.id})[STAKE.id]
    stake = StakeBook(lines, **beside)
    by_paper = {ref(name): transfer for name in ("one", "two") for transfer in known.values()}
    return stake, [*host_movements(lines), *landed_movements(lines, by_paper), *sent_movements(stake.sent)]


def seen(stake: StakeBook, movements: list[Movement], on: date = LATER) -> Returns:
    """What came of it up to a day."""
    past = [one for one in movements if one.on <= on]
    return work_out(Position(on, past, stake.value(on), stake.value_host))


def parts_of(found: Returns) -> list[int]:
    """What of the gain came from the enterprise, the currency and sending."""
    assert found.money is not None
    return [found.money.enterprise_minor, found.money.currency_minor, found.money.costs_minor]


def capital_and_income() -> tuple[Told, StakeBook, list[Movement]]:
    """10,010 paid, 70,000 landed, 7,000 declared, of which 6,900 home money were worth 950 on arrival."""
    book = Told()
    book.send("one", FIRST, 10_000, fee=10)
    book.land("one", SECOND, 69_300, 10_000)
    book.earn(THIRD, 1_000, received=950)
    sent = [SentHome(FlowKind.INCOME, THIRD, 7_000, ref(f"home {THIRD}"), MID)]
    return book, *stake_of(book, transfers(), declared=[Declared(THIRD, 7_000)], sent=sent)


def test_money_is_counted_on_both_sides_on_its_own_day() -> None:
    """Host money with its fee when it left and came, home money when it landed and was sent."""
    _book, _stake, movements = capital_and_income()

    dated = sorted(movements, key=lambda one: one.on)
    assert [(one.kind.value, one.on, one.host, one.home) for one in dated] == [
        ("put_in", FIRST, -10_000, 0), ("put_in", FIRST, -10, 0), ("put_in", SECOND, 0, -69_300),
        ("income", THIRD, 950, 0), ("income", THIRD, 0, 7_000)]


def test_the_money_of_a_stake_and_its_parts() -> None:
    """9,900 stand at cost after the margin of 100; the gain parts into enterprise, currency and costs."""
    _book, stake, movements = capital_and_income()
    found = seen(stake, movements)
    assert found.home is not None
    assert found.money is not None

    assert (found.host.put_in, found.host.came_back, found.host.still_there) == (10_010, 950, 9_900)
    assert (found.home.put_in, found.home.came_back, found.home.still_there) == (69_300, 7_000, 69_300)
    assert parts_of(found) == [1_000, 0, -160]
    assert found.money.net_minor == found.host.gain.amount == 840


def test_what_is_on_its_way_is_still_there() -> None:
    """Sent and not landed is not lost; the fee is a cost from the first day."""
    _book, stake, movements = capital_and_income()
    found = seen(stake, movements, FIRST + timedelta(1))

    assert stake.value(FIRST) == (ValuePart(ValueKind.ON_ITS_WAY, 10_000, 0),)
    assert (found.host.put_in, found.host.still_there, found.is_yearly) == (10_010, 10_000, False)
    assert found.money is None


def test_declared_income_counts_until_it_comes() -> None:
    """What the enterprise owes stands beside the stake in both currencies."""
    book = Told()
    book.send("one", FIRST, 10_000)
    book.land("one", SECOND, 70_000, 10_000)
    book.earn(THIRD, 1_000)
    stake, _movements = stake_of(book, transfers(), declared=[Declared(THIRD, 7_000)])

    assert stake.value(LATER) == (ValuePart(ValueKind.AT_COST, 10_000, 70_000),
                                  ValuePart(ValueKind.DECLARED, 1_000, 7_000))


def test_a_valuation_counts_with_capital_since() -> None:
    """The paper of March says 12,000; 5,000 went in in June; income declared in June is inside the paper."""
    book = Told()
    book.send("one", FIRST, 10_000)
    book.land("one", SECOND, 70_000, 10_000)
    book.send("two", THIRD, 5_000)
    book.land("two", THIRD, 35_000, 5_000)
    book.earn(THIRD, 1_000)
    valued = Valuation(SECOND, 12_000, 84_000)
    stake, _movements = stake_of(book, transfers(MID, "one", "two"), declared=[Declared(THIRD, 7_000)],
                                 valuations=[valued])

    assert stake.value(LATER) == (ValuePart(ValueKind.VALUED, 17_000, 119_000),)
    assert (valued.is_old(LATER), valued.is_old(SECOND + timedelta(365))) == (True, False)
    assert stake.value_host(FIRST) == 10_000


def test_a_stake_given_up_is_worth_nothing_whatever_a_paper_says() -> None:
    """Minus 100 % in both currencies, for its end is recorded and nothing came back."""
    book = Told()
    book.send("one", FIRST, 10_000)
    book.land("one", SECOND, 70_000, 10_000)
    given_up = StakeWriteOff(HELD.account, 10_000, 0, Money(70_000, "PHP"))
    book.tell(rules.stake_written_off(THIRD, given_up), "off")
    stake, movements = stake_of(book, transfers(), valuations=[Valuation(SECOND, 12_000, 84_000)])
    found = seen(stake, movements)
    assert found.home is not None

    assert stake.value(LATER) == ()
    assert (found.host.yearly.rate, found.home.yearly.rate) == (-1.0, -1.0)


def test_what_came_back_unsent_was_never_put_in() -> None:
    """The transfer failed: only the 40 it cost are gone, and no currency had a part in it."""
    book = Told()
    book.send("one", FIRST, 10_000)
    way = Transit(holder("one", HolderKind.REMITTANCE), 10_000)
    book.tell(remittance.capital_returned(SECOND, way, arrival=Arrival(IN_BANK, 9_960, 40)), "one")
    stake, movements = stake_of(book, transfers())
    found = seen(stake, movements)

    assert [(one.kind, one.host) for one in movements] == [
        (FlowKind.PUT_IN, -10_000), (FlowKind.UNSENT, 9_960)]
    assert (found.host.put_in, found.host.came_back, found.host.gain.amount) == (40, 0, -40)


def test_what_was_put_right_never_happened() -> None:
    """A sending that was reversed is no payment, nor is its reversal; the right one is."""
    book = Told()
    book.send("one", FIRST, 10_000)
    right = remittance.capital_sent(SECOND, CapitalSent(
        holder("one", HolderKind.REMITTANCE), IN_BANK, 1_000)).postings
    book.correct(1, 1, day=SECOND, right=right)
    stake, movements = stake_of(book, transfers())

    assert [(one.on, one.host) for one in movements] == [(SECOND, -1_000)]
    assert stake.value_host(LATER) == 1_000


def test_without_a_mid_rate_the_gain_is_not_parted() -> None:
    """The rate of one day is missing: money is said, its parts are not, and whose rate it is is known."""
    book = Told()
    book.send("one", FIRST, 10_000)
    book.land("one", SECOND, 69_300, 10_000, mid=None)
    stake, movements = stake_of(book, transfers(None))
    position = Position(LATER, movements, stake.value(LATER), stake.value_host)

    assert work_out(position).money is None
    assert work_out(position).home is not None
    assert [one.on for one in position.lacking] == [SECOND]


def test_msai_case_host_home_comes_out_of_the_books() -> None:
    """The agreed case lived through entry by entry: the same money and rates, the parts to the cent.

    What reached the bank is whole cents, where the case reckons with parts of one.
    """
    given, expected = vector("msai-case-host-home")
    book, known, sent, declared = Told(), {}, [], []
    for name, out in zip(("one", "two"), given["outward"], strict=True):
        on, mid = day(out["date"]), minor_rate(Fraction(out["mid"]), home="PHP", host="HKD")
        book.send(name, on, cents(out["sent"]), cents(out["fee"]))
        book.land(name, on, int(cents(out["sent"]) * Fraction(out["applied"])), cents(out["sent"]), mid)
        known[ref(name)] = known[holder(name, HolderKind.REMITTANCE).id] = Transfer(STAKE.id, mid)
    for back, received in zip(given["inward"], expected["received_host"], strict=True):
        on, home = day(back["date"]), cents(back["amount_home"])
        book.earn(on, round(home / Fraction(back["mid"])), received=round(Fraction(received) * 100))
        sent.append(SentHome(FlowKind.INCOME, on, home, ref(f"home {on}"), Fraction(back["mid"])))
        declared.append(Declared(on, home))
    valued = given["valuation"]
    lines = lines_by_stake(book.read(), known, names={"stake-1": STAKE.id})[STAKE.id]
    stake = StakeBook(lines, declared, sent, [Valuation(
        day(valued["date"]), round(Fraction(expected["nav_host"]) * 100), cents(valued["nav_home"]))])
    movements = [*host_movements(lines), *landed_movements(lines, known), *sent_movements(sent)]
    found = seen(stake, movements, day(valued["date"]))
    assert found.home is not None
    assert found.money is not None

    host, parts = expected["host_net"], expected["bridge_amount_host"]
    assert (found.host.put_in, found.host.came_back) == (
        cents(host["paid_in"]), round(Fraction(host["distributions"]) * 100))
    assert [found.host.yearly.rate, found.home.yearly.rate] == pytest.approx(
        [float(host["xirr"]), float(expected["home"]["xirr"])], abs=1e-6)
    assert parts_of(found) == pytest.approx(
        [float(parts[name]) * 100 for name in ("enterprise", "fx", "costs")], abs=1.01)
    assert found.money.net_minor == found.host.gain.amount


AMOUNTS = st.integers(1, 10**9)
RATES = st.fractions(Fraction(1, 50), 5_000, max_denominator=10_000)


@st.composite
def stakes(draw: st.DrawFn) -> Position:
    """Any payments of a stake, on any days, with any rates and any value."""
    movements = []
    for kind in draw(st.lists(st.sampled_from(list(FlowKind)), max_size=4)):
        on = FIRST + timedelta(draw(st.integers(0, 900)))
        sign = -1 if kind is FlowKind.PUT_IN else 1
        movements.append(Movement(kind, on, host=sign * draw(AMOUNTS)))
        if kind is not FlowKind.UNSENT:
            movements.append(Movement(kind, on, home=sign * draw(AMOUNTS), mid=draw(RATES)))
    part = st.builds(ValuePart, st.sampled_from(list(ValueKind)), AMOUNTS, AMOUNTS)
    value = draw(st.lists(part, max_size=2))
    return Position(FIRST + timedelta(1_000), movements, value, lambda _day: 0)


@given(st.lists(stakes(), min_size=1, max_size=2))
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_gain_sum_to_it_exactly(positions: list[Position]) -> None:
    """For each stake and for all together, whatever was paid when and at which rates."""
    each = [work_out(position) for position in positions]
    whole = together(positions, one_currency=True)
    for found in [*each, whole]:
        money = found.money
        if money is not None:
            assert sum(parts_of(found)) == money.net_minor == found.host.gain.amount

    assert whole.host.gain.amount == sum(found.host.gain.amount for found in each)


def test_a_year_is_weighed_and_linked() -> None:
    """100 grew to 110; another 110 came and half a year later all was 242: 21 % linked, whenever it came."""
    values = {FIRST: 100, FIRST + timedelta(182): 110, FIRST + timedelta(183): 220}

    def value_at(on: date) -> int:
        return next((values[known] for known in sorted(values, reverse=True) if known <= on), 0) if (
            on < FIRST + timedelta(364)) else 242

    paid = [Movement(FlowKind.PUT_IN, FIRST, host=-100),
            Movement(FlowKind.PUT_IN, FIRST + timedelta(183), host=-110)]
    found = work_out(Position(FIRST + timedelta(364), paid, [ValuePart(ValueKind.VALUED, 242, 0)], value_at))
    assert found.pool is not None

    assert found.pool.linked == Fraction(21, 100)
    assert found.pool.dietz.gain == 32
    assert found.pool.dietz.rate == Fraction(32 * 365, 100 * 364 + 110 * 181)
    assert found.cash_yield is None


def test_payback_lies_between_two_payments() -> None:
    """100 went in, 60 came after a year and 80 after two: half of the second year."""
    paid = [Movement(FlowKind.PUT_IN, FIRST, host=-100),
            Movement(FlowKind.INCOME, FIRST + timedelta(365), host=60),
            Movement(FlowKind.INCOME, FIRST + timedelta(730), host=80)]
    found = work_out(Position(FIRST + timedelta(730), paid, [], lambda _day: 0))

    assert found.payback_years == Fraction(3, 2)
    assert found.cash_yield == Fraction(80, 100)


def test_an_enterprise_counts_what_its_backers_put_in_and_were_sent() -> None:
    """Declared is not yet sent; capital bought back counts with the price paid above it."""
    book, backer, bank = Told(), holder("stake-1", HolderKind.STAKE), IN_BANK
    capital = enterprise.Capital(backer, 70_000, enterprise.Backing.CAPITAL, 700)
    book.tell(enterprise.capital_received(FIRST, capital, into=bank), "one")
    book.tell(enterprise.dividend_declared(SECOND, {backer: 7_000}), "declared")
    book.tell(enterprise.return_sent(THIRD, backer, amount_minor=5_000, out_of=bank), "home")
    half = enterprise.Capital(backer, 35_000, enterprise.Backing.CAPITAL, 350)
    book.tell(enterprise.capital_bought_back(LATER, half, price_minor=36_000, out_of=bank), "back")
    found = backer_movements(book.read(), [backer.id])[backer.id]

    assert [(one.kind, one.on, one.host) for one in found] == [
        (FlowKind.PUT_IN, FIRST, -70_000), (FlowKind.INCOME, THIRD, 5_000),
        (FlowKind.CAPITAL, LATER, 35_000), (FlowKind.CAPITAL, LATER, 1_000)]


def test_a_member_got_back_what_was_credited_to_her() -> None:
    """Income counts before she fetches it; what she puts back is put in again; above capital is hers too."""
    book, fund = Told(), "investment"
    own = [Account(code, fund, AMINA) for code in (3200, 2100)] + [Account(3400, fund)]
    line = investment.InvestmentLine(AMINA, IN_BANK, 1_000, units_e4=10_000)
    book.tell(investment.contribution(FIRST, line), "in")
    given = investment.Distribution(300, {AMINA: 10_000}, fund)
    book.tell(investment.distribution(SECOND, given), "given")
    back = investment.PutBack(AMINA, 300, 3_000)
    book.tell(investment.distribution_put_back(THIRD, back), "back")
    out = investment.Redemption(AMINA, 13_000, 13_000, 1_300, 1_400, IN_BANK)
    book.tell(investment.units_redeemed(LATER, out), "out")
    found = member_movements([line for line in book.read() if line.account in own])

    assert [(one.kind, one.on, one.host) for one in found] == [
        (FlowKind.PUT_IN, FIRST, -1_000), (FlowKind.INCOME, SECOND, 300), (FlowKind.PUT_IN, THIRD, -300),
        (FlowKind.CAPITAL, LATER, 1_300), (FlowKind.CAPITAL, LATER, 100)]
