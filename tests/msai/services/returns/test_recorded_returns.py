"""The recorded histories, worked out a second time by plain arithmetic from their files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import pytest
import pyxirr
from sqlalchemy.orm import Session

from ledgers.currencies import exponent
from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT, Actor, NotFound, Relation, Standing
from msai.services.views.returns.enterprise import show_enterprise_returns
from msai.services.views.returns.member import member_returns
from msai.services.views.returns.show import show_returns
from msai.services.views.returns.workbook import draw_investments
from msai.services.views.sending.show import show_sending
from tests.msai.imports.recorded import fresh, read_in, recorded
from tests.msai.test_statement_budgets import PAGE, counted

TODAY = date(2026, 6, 30)
FRAME = 4
Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """A recorded history, its books, and its events by kind."""

    session: Session
    group_id: UUID
    enterprise_id: UUID
    host: str
    home: str
    events: Events

    def of(self, kind: str) -> Events:
        """The events of one kind."""
        return [event for event in self.events if event["event"] == kind]

    def minor(self, amount: Decimal, currency: str) -> int:
        """Whole minor units, half up."""
        return int((amount * 10 ** exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.fixture(scope="module", params=["hong-kong", "korea"])
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """A recorded history, read in."""
    content = recorded(request.param)
    history, events = read_history(content), [json.loads(line) for line in content.splitlines()]
    homes = [event["currency"] for event in events if event["event"] == "enterprise"]
    with fresh() as database:
        read_in(database, content)
        with database.read() as session:
            (enterprise_id,) = history.enterprise_ids.values()
            yield Told(session, history.group_id, enterprise_id, history.currency, homes[0], events)


def paid(told: Told) -> list[tuple[date, Decimal]]:
    """Host money by the file: out with its fee on top, back as received."""
    out = [(date.fromisoformat(sent["date"]), -Decimal(sent["amount"])
            - (Decimal(sent["fee"]) if sent["fee_on_top"] else 0)) for sent in told.of("remittance_sent")]
    back = [(date.fromisoformat(home["landed"]), Decimal(home["received"]))
            for home in told.of("remittance_home")]
    return [*out, *back]


def mids(told: Told) -> dict[str, Decimal]:
    """The mid rate of each remittance by its key."""
    return {sent["key"]: Decimal(sent["mid_rate"]) for sent in told.of("remittance_sent")}


def at_home(told: Told) -> list[tuple[date, Decimal, Decimal]]:
    """Home money by the file, with the mid rate of its day."""
    known = mids(told)
    declared = {event["date"]: Decimal(event["mid_rate"]) for event in told.of("dividend_declared")}
    landed = [(date.fromisoformat(event["date"]), -Decimal(event["received"]), known[event["key"]])
              for event in told.of("remittance_landed")]
    return [*landed, *((date.fromisoformat(home["sent"]), Decimal(home["amount"]), declared[home["sent"]])
                       for home in told.of("remittance_home"))]


def stands_at(told: Told) -> tuple[Decimal, Decimal]:
    """What stands in the book: landed at the mid rate, half up, and the claim in home money."""
    known, cent = mids(told), Decimal(1).scaleb(-exponent(told.host))
    landed = [(event["key"], Decimal(event["received"])) for event in told.of("remittance_landed")]
    cost = sum((home / known[key]).quantize(cent, ROUND_HALF_UP) for key, home in landed)
    return Decimal(cost), sum((home for _key, home in landed), Decimal(0))


def shown_rate(flows: list[tuple[date, Decimal]]) -> Decimal:
    """A yearly rate as it is shown, by another programme."""
    rate = pyxirr.xirr([on for on, _ in flows], [float(minor) for _, minor in flows])
    assert rate is not None
    return Decimal(repr(100 * rate)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_money_of_both_sides_is_that_of_the_file(told: Told) -> None:
    """Put in with fees and what landed; came back net and what was sent gross; still there at cost."""
    view = show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
    cost, claim = stands_at(told)
    host = [minor for _on, minor in paid(told)]
    home = [minor for _on, minor, _mid in at_home(told)]

    def split(amounts: list[Decimal]) -> tuple[Decimal, Decimal]:
        return (-sum((one for one in amounts if one < 0), Decimal(0)),
                sum((one for one in amounts if one > 0), Decimal(0)))

    wanted = zip((*split(host), cost), (*split(home), claim), strict=True)
    assert [(line.host_minor, line.home_minor) for line in view.headline] == [
        (told.minor(one, told.host), told.minor(other, told.home)) for one, other in wanted]
    assert view.gain.host_minor == view.headline[1].host_minor + view.headline[2].host_minor - (
        view.headline[0].host_minor)


def test_rates_are_those_of_another_programme(told: Told) -> None:
    """Host, home and home at the mid rates, from the flows of the file."""
    view = show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
    cost, claim = stands_at(told)
    yearly = next(line for line in view.measures if line.name == "yearly_rate")
    assert yearly.home is not None

    assert yearly.host.figure == shown_rate([*paid(told), (TODAY, cost)])
    home = [(on, minor) for on, minor, _mid in at_home(told)]
    assert yearly.home.figure == shown_rate([*home, (TODAY, claim)])


def test_the_gain_is_parted_as_by_hand(told: Told) -> None:
    """Enterprise, currency and sending by the formulas of the design, summing to the gain."""
    view = show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
    cost, claim = stands_at(told)
    home = at_home(told)
    landed = [(minor, mid) for _on, minor, mid in home if minor < 0]
    at_mid = sum((minor / mid for _on, minor, mid in home), Decimal(0)) + cost
    net = sum((minor for _on, minor in paid(told)), Decimal(0)) + cost
    earned = sum((minor for _on, minor, _mid in home), Decimal(0)) + claim
    enterprise = earned * sum(minor / mid for minor, mid in landed) / sum(minor for minor, _mid in landed)
    parts = [told.minor(part, told.host) for part in (enterprise, at_mid - enterprise, net - at_mid)]

    assert view.bridge_total is not None
    assert [part.host_minor for part in view.bridge] == pytest.approx(parts, abs=1)
    whole = view.bridge_total.host_minor
    assert sum(part.host_minor for part in view.bridge) == whole == view.gain.host_minor


def test_costs_of_sending_are_weighted_by_amount(told: Told) -> None:
    """Fee, margin and receiving fee of each transfer by the definition; the whole is no mean of percents."""
    view = show_sending(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
    out = next(one for one in view.corridors if one.corridor.way == "out")
    landed = {event["key"]: event for event in told.of("remittance_landed")}
    costs: list[tuple[Decimal, Decimal]] = []
    for sent in told.of("remittance_sent"):
        amount, mid, applied = (Decimal(sent[name]) for name in ("amount", "mid_rate", "applied_rate"))
        taken = Decimal(landed[sent["key"]]["receiving_fee"])
        costs.append((amount, 100 * (Decimal(sent["fee"]) / amount + (mid - applied) / mid
                                     + taken / (amount * mid))))
    weighted = sum(amount * cost for amount, cost in costs) / sum(amount for amount, _ in costs)
    assert out.whole.total is not None

    assert [row.total.figure for row in reversed(out.rows) if row.total] == [
        cost.quantize(Decimal("0.01"), ROUND_HALF_UP) for _, cost in costs]
    assert out.whole.total.figure == weighted.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert out.pooled is not None
    assert out.pooled.fees_minor == told.minor(sum((Decimal(sent["fee"]) for sent in told.of(
        "remittance_sent")), Decimal(0)), told.host)


def test_the_day_before_a_year_says_no_yearly_rate(told: Told) -> None:
    """364 days after the first payment only the gain itself is said, and why."""
    first = min(on for on, _ in paid(told))
    for days, shown in ((364, False), (365, True)):
        view = show_returns(told.session, SYSTEM_IMPORT, told.group_id,
                            on=date.fromordinal(first.toordinal() + days), today=TODAY)
        yearly = next(line for line in view.measures if line.name == "yearly_rate")
        assert (yearly.host.figure is not None) is shown
        assert all((part.yearly.figure is not None) is shown for part in view.bridge)


def test_an_enterprise_reads_its_backers_in_its_own_money(told: Told) -> None:
    """What landed was put in, what it sent was sent back; the group's page says the same of its home side."""
    view = show_enterprise_returns(told.session, SYSTEM_IMPORT, told.enterprise_id, on=None, today=TODAY)
    group = show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)

    assert [view.put_in_minor, view.sent_minor, view.stands_minor] == [
        line.home_minor for line in group.headline]
    assert view.gain_minor == group.gain.home_minor


def test_what_members_got_is_what_was_distributed(told: Told) -> None:
    """All that came back to members is what the file distributed; what they put in is what they invested."""
    numbers = [event["number"] for event in told.of("member")]
    treasurer = Actor(UUID(int=7), "Lorna", standings={
        told.group_id: Standing(frozenset({Relation.TREASURER}))})
    found = [member_returns(told.session, treasurer, told.group_id, number, TODAY) for number in numbers]
    given = sum((Decimal(event["amount"]) for event in told.of("distribution")), Decimal(0))
    invested = sum((Decimal(line["amount"]) for meeting in told.of("meeting") for line in meeting["lines"]
                    if line["kind"] == "investment"), Decimal(0))

    assert sum(one.came_back_minor for one in found) == told.minor(given, told.host)
    assert sum(one.put_in_minor for one in found) == told.minor(invested, told.host)


def test_the_workbook_says_what_the_page_says(told: Told) -> None:
    """The same sums and parts, from the same reading."""
    book = draw_investments(told.session, SYSTEM_IMPORT, told.group_id, today=TODAY)
    view = show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
    assert book.whole is not None
    assert book.bridge is not None

    assert [book.whole.put_in, book.whole.came_back, book.whole.still_there, book.whole.gain] == [
        *(line.host_minor for line in view.headline), view.gain.host_minor]
    assert book.bridge.net_minor == view.gain.host_minor
    assert {rate.source for rate in book.rates} == {"central bank"}


def test_pages_ask_within_their_budget(told: Told) -> None:
    """Fifteen statements a page, of which the frame takes four, with a year of transfers behind it."""
    engine, asked = told.session.get_bind().engine, {}
    for show in (show_returns, show_sending):
        with counted(engine) as said:
            show(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY)
        asked[show.__name__] = len(said)

    assert {name: count for name, count in asked.items() if count > PAGE - FRAME} == {}


def test_a_stranger_and_a_stake_that_is_not_there_are_answered_alike(told: Told) -> None:
    """Nobody learns which groups or stakes there are."""
    nobody = Actor(UUID(int=7))
    for show in (show_returns, show_sending):
        with pytest.raises(NotFound):
            show(told.session, nobody, told.group_id, on=None, today=TODAY)
    with pytest.raises(NotFound):
        show_returns(told.session, SYSTEM_IMPORT, told.group_id, on=None, today=TODAY, alias="stake-9")
