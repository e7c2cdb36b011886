"""Where the money of a fund is, as pages show it: everything on its way is one place."""

from ledgers.trace.lines import Line
from msai.services.views.trace.words import places
from tests.ledgers.rules.cast import AMINA, LORNA, SENT, SITI

BOX = Line(1010, None, 30, {LORNA: 20, AMINA: 10})
MOVING = (Line(1200, SENT, 5, {LORNA: 3, AMINA: 2}), Line(1200, SITI, 4, {LORNA: 3, AMINA: 1}))
STAKE = Line(1300, None, 9, {LORNA: 6, AMINA: 3})


def test_whatever_is_on_its_way_is_one_place_between_the_others() -> None:
    """Two transfers are one column, with the sums of both; where nothing moves, nothing is put together."""
    assert places([BOX, *MOVING, STAKE]) == [BOX, Line(1200, None, 9, {LORNA: 6, AMINA: 3}), STAKE]
    assert places([BOX, STAKE]) == [BOX, STAKE]
