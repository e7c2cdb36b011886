"""An activity under its name in the book, and units that hold what the enterprise says they hold."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from ledgers.errors import LedgerError
from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind as E
from msai.measures.production.units import Base
from msai.services.farming.activities import open_activity, read_activities
from msai.services.farming.batches import plan_batch
from msai.services.farming.reading import read_events
from msai.services.farming.units_here import read_units, set_factor
from msai.services.farming.wanted import OpenActivity, PlanBatch, Said, SetFactor
from msai.services.holders import holder
from msai.services.views.facts import read_enterprise
from tests.msai.cast import NOW, Cast
from tests.msai.corridor import HENS
from tests.msai.services.farming.pen import FIELD, line, rosa_of, tell, with_field, with_pen

pytestmark = pytest.mark.usefixtures("savers")
CAVAN = SetFactor(book_id=HENS, factor_id=UUID(int=1), unit="cavan-50", base=Base.KG, factor=Fraction(50),
                  holds_from=date(2026, 5, 2), at=NOW)
RICE = OpenActivity(book_id=HENS, kind=ActivityKind.PALAY, name="Rice", unit="kg", at=NOW)


def test_a_smaller_bag_changes_no_harvest_of_before(session: Session, cast: Cast) -> None:
    """A cavan was 50 kg in May and is 46 since September; each harvest keeps the factor of its day."""
    rosa = rosa_of(session, cast)
    with_field(session, rosa)
    set_factor(session, rosa, CAVAN)
    tell(session, rosa, line(E.HARVEST, 3, "cavan-50", batch_id=FIELD, happened_on=date(2026, 8, 30)))
    set_factor(session, rosa, replace(CAVAN, factor_id=UUID(int=2), factor=Fraction(46),
                                      holds_from=date(2026, 9, 1)))
    tell(session, rosa, line(E.HARVEST, 3, "cavan-50", batch_id=FIELD, line_ref="2"))
    tell(session, rosa, line(E.HARVEST, 3, "cavan-50", batch_id=FIELD, happened_on=date(2026, 8, 30)))
    kept = read_events(session, HENS, batches=[FIELD])

    assert [f"{one.said.said} x {one.said.factor} = {one.said.in_base}" for one in kept] == [
        "3 x 50 = 150", "3 x 46 = 138"]


def test_a_unit_of_her_own_word(session: Session, cast: Cast) -> None:
    """A basket of Rosa's is eleven kilograms and a half."""
    rosa = rosa_of(session, cast)
    with_field(session, rosa)
    set_factor(session, rosa, replace(CAVAN, unit="Rosa's basket", factor=Fraction("11.5")))
    set_factor(session, rosa, replace(CAVAN, unit="Rosa's basket", factor=Fraction("11.5")))
    tell(session, rosa, line(E.HARVEST, "2.5", "Rosa's basket", batch_id=FIELD))
    kept = read_events(session, HENS, batches=[FIELD])

    assert [event.said.in_base for event in kept] == [Fraction("28.75")]
    assert len(read_units(session, HENS).own["Rosa's basket"]) == 1


@pytest.mark.parametrize(("code", "wanted"), [
    ("factor_not_positive", replace(CAVAN, factor=Fraction(0))),
    ("factor_not_positive", replace(CAVAN, factor=Fraction(-5))),
    ("unit_is_fixed", replace(CAVAN, unit="kg", factor=Fraction(2))),
    ("unit_of_another_kind", replace(CAVAN, base=Base.HEAD)), ("unit_unknown", replace(CAVAN, unit=" ")),
])
def test_a_factor_that_cannot_be_is_refused(
    session: Session, cast: Cast, code: str, wanted: SetFactor,
) -> None:
    """Nothing, less than nothing, a kilogram of two kilograms, a cavan of hogs."""
    rosa = rosa_of(session, cast)
    with pytest.raises(LedgerError) as refused:
        set_factor(session, rosa, wanted)

    assert (refused.value.code, read_units(session, HENS).own) == (code, {})


def test_an_activity_is_the_one_sales_are_posted_to(session: Session, cast: Cast) -> None:
    """What the history called layers is opened under that name; the bank is no activity."""
    rosa = rosa_of(session, cast)
    found = open_activity(session, rosa, replace(RICE, name="layers", kind=ActivityKind.LAYERS, unit="head"))
    with_pen(session, rosa)
    with_pen(session, rosa)
    refused = []
    for wanted in (replace(RICE, name="bank"), replace(RICE, name="Hogs"), replace(RICE, name="  "),
                   replace(RICE, unit="head"), replace(RICE, unit="furlong")):
        with pytest.raises(LedgerError) as error:
            open_activity(session, rosa, wanted)
        refused.append(error.value.code)

    assert found == holder(HENS, HolderKind.ACTIVITY, "layers").id
    assert refused == ["activity_known", "activity_known", "activity_unnamed", "unit_of_another_kind",
                       "unit_unknown"]
    assert [one.name for one in read_activities(session, HENS)] == ["Hogs", "layers"]
    assert read_enterprise(session, HENS).activities == '["layers", "Hogs"]'


def test_a_plan_ends_after_it_begins(session: Session, cast: Cast) -> None:
    """In its own kind of unit."""
    rosa = rosa_of(session, cast)
    with_field(session, rosa)
    plan = PlanBatch(book_id=HENS, plan_id=UUID(int=3), batch_id=FIELD, ends_on=date(2026, 11, 1),
                     output=Said(Fraction(5), "t"), sales_minor=5_000_000, at=NOW)
    plan_batch(session, rosa, plan)
    plan_batch(session, rosa, plan)
    for code, wanted in {"plan_ends_before": replace(plan, ends_on=date(2026, 5, 1)),
                         "unit_of_another_kind": replace(plan, output=Said(Fraction(5), "head"))}.items():
        with pytest.raises(LedgerError, match=code):
            plan_batch(session, rosa, wanted)
