"""A farm that Rosa manages and Ben checks, and what it says of its people and its land in a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.enterprises import OpenEnterprise, open_enterprise
from msai.services.land.certificates import CertificateKind, RecordCertificate
from msai.services.land.chemicals import Chemical, ChemicalUnit, RecordChemicals, Used
from msai.services.land.parcels import Assurance, RecordParcel, Tenure
from msai.services.workforce.incidents import Incident, RecordIncident, SettleIncident, Topic
from msai.services.workforce.suppliers import Bought, BoughtFrom, RecordPurchases, Supplier
from msai.services.workforce.work import E4, RecordWork, Sex, StateFullTime, WorkOf

FARM = UUID(int=0xFA)
MONTH, TODAY, AT = date(2026, 10, 1), date(2026, 10, 25), 1_793_000_000_000


def _actor(number: int, relation: Relation) -> Actor:
    return Actor(UUID(int=number)).in_book(FARM, Standing(frozenset({relation})))


ROSA, BEN = _actor(0x51, Relation.ENTERPRISE_MANAGER), _actor(0x52, Relation.ENTERPRISE_SECOND)
BACKER = _actor(0x53, Relation.BACKER)


def source(name: str) -> UUID:
    """The id that a form or report made for itself."""
    return uuid5(FARM, name)


def open_farm(session: Session) -> None:
    """The farm with its book."""
    open_enterprise(session, SYSTEM_IMPORT, OpenEnterprise(
        book_id=FARM, alias="hill-farm", name="Hill Farm", country="PH", currency="PHP",
        activities=["palay"], opened_on=date(2026, 1, 4), at=AT))


WOMEN = WorkOf(line_ref="women", sex=Sex.WOMEN, people=3, hours_e4=240 * E4, wages_minor=882_500)
MEN = WorkOf(line_ref="men", sex=Sex.MEN, people=2, hours_e4=150 * E4, wages_minor=302_100)


def work(*lines: WorkOf, name: str = "october", month: date = MONTH) -> RecordWork:
    """The work of a month as a form says it."""
    return RecordWork(book_id=FARM, source_id=source(name), month=month, lines=lines or (WOMEN, MEN),
                      today=TODAY, at=AT)


PURCHASES = RecordPurchases(
    book_id=FARM, source_id=source("bought"), month=MONTH, today=TODAY, at=AT, lines=(
        BoughtFrom(line_ref="1", kind=Bought.FEED, supplier=Supplier.SMALLHOLDER, amount_minor=600_000,
                   suppliers=4, women_suppliers=3),
        BoughtFrom(line_ref="2", kind=Bought.SEED, supplier=Supplier.LOCAL, amount_minor=100_000,
                   suppliers=1),
        BoughtFrom(line_ref="3", kind=Bought.OTHER, supplier=Supplier.ELSEWHERE, amount_minor=300_000,
                   suppliers=1)))
COMPLAINT = RecordIncident(
    book_id=FARM, source_id=source("complaint"), kind=Incident.COMPLAINT, topic=Topic.WAGES,
    happened_on=date(2026, 10, 2), number=2, today=TODAY, at=AT)
FIELD = RecordParcel(
    book_id=FARM, source_id=source("field"), parcel="Lower field", holds_from=date(2026, 1, 4),
    tenure=Tenure.OWNED, hectares_e4=3 * E4, cultivated_e4=2 * E4, organic_e4=25_000, conversion_e4=5_000,
    assurance=Assurance.PGS, today=TODAY, at=AT)
PGS = RecordCertificate(
    book_id=FARM, source_id=source("pgs"), kind=CertificateKind.PGS, scheme="PGS Bohol", number="B-17",
    scope="palay", valid_from=date(2026, 1, 4), valid_until=date(2026, 12, 20), today=TODAY, at=AT)
SPRAYED = RecordChemicals(
    book_id=FARM, source_id=source("sprayed"), today=TODAY, at=AT, lines=(
        Used(line_ref="1", used_on=date(2026, 10, 3), kind=Chemical.INSECTICIDE, quantity_e4=15_000,
             unit=ChemicalUnit.LITRE, treated_e4=5_000),))
FULL_TIME = StateFullTime(book_id=FARM, stated_id=source("full"), holds_from=date(2026, 1, 1),
                          hours_e4=195 * E4, at=AT)


def settled(settles_id: UUID, **other: Any) -> SettleIncident:
    """One of the complaints is settled."""
    command = SettleIncident(
        book_id=FARM, source_id=source("settled"), settles_id=settles_id, settled_on=date(2026, 10, 20),
        number=1, today=TODAY, at=AT)
    return replace(command, **other)


Act = Callable[[Session, Actor, Any], object]
