"""Money that people sent and got back by the pages' own steps: what came of it, and what sending cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledgers.returns.sending_cost import CostMark
from msai.db import Database
from msai.services.remitting.rates import EnterRate, enter_rate
from msai.services.views.returns.show import ReturnsView, show_returns
from msai.services.views.sending.show import SendingView, show_sending
from tests.msai.services.remitting.desk import LANDED_ON, SENT_ON, STAKE, TODAY, Corridor
from tests.msai.services.remitting.test_money_home import declare, land, sent
from tests.msai.services.sundays import AT, GROUP, TREASURER

pytestmark = pytest.mark.one_kind


def returns(corridor: Corridor, on: date = TODAY) -> ReturnsView:
    """What Lorna reads of the farm's stake."""
    found: ReturnsView = corridor.read(lambda session: show_returns(
        session, TREASURER, GROUP, on=on, today=TODAY, alias=STAKE))
    return found


def sending(corridor: Corridor) -> SendingView:
    """What Lorna reads of the cost."""
    found: SendingView = corridor.read(lambda session: show_sending(
        session, TREASURER, GROUP, on=None, today=TODAY))
    return found


def money(view: ReturnsView) -> list[tuple[int, int | None]]:
    """Put in, came back, still there."""
    return [(line.host_minor, line.home_minor) for line in view.headline]


def test_a_transfer_and_a_dividend_from_end_to_end(database: Database) -> None:
    """500 and a fee of 20 out, 3,550 landed; 1,430 declared, sent, and 193.61 of it came."""
    corridor = Corridor(database)
    assert not returns(corridor).since
    remittance_id = corridor.sent()
    assert money(returns(corridor, SENT_ON)) == [(52_000, 0), (0, 0), (50_000, 0)]

    corridor.land(remittance_id)
    declare(corridor, 143_000)
    assert money(returns(corridor)) == [(52_000, 355_000), (0, 0), (49_650 + 20_000, 355_000 + 143_000)]

    home = sent(corridor, 143_000, fee_minor=10_000)
    assert money(returns(corridor)) == [(52_000, 355_000), (0, 143_000), (49_650 + 20_000, 355_000)]

    land(corridor, home, 17_976, receiving_fee_minor=500, explanation="The shop kept some.")
    view = returns(corridor)
    assert money(view) == [(52_000, 355_000), (17_976, 143_000), (49_650, 355_000)]
    assert view.gain.host_minor == 15_626


def test_without_the_days_rate_the_gain_is_not_parted_and_with_it_it_is(database: Database) -> None:
    """Nobody wrote down the rate of the day on which the farm sent; once Lorna does, the parts add up."""
    corridor = Corridor(database)
    corridor.land(corridor.sent())
    declare(corridor, 143_000)
    land(corridor, sent(corridor, 143_000, fee_minor=10_000), 17_976, receiving_fee_minor=500,
         explanation="The shop kept some.")
    before = returns(corridor)
    assert before.no_bridge is not None
    assert (before.bridge, before.no_bridge.params["day"]) == ((), LANDED_ON)
    assert sending(corridor).corridors[1].whole.total is None

    corridor.act(lambda session: enter_rate(session, TREASURER, EnterRate(
        book_id=GROUP, currency="PHP", dated_on=LANDED_ON, rate="7.15",
        source="Central bank", today=TODAY, at=AT)))
    view = returns(corridor)
    assert [part.host_minor for part in view.bridge] == [20_000, 0, -4_374]
    assert sum(part.host_minor for part in view.bridge) == view.gain.host_minor


def test_the_cost_of_a_transfer_is_marked(database: Database) -> None:
    """20 of 500 and seven tenths of a percent in the rate: over 3 % and not over 5 %."""
    corridor = Corridor(database)
    corridor.land(corridor.sent())
    (out,) = sending(corridor).corridors
    (row,) = out.rows
    assert row.total is not None

    assert (row.fee, row.margin, row.receiving) == (Decimal("4.00"), Decimal("0.70"), Decimal("0.00"))
    assert (row.total.figure, row.total.mark) == (Decimal("4.70"), CostMark.OVER_SDG)


def test_two_transfers_of_a_quarter_would_have_cost_one_fee(database: Database) -> None:
    """The larger fee of the two, for all of the money; no other group sends to the farm."""
    corridor = Corridor(database)
    corridor.land(corridor.sent(amount=30_000, fee=1_500), 213_000)
    corridor.land(corridor.sent("second", 20_000, fee=1_000), 142_000, word="second landing")
    (out,) = sending(corridor).corridors
    assert out.pooled is not None

    pooled = out.pooled
    assert (pooled.fees_minor, pooled.alone_minor, pooled.saved_alone_minor) == (2_500, 1_500, 1_000)
    assert not out.pooled.has_others
    assert out.whole.total is not None
    assert out.whole.total.figure == Decimal("5.70")
