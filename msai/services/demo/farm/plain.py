"""The two farms of the demo that keep to short reports: what they raise, their land, and what full work is.

Their months are those of the recorded year; here is what such a year does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from msai.measures.production.activities import ActivityKind
from msai.permissions import Action, Target, require
from msai.services.demo.farm.calendar import FarmYear
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import open_batch
from msai.services.farming.wanted import OpenActivity, OpenBatch, Said
from msai.services.land.certificates import CertificateKind, RecordCertificate, record_certificate
from msai.services.land.parcels import Assurance, RecordParcel, Tenure, record_parcel
from msai.services.workforce.work import StateFullTime, state_full_time


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFarm:
    """What one of them raises: a number of animals, or an area; its field in ten-thousandths of a hectare."""

    kind: ActivityKind
    activity: str
    unit: str
    batch: str
    number: Said | None = None
    area: Said | None = None
    parcel: str
    hectares_e4: int
    organic_e4: int
    scheme: str
    scope: str


PLAIN_FARMS = {
    "demo-rice": PlainFarm(
        kind=ActivityKind.PALAY, activity="palay", unit="kg", batch="นาปี", area=Said(Fraction(15), "rai"),
        parcel="ทุ่งหนองบัว", hectares_e4=2_4000, organic_e4=2_4000, scheme="ข้าวอินทรีย์มีส่วนร่วม",
        scope="ข้าวหอมมะลิ"),
    "demo-goats": PlainFarm(
        kind=ActivityKind.GOATS, activity="goats", unit="head", batch="Kandang bambu",
        number=Said(Fraction(26), "head"), parcel="Kebun rumput", hectares_e4=9000, organic_e4=4000,
        scheme="PGS Lestari", scope="Sayuran kebun")}


def begin_plain_farm(session: Session, farm: FarmYear, plain: PlainFarm) -> None:
    """Open its activity with a batch, and keep its field, its certificate and the hours of full work.

    Raises:
        NotPermitted: she does not report for the farm.
    """
    require(farm.manager, Action.ENTERPRISE_REPORT, Target(farm.book_id))
    activity = open_activity(session, farm.manager, OpenActivity(
        book_id=farm.book_id, kind=plain.kind, name=plain.activity, unit=plain.unit, at=farm.at))
    open_batch(session, farm.manager, OpenBatch(
        book_id=farm.book_id, batch_id=farm.name("batch"), activity_id=activity, opened_on=farm.day(3, 5),
        today=farm.today, at=farm.at, name=plain.batch, number=plain.number, area=plain.area))
    state_full_time(session, farm.manager, StateFullTime(
        book_id=farm.book_id, stated_id=farm.name("full-time"), holds_from=farm.first(4), hours_e4=208_0000,
        at=farm.at))
    record_parcel(session, farm.manager, RecordParcel(
        book_id=farm.book_id, source_id=farm.name("parcel"), parcel=plain.parcel, holds_from=farm.first(4),
        tenure=Tenure.OWNED, hectares_e4=plain.hectares_e4, organic_e4=plain.organic_e4, conversion_e4=0,
        assurance=Assurance.PGS, today=farm.today, at=farm.at, cultivated_e4=plain.hectares_e4))
    _certify(session, farm, plain)


def _certify(session: Session, farm: FarmYear, plain: PlainFarm) -> None:
    record_certificate(session, farm.manager, RecordCertificate(
        book_id=farm.book_id, source_id=farm.name("certificate"), kind=CertificateKind.PGS,
        scheme=plain.scheme, number="", scope=plain.scope, valid_from=farm.first(4),
        valid_until=farm.first(4) + timedelta(days=729), today=farm.today, at=farm.at))
