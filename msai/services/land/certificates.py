"""Certificates, and the standing in a participatory guarantee system; before one ends somebody is told.

One that ends is asked about until a newer one of the same scheme runs on, or it is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from msai.models.enterprises import Enterprise, Stake
from msai.models.people_and_land import Certificate, LineTakenBack
from msai.permissions import Action, Actor, Target, require
from msai.services.land.errors import CertificateEndsEarly, CertificateUnnamed
from msai.services.workforce.incidents import require_day
from msai.services.workforce.keeping import LineKind, Said, keep_lines

ALERT_DAYS = 60
_ASKED_ABOUT_DAYS = 365
"""A certificate that ended longer ago than this is history."""


class CertificateKind(StrEnum):
    """Who vouches: an outside certifier, or the growers for one another."""

    THIRD_PARTY = "third_party"
    PGS = "pgs"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCertificate:
    """A certificate as its paper says it; both days are days on which it is valid."""

    book_id: UUID
    source_id: UUID
    kind: CertificateKind
    scheme: str
    number: str
    scope: str
    valid_from: date
    valid_until: date
    today: date
    at: int


@dataclass(frozen=True, slots=True)
class EndingCertificate:
    """A certificate that ends soon, or ended: `days_left` is below nought once it is over."""

    book_id: UUID
    enterprise: str
    kind: CertificateKind
    scheme: str
    valid_until: date
    days_left: int


def record_certificate(session: Session, actor: Actor, command: RecordCertificate) -> None:
    """Keep a certificate.

    Raises:
        NotPermitted, NotFound, LinesDiffer
        CertificateUnnamed: it has no scheme, or does not say what it covers.
        RecordDayAhead: it begins on a day to come.
        CertificateEndsEarly: it ends before it begins.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    for path, words in (("scheme", command.scheme), ("scope", command.scope)):
        if not words.strip():
            raise CertificateUnnamed(path=path)
    require_day(command.valid_from, today=command.today, path="valid_from")
    if command.valid_until < command.valid_from:
        raise CertificateEndsEarly(path="valid_until")
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.CERTIFICATE, rows={"1": {
        "kind": command.kind.value, "scheme": command.scheme.strip(), "number": command.number.strip(),
        "scope": command.scope.strip(), "valid_from": command.valid_from,
        "valid_until": command.valid_until}})


def list_ending_certificates(
    session: Session, book_id: UUID, *, today: date,
) -> tuple[EndingCertificate, ...]:
    """The certificates of an enterprise that need somebody's attention, the most urgent first.

    The caller has asked permission: the people of an enterprise and those behind it are told alike.
    """
    return _ending(session, Certificate.book_id == book_id, today)


def list_certificates_behind(
    session: Session, group_id: UUID, *, today: date,
) -> tuple[EndingCertificate, ...]:
    """The same for all enterprises in which a group has a stake; the caller has asked permission."""
    backed = select(Stake.enterprise_id).where(Stake.book_id == group_id, Stake.ended_on.is_(None))
    return _ending(session, Certificate.book_id.in_(backed), today)


def _ending(
    session: Session, of: ColumnElement[bool], today: date,
) -> tuple[EndingCertificate, ...]:
    taken = select(LineTakenBack.line_id).where(
        LineTakenBack.book_id == Certificate.book_id, LineTakenBack.line_id == Certificate.line_id)
    rows = session.execute(
        select(Certificate.book_id, Enterprise.name, Certificate.kind, Certificate.scheme,
               Certificate.valid_until)
        .join(Enterprise, Enterprise.book_id == Certificate.book_id)
        .where(of, ~taken.exists(), Certificate.valid_until >= today - timedelta(days=_ASKED_ABOUT_DAYS))
        .execution_options(scatter=True))
    return ending(EndingCertificate(
        row.book_id, row.name, CertificateKind(row.kind), row.scheme, row.valid_until,
        (row.valid_until - today).days) for row in rows)


def ending(certificates: Iterable[EndingCertificate]) -> tuple[EndingCertificate, ...]:
    """Of all certificates the last of each scheme, where it ends within sixty days or is over."""
    last: dict[tuple[UUID, str, str], EndingCertificate] = {}
    for one in certificates:
        same = (one.book_id, one.kind.value, one.scheme.casefold())
        if same not in last or last[same].valid_until < one.valid_until:
            last[same] = one
    return tuple(sorted((one for one in last.values() if one.days_left <= ALERT_DAYS),
                        key=lambda one: (one.valid_until, one.scheme)))
