"""The land as it is held on the last day, its certificates, and what was put on it in the period."""

from __future__ import annotations

from sqlalchemy import select

from msai.exports.enterprise.book import Line, Sheet
from msai.messages import N_, Message
from msai.models.people_and_land import ChemicalUse
from msai.services.land.chemicals import Chemical, ChemicalUnit
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import DAY, QUANTITY, head, table_of
from msai.services.views.people_and_land.land import LandView, show_land
from msai.services.views.people_and_land.sums import shown_e4
from msai.services.views.people_and_land.words import word
from msai.services.workforce.keeping import holds

FIELD_HEADS = (
    head(N_("Field")), head(N_("How it is held")), head(N_("Since"), DAY), head(N_("Hectares"), QUANTITY),
    head(N_("Under crops"), QUANTITY), head(N_("Organic"), QUANTITY),
    head(N_("On its way to organic"), QUANTITY), head(N_("Who vouches for it")))
CERTIFICATE_HEADS = (
    head(N_("Certificate")), head(N_("Scheme")), head(N_("From"), DAY), head(N_("Number")),
    head(N_("For what")), head(N_("Up to"), DAY), head(N_("Now")))
CHEMICAL_HEADS = (
    head(N_("What was used")), head(N_("Unit")), head(N_("Day"), DAY), head(N_("Quantity"), QUANTITY),
    head(N_("Hectares treated"), QUANTITY))
MEASURE_HEADS = (head(N_("Measure")), head(N_("How it is worked out")), head(N_("Day"), DAY),
                 head(N_("Figure"), QUANTITY))
_STATES = {"valid": N_("Valid"), "ending": N_("Ends soon"), "over": N_("Over")}


def land_sheet(farm: FarmReading) -> Sheet:
    """Fields, measures, certificates and chemicals."""
    view = show_land(farm.session, farm.actor, farm.book_id, today=farm.day)
    return Sheet(Message(N_("Land")), (34, 34, 14, 16, 18, 16, 18, 34), (
        table_of(("fields", N_("Fields")), FIELD_HEADS, (Line((
            one.parcel, one.tenure, one.since, one.hectares, one.cultivated, one.organic, one.conversion,
            one.assurance)) for one in view.parcels)),
        table_of(("land_measures", N_("Measures")), MEASURE_HEADS, (Line((
            one.label, one.formula, view.today, one.figure)) for one in view.measures)),
        table_of(("certificates", N_("Certificates")), CERTIFICATE_HEADS, _certificates(view)),
        table_of(("chemicals", N_("Sprayed, spread or given")), CHEMICAL_HEADS, _chemicals(farm))))


def _certificates(view: LandView) -> list[Line]:
    return [Line((one.kind, one.scheme, one.valid_from, one.number, one.scope, one.valid_until,
                  Message(_STATES[one.state]))) for one in view.certificates]


def _chemicals(farm: FarmReading) -> list[Line]:
    rows = farm.session.execute(
        select(ChemicalUse.used_on, ChemicalUse.kind, ChemicalUse.unit, ChemicalUse.quantity_e4,
               ChemicalUse.treated_e4)
        .where(ChemicalUse.book_id == farm.book_id, holds(ChemicalUse, farm.book_id))
        .order_by(ChemicalUse.used_on, ChemicalUse.line_id))
    return [Line((
        word(Chemical(row.kind)), word(ChemicalUnit(row.unit)), row.used_on, shown_e4(row.quantity_e4),
        None if row.treated_e4 is None else shown_e4(row.treated_e4)))
        for row in rows if farm.tells(row.used_on)]
