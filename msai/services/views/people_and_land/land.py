"""The page about the land of an enterprise: fields, how much of it is organic, certificates and chemicals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.measures.ratios import percent
from msai.messages import N_, Message
from msai.models.enterprises import Document
from msai.models.people_and_land import Certificate, ChemicalUse
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.land.certificates import ALERT_DAYS, CertificateKind
from msai.services.land.chemicals import PESTICIDES, Chemical, ChemicalUnit
from msai.services.land.parcels import Assurance, Tenure
from msai.services.land.reading import ParcelHeld, read_parcels
from msai.services.reporting.reading import stands
from msai.services.views.facts import read_enterprise
from msai.services.views.people_and_land.measures import figure_of
from msai.services.views.people_and_land.sums import shown_e4
from msai.services.views.people_and_land.words import word
from msai.services.views.ratios.show import RatioLine, Shape
from msai.services.workforce.keeping import holds


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A field as it is held; hectares as they are shown, `cultivated` None where nobody said."""

    parcel: str
    tenure: Message
    since: date
    hectares: Decimal
    cultivated: Decimal | None
    organic: Decimal
    conversion: Decimal
    assurance: Message


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate; `state` is valid, ending or over."""

    kind: Message
    scheme: str
    number: str
    scope: str
    valid_from: date
    valid_until: date
    state: str


@dataclass(frozen=True, slots=True)
class ChemicalRow:
    """What was used of one kind in a year, in one unit."""

    kind: Message
    unit: Message
    quantity: Decimal
    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class LandView:
    """Everything the page about land shows to this reader."""

    book_id: UUID
    name: str
    today: date
    parcels: tuple[ParcelRow, ...]
    measures: tuple[RatioLine, ...]
    certificates: tuple[CertificateRow, ...]
    chemicals: tuple[ChemicalRow, ...]
    may_record: bool


def show_land(session: Session, actor: Actor, book_id: UUID, *, today: date) -> LandView:
    """The page about the land of an enterprise, as it stands today.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    parcels = read_parcels(session, book_id, on=today)
    reported = () if parcels else _reported(session, book_id)
    certificates = _certificates(session, book_id, today)
    treated_e4 = _treated_e4(session, book_id, today)
    return LandView(
        book_id, facts.name, today, tuple(_row(one) for one in parcels),
        (*reported, *_measures(parcels, certificates, treated_e4)), certificates,
        _chemicals(session, book_id, today), is_allowed(actor, Action.PEOPLE_RECORD, target))


def _row(one: ParcelHeld) -> ParcelRow:
    cultivated = None if one.cultivated_e4 is None else shown_e4(one.cultivated_e4)
    return ParcelRow(
        one.parcel, word(Tenure(one.tenure)), one.since, shown_e4(one.hectares_e4), cultivated,
        shown_e4(one.organic_e4), shown_e4(one.conversion_e4), word(Assurance(one.assurance)))


def _measures(
    parcels: Sequence[ParcelHeld], certificates: Sequence[CertificateRow], treated_e4: int,
) -> Iterable[RatioLine]:
    """Hectares of its own and of suppliers, organic by who vouches, certificates, and land treated."""
    own = [one for one in parcels if one.tenure != Tenure.SUPPLIERS]
    others = [one for one in parcels if one.tenure == Tenure.SUPPLIERS]
    if parcels:
        yield _hectares("own", N_("Land of its own"), N_("Owned, leased and used, in hectares"), sum(
            one.hectares_e4 for one in own))
        yield _hectares("suppliers", N_("Land of suppliers"), N_("Land of suppliers, in hectares"), sum(
            one.hectares_e4 for one in others))
        for kind in Assurance:
            yield RatioLine(
                f"organic-{kind}", Message(N_("Organic land: %(assurance)s"), {"assurance": word(kind)}),
                Message(N_("Organic hectares of its own and of suppliers")), f"organic-{kind}/1",
                Shape.NUMBER, figure=shown_e4(sum(
                    one.organic_e4 for one in parcels if one.assurance == kind)))
        yield _hectares("conversion", N_("On its way to organic"), N_("Hectares in conversion"), sum(
            one.conversion_e4 for one in parcels))
    yield RatioLine(
        "certificates", Message(N_("Certificates that are valid")), Message(N_("Their number today")),
        "certificates/1", Shape.NUMBER,
        figure=Decimal(sum(one.state != "over" for one in certificates)))
    yield _treated(own, treated_e4)


def _reported(session: Session, book_id: UUID) -> tuple[RatioLine, ...]:
    """Where no field is recorded: what the last monthly report of a history says of organic land."""
    paper = session.execute(
        select(Document.body, Document.dated_on)
        .where(Document.book_id == book_id, Document.kind == "monthly_report",
               stands(Document.document_id, book_id))
        .order_by(Document.dated_on.desc()).limit(1)).first()
    said = json.loads(paper.body).get("hectares_organic") if paper else None
    if paper is None or said is None:
        return ()
    return (RatioLine(
        "organic-reported", Message(N_("Organic land")), Message(N_("As the last monthly report says")),
        "organic-reported/1", Shape.NUMBER, figure=Decimal(str(said)),
        coverage=(Message(N_("Reported on %(day)s; no field is recorded."), {"day": paper.dated_on}),)),)


def _hectares(name: str, label: str, formula: str, area_e4: int) -> RatioLine:
    return RatioLine(name, Message(label), Message(formula), f"{name}/1", Shape.NUMBER,
                     figure=shown_e4(area_e4))


def _treated(own: Sequence[ParcelHeld], treated_e4: int) -> RatioLine:
    """Hectares treated with synthetic pesticides in percent of those under crops (IRIS+ OI2569)."""
    known = [one for one in own if one.cultivated_e4 is not None]
    value = percent(treated_e4, sum(one.cultivated_e4 or 0 for one in known))
    reach = (Message(N_("Land under crops is recorded for %(count)s of %(fields)s fields."), {
        "count": len(known), "fields": len(own)}),) if own else ()
    return RatioLine(
        "treated", Message(N_("Land treated with synthetic pesticides")),
        Message(N_("100 × hectares treated this year, each as often as it was / hectares under crops")),
        "treated/1", Shape.PERCENT, figure=figure_of(value, 1), coverage=reach)


def _certificates(session: Session, book_id: UUID, today: date) -> tuple[CertificateRow, ...]:
    rows = session.execute(
        select(Certificate.kind, Certificate.scheme, Certificate.number, Certificate.scope,
               Certificate.valid_from, Certificate.valid_until)
        .where(Certificate.book_id == book_id, holds(Certificate, book_id))
        .order_by(Certificate.valid_until.desc(), Certificate.scheme))
    return tuple(CertificateRow(
        word(CertificateKind(row.kind)), row.scheme, row.number, row.scope, row.valid_from, row.valid_until,
        _state((row.valid_until - today).days)) for row in rows)


def _state(days_left: int) -> str:
    if days_left < 0:
        return "over"
    return "ending" if days_left <= ALERT_DAYS else "valid"


def _treated_e4(session: Session, book_id: UUID, today: date) -> int:
    return session.scalar(
        select(func.sum(ChemicalUse.treated_e4))
        .where(ChemicalUse.book_id == book_id, ChemicalUse.used_on >= date(today.year, 1, 1),
               ChemicalUse.kind.in_([kind.value for kind in PESTICIDES]),
               holds(ChemicalUse, book_id))) or 0


def _chemicals(session: Session, book_id: UUID, today: date) -> tuple[ChemicalRow, ...]:
    """What was used this year, by kind and unit."""
    rows = session.execute(
        select(ChemicalUse.kind, ChemicalUse.unit, func.sum(ChemicalUse.quantity_e4).label("quantity"),
               func.count().label("times"), func.max(ChemicalUse.used_on).label("last_on"))
        .where(ChemicalUse.book_id == book_id, ChemicalUse.used_on >= date(today.year, 1, 1),
               holds(ChemicalUse, book_id))
        .group_by(ChemicalUse.kind, ChemicalUse.unit).order_by(ChemicalUse.kind, ChemicalUse.unit))
    return tuple(ChemicalRow(
        word(Chemical(row.kind)), word(ChemicalUnit(row.unit)), shown_e4(int(row.quantity)), row.times,
        row.last_on) for row in rows)
