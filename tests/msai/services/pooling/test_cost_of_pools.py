"""What sending together cost, on the page of costs: each group its share, and what alone would have cost."""

from decimal import Decimal

import pytest

from msai.services.views.sending.show import show_sending
from tests.msai.services.pooling.desk import Desk
from tests.msai.services.remitting.world import GROUPS, TODAY, treasurer

pytestmark = pytest.mark.one_kind


def test_a_part_costs_its_share_and_alone_it_would_have_cost_the_whole_fee(desk: Desk) -> None:
    """200 of 300 with 33.33 of 50: 16.67 %; alone the fee would have been 50, so 16.67 more."""
    desk.begin(0, 1)
    assert {desk.close(0, 1), desk.record(0), desk.record(1), desk.land(213_000)} == {""}
    with desk.world.database.read() as session:
        corridor, = show_sending(session, treasurer(GROUPS[1]), GROUPS[1], on=None, today=TODAY).corridors

    assert corridor.pooled is not None
    assert [(row.fee, row.line.fee_minor, row.line.whole_fee_minor) for row in corridor.rows] == [
        (Decimal("16.67"), 3_333, 5_000)]
    assert (corridor.pooled.fees_minor, corridor.pooled.alone_minor, corridor.pooled.shared_minor) == (
        3_333, 5_000, 3_333)
    assert corridor.pooled.dearer_alone_minor == 1_667
