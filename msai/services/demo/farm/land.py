"""What a demo farm says of its people and land besides its months: full work, neighbours, fields, papers.

One certificate ends soon, so that everybody behind the farm is asked about it.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from msai.permissions import Action, Target, require
from msai.services.demo.farm.calendar import FarmYear
from msai.services.land.certificates import CertificateKind, RecordCertificate, record_certificate
from msai.services.land.chemicals import Chemical, ChemicalUnit, RecordChemicals, Used, record_chemicals
from msai.services.land.parcels import Assurance, RecordParcel, Tenure, record_parcel
from msai.services.workforce.incidents import (
    Incident,
    RecordIncident,
    SettleIncident,
    Topic,
    record_incident,
    settle_incident,
)
from msai.services.workforce.keeping import LineKind, line_id_of
from msai.services.workforce.suppliers import (
    Bought,
    BoughtFrom,
    RecordPurchases,
    Supplier,
    record_purchases,
)
from msai.services.workforce.work import StateFullTime, state_full_time

_PARCELS = (
    ("River field", Tenure.OWNED, 1_8000, 1_2000, 0, Assurance.PGS),
    ("Upper terrace", Tenure.LEASED, 8000, 0, 5000, Assurance.NOBODY),
    ("Neighbours' rice", Tenure.SUPPLIERS, 1_5000, 6000, 0, Assurance.PGS))
_ENDS_IN_DAYS = 38


def tell_people_and_land(session: Session, farm: FarmYear) -> None:
    """Keep all of it, as of the last months.

    Raises:
        NotPermitted: she does not keep the people and land of the farm.
    """
    require(farm.manager, Action.PEOPLE_RECORD, Target(farm.book_id))
    state_full_time(session, farm.manager, StateFullTime(
        book_id=farm.book_id, stated_id=farm.name("full-time"), holds_from=farm.first(4), hours_e4=208_0000,
        at=farm.at))
    for parcel, tenure, hectares, organic, conversion, assurance in _PARCELS:
        record_parcel(session, farm.manager, RecordParcel(
            book_id=farm.book_id, source_id=farm.name(f"parcel:{parcel}"), parcel=parcel,
            holds_from=farm.first(4), tenure=tenure, hectares_e4=hectares, organic_e4=organic,
            conversion_e4=conversion, assurance=assurance, today=farm.today, at=farm.at,
            cultivated_e4=hectares))
    ends = farm.today + timedelta(days=_ENDS_IN_DAYS)
    record_certificate(session, farm.manager, RecordCertificate(
        book_id=farm.book_id, source_id=farm.name("certificate"), kind=CertificateKind.PGS,
        scheme="Provincial guarantee circle", number="PGS 118", scope="Rice of the river field",
        valid_from=ends - timedelta(days=364), valid_until=ends, today=farm.today, at=farm.at))
    _buy_from_neighbours(session, farm)
    _spray(session, farm)
    _hurt_and_complain(session, farm)


def _buy_from_neighbours(session: Session, farm: FarmYear) -> None:
    record_purchases(session, farm.manager, RecordPurchases(
        book_id=farm.book_id, source_id=farm.name("purchases"), month=farm.first(0), today=farm.today,
        at=farm.at, lines=(
            BoughtFrom(line_ref="1", kind=Bought.FEED, supplier=Supplier.LOCAL, amount_minor=52_000_00,
                       suppliers=1),
            BoughtFrom(line_ref="2", kind=Bought.FEED, supplier=Supplier.SMALLHOLDER,
                       amount_minor=18_600_00, suppliers=6, women_suppliers=4))))


def _spray(session: Session, farm: FarmYear) -> None:
    record_chemicals(session, farm.manager, RecordChemicals(
        book_id=farm.book_id, source_id=farm.name("chemicals"), today=farm.today, at=farm.at, lines=(
            Used(line_ref="1", used_on=farm.day(3, 14), kind=Chemical.NATURAL, quantity_e4=40_0000,
                 unit=ChemicalUnit.LITRE, treated_e4=1_2000, batch_id=farm.name("field")),
            Used(line_ref="2", used_on=farm.day(1, 8), kind=Chemical.DISINFECTANT, quantity_e4=5_0000,
                 unit=ChemicalUnit.LITRE, batch_id=farm.name("pen")))))


def _hurt_and_complain(session: Session, farm: FarmYear) -> None:
    """Somebody's hand healed; a word about late wages is open."""
    for what, kind, topic, day in (
            ("hurt", Incident.INJURY, Topic.FIRST_AID, farm.day(3, 18)),
            ("word", Incident.COMPLAINT, Topic.WAGES, farm.day(0, 20))):
        record_incident(session, farm.manager, RecordIncident(
            book_id=farm.book_id, source_id=farm.name(what), kind=kind, topic=topic, happened_on=day,
            number=1, today=farm.today, at=farm.at))
    settle_incident(session, farm.manager, SettleIncident(
        book_id=farm.book_id, source_id=farm.name("healed"), number=1, today=farm.today, at=farm.at,
        settles_id=line_id_of(farm.name("hurt"), LineKind.INCIDENT, "1"), settled_on=farm.day(3, 25)))
