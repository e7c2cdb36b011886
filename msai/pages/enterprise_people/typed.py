"""What was typed into a form about people or land, read into what it asks to record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.errors.sentences import message_of
from msai.measures.production.units import NotAQuantity, read_quantity
from msai.messages import Message
from msai.permissions import Actor
from msai.schemas.problems import MissingField, NotAWholeNumber
from msai.schemas.text import clean_line
from msai.services.farming.errors import BatchUnknown
from msai.services.land.certificates import CertificateKind, RecordCertificate, record_certificate
from msai.services.land.chemicals import Chemical, ChemicalUnit, RecordChemicals, Used, record_chemicals
from msai.services.land.parcels import Assurance, RecordParcel, Tenure, record_parcel
from msai.services.views.people_and_land.form import LINES, FormKind
from msai.services.workforce.incidents import (
    TOPICS,
    RecordIncident,
    SettleIncident,
    Topic,
    record_incident,
    settle_incident,
)
from msai.services.workforce.suppliers import (
    Bought,
    BoughtFrom,
    RecordPurchases,
    Supplier,
    record_purchases,
)
from msai.services.workforce.work import (
    E4,
    AgeBand,
    Answer,
    Engagement,
    RecordWork,
    Role,
    Sex,
    StateFullTime,
    WorkOf,
    record_work,
    state_full_time,
)

T = TypeVar("T")
Chosen = TypeVar("Chosen", bound=StrEnum)
Act = Callable[[Session, Actor, Any], object]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came in: its fields, the book and the id it made for itself, and when it came."""

    form: Mapping[str, str]
    book_id: UUID
    source_id: UUID
    currency: str
    about: UUID
    today: date
    at: int


class Reading:
    """The fields of a form, read one by one; what cannot be read is kept as an error of its field."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.errors: dict[str, Message] = {}

    def line(self, name: str, *, longest: int) -> str:
        """A line of text; nothing typed is nothing said."""
        return self._read(name, "", lambda typed: clean_line(typed, longest=longest))

    def choice(self, name: str, kind: type[Chosen]) -> Chosen:
        """Something chosen from a list."""
        return self._read(name, next(iter(kind)), lambda typed: _member(kind, typed))

    def count(self, name: str) -> int:
        """A whole number; nothing typed is nought."""
        return self._read(name, 0, lambda typed: _whole(typed) if typed else 0)

    def some_count(self, name: str) -> int | None:
        """A whole number, or None where nothing was typed."""
        return self.count(name) if self.has(name) else None

    def e4(self, name: str) -> int:
        """Hours, hectares or a quantity in whole ten-thousandths; nothing typed is nought."""
        return self._read(name, 0, lambda typed: _e4(typed) if typed else 0)

    def some_e4(self, name: str) -> int | None:
        """The same, or None where nothing was typed."""
        return self.e4(name) if self.has(name) else None

    def amount(self, name: str) -> int:
        """An amount in the book's money; nothing typed is nought."""
        return self._read(
            name, 0, lambda typed: parse_amount(typed, self.sent.currency).minor if typed else 0)

    def some_amount(self, name: str) -> int | None:
        """The same, or None where nothing was typed."""
        return self.amount(name) if self.has(name) else None

    def day(self, name: str) -> date:
        """A day, which has to be there."""
        return self._read(name, date.min, lambda typed: _day(name, typed))

    def month(self) -> date:
        """A month, by its first day."""
        return self._read("month", date.min, lambda typed: _day("month", f"{typed}-01" if typed else ""))

    def some_id(self, name: str) -> UUID | None:
        """The id of something chosen from a list, or None where nothing was."""
        return self._read(name, None, _some_id)

    def has(self, name: str) -> bool:
        """Whether something was typed."""
        return bool(self.sent.form.get(name, "").strip())

    def _read(self, name: str, otherwise: T, read: Callable[[str], T]) -> T:
        try:
            return read(self.sent.form.get(name, "").strip())
        except LedgerError as problem:
            self.errors[name] = message_of(problem.code, problem.params)
            return otherwise


def read_form(kind: FormKind, sent: Sent) -> tuple[Act, Any, dict[str, Message]]:
    """What a form asks for: the use case, its command, and what could not be read."""
    typed = Reading(sent)
    act, read = _READERS[kind]
    return act, read(typed), typed.errors


def field_of(kind: FormKind, problem: LedgerError) -> str:
    """The field at which a refusal stands; the first one where it names none."""
    path = str(problem.params.get("path", ""))
    if kind is FormKind.WORK and "line_ref" in problem.params:
        return f"{path}-{problem.params['line_ref']}"
    return path or "month"


def _member(kind: type[Chosen], typed: str) -> Chosen:
    try:
        return kind(typed)
    except ValueError:
        raise MissingField() from None


def _some_id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise BatchUnknown() from None


def _whole(typed: str) -> int:
    try:
        found = read_quantity(typed)
    except NotAQuantity:
        raise NotAWholeNumber() from None
    if found.denominator != 1 or found > 1_000_000:
        raise NotAWholeNumber()
    return int(found)


def _e4(typed: str) -> int:
    found = read_quantity(typed) * E4
    if found.denominator != 1:
        raise NotAQuantity(text=typed[:40])
    return int(found)


def _day(name: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise MissingField(path=name) from None


def _common(typed: Reading) -> dict[str, Any]:
    sent = typed.sent
    return {"book_id": sent.book_id, "source_id": sent.source_id, "today": sent.today, "at": sent.at}


def _work(typed: Reading) -> RecordWork:
    told = [line for line in range(LINES)
            if any(typed.has(f"{name}-{line}") for name in ("people", "hours", "wages"))]
    if not told:
        typed.errors["people-0"] = message_of("line_says_nothing", {})
    return RecordWork(month=typed.month(), lines=[_line(typed, line) for line in told], **_common(typed))


def _line(typed: Reading, line: int) -> WorkOf:
    return WorkOf(
        line_ref=str(line), people=typed.count(f"people-{line}"), hours_e4=typed.some_e4(f"hours-{line}"),
        wages_minor=typed.some_amount(f"wages-{line}"), sex=typed.choice(f"sex-{line}", Sex),
        returnee=typed.choice(f"returnee-{line}", Answer),
        age_band=typed.choice(f"age_band-{line}", AgeBand),
        engagement=typed.choice(f"engagement-{line}", Engagement),
        role=typed.choice(f"role-{line}", Role), minimum_pay=typed.choice(f"minimum_pay-{line}", Answer))


def _full_time(typed: Reading) -> StateFullTime:
    return StateFullTime(book_id=typed.sent.book_id, stated_id=typed.sent.source_id,
                         holds_from=typed.month(), hours_e4=typed.e4("full_time"), at=typed.sent.at)


def _purchase(typed: Reading) -> RecordPurchases:
    line = BoughtFrom(
        line_ref="1", kind=typed.choice("kind", Bought), supplier=typed.choice("supplier", Supplier),
        amount_minor=typed.amount("amount"), suppliers=typed.count("suppliers"),
        women_suppliers=typed.some_count("women_suppliers"))
    return RecordPurchases(month=typed.month(), lines=[line], **_common(typed))


def _incident(typed: Reading) -> RecordIncident:
    topic = typed.choice("topic", Topic)
    kind = next(kind for kind, topics in TOPICS.items() if topic in topics)
    return RecordIncident(kind=kind, topic=topic, happened_on=typed.day("happened_on"),
                          number=typed.count("number"), **_common(typed))


def _settled(typed: Reading) -> SettleIncident:
    return SettleIncident(settles_id=typed.sent.about, settled_on=typed.day("settled_on"),
                          number=typed.count("number"), **_common(typed))


def _parcel(typed: Reading) -> RecordParcel:
    return RecordParcel(
        parcel=typed.line("parcel", longest=60), holds_from=typed.day("holds_from"),
        tenure=typed.choice("tenure", Tenure), hectares_e4=typed.e4("hectares"),
        cultivated_e4=typed.some_e4("cultivated"), organic_e4=typed.e4("organic"),
        conversion_e4=typed.e4("conversion"), assurance=typed.choice("assurance", Assurance),
        **_common(typed))


def _certificate(typed: Reading) -> RecordCertificate:
    return RecordCertificate(
        kind=typed.choice("kind", CertificateKind), scheme=typed.line("scheme", longest=100),
        number=typed.line("number", longest=60), scope=typed.line("scope", longest=200),
        valid_from=typed.day("valid_from"), valid_until=typed.day("valid_until"), **_common(typed))


def _chemical(typed: Reading) -> RecordChemicals:
    line = Used(
        line_ref="1", used_on=typed.day("used_on"), kind=typed.choice("kind", Chemical),
        quantity_e4=typed.e4("quantity"), unit=typed.choice("unit", ChemicalUnit),
        treated_e4=typed.some_e4("treated"), batch_id=typed.some_id("batch"))
    return RecordChemicals(lines=[line], **_common(typed))


_READERS: Mapping[FormKind, tuple[Act, Callable[[Reading], Any]]] = {
    FormKind.WORK: (record_work, _work), FormKind.FULL_TIME: (state_full_time, _full_time),
    FormKind.PURCHASE: (record_purchases, _purchase), FormKind.INCIDENT: (record_incident, _incident),
    FormKind.SETTLED: (settle_incident, _settled), FormKind.PARCEL: (record_parcel, _parcel),
    FormKind.CERTIFICATE: (record_certificate, _certificate),
    FormKind.CHEMICAL: (record_chemicals, _chemical),
}
