"""The forms in which an enterprise records something of its people or its land: which fields each has.

A field of a line of work carries the line's number (`people-0`); what is typed is read by the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.farming.reading import read_batches
from msai.services.land.certificates import CertificateKind
from msai.services.land.chemicals import Chemical, ChemicalUnit
from msai.services.land.parcels import Assurance, Tenure
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.words import batch_label
from msai.services.views.labels import Text
from msai.services.views.people_and_land.words import options, word
from msai.services.workforce.incidents import Topic
from msai.services.workforce.suppliers import Bought, Supplier
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex

LINES = 6
"""How many lines of work a form has; the first two are those of women and of men."""
_BOXES = (Sex.WOMEN, Sex.MEN)
_MONTHS = 13


class FormKind(StrEnum):
    """What a form records."""

    WORK = "work"
    FULL_TIME = "full_time"
    PURCHASE = "purchase"
    INCIDENT = "incident"
    SETTLED = "settled"
    PARCEL = "parcel"
    CERTIFICATE = "certificate"
    CHEMICAL = "chemical"


OF_LAND = frozenset({FormKind.PARCEL, FormKind.CERTIFICATE, FormKind.CHEMICAL})


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `look`: amount, number, count, text, date, month, select or hidden."""

    name: str
    label: Message
    look: str
    value: str = ""
    options: tuple[tuple[str, Text], ...] = ()
    hint: Message | None = None
    error: Message | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that belong together; those in `more` are folded."""

    title: Message | None
    fields: tuple[Field, ...]
    more: tuple[Field, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is typed or wrong in what is folded."""
        return any(one.error or one.value not in ("", "unknown") for one in self.more)


@dataclass(frozen=True, slots=True)
class FormState:
    """What is typed, and what is wrong with it by the name of the field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form as it is drawn; blocks from `folded_from` on are for those who have more to say."""

    book_id: UUID
    name: str
    currency: str
    kind: FormKind
    title: Message
    help: Message
    blocks: tuple[Block, ...]
    months: tuple[date, ...]
    source_id: str
    errors: Mapping[str, Message]
    folded_from: int

    @property
    def has_more(self) -> bool:
        """Whether something is typed or wrong in a folded line."""
        return any(one.value or one.error for block in self.blocks[self.folded_from:]
                   for one in block.fields if one.look not in ("select", "hidden"))


def draw_record_form(
    session: Session, actor: Actor, book_id: UUID, *, kind: FormKind, state: FormState, today: date,
) -> RecordForm:
    """A form with what is typed in it; `source_id` makes sure that it is kept once.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.PEOPLE_RECORD, Target(book_id))
    facts = read_enterprise(session, book_id)
    title, said, build = _FORMS[kind]
    blocks = tuple(build())
    if kind is FormKind.CHEMICAL:
        blocks = (_with_batches(session, book_id, blocks[0]),)
    drawn = tuple(_filled(block, state, today) for block in blocks)
    return RecordForm(
        book_id, facts.name, facts.currency, kind, Message(title), Message(said), drawn,
        _months(today), state.typed.get("source_id", ""), state.errors,
        1 + len(_BOXES) if kind is FormKind.WORK else len(drawn))


def _with_batches(session: Session, book_id: UUID, block: Block) -> Block:
    """The form of a chemical with the open batches it may have been put on; one need not be named."""
    found = [(str(one.batch_id), batch_label(one.name, one.opened_on))
             for one in read_batches(session, book_id) if one.closed_on is None]
    if not found:
        return block
    nobody = ("", Message(N_("No batch")))
    return Block(block.title, (*block.fields, Field(
        "batch", Message(N_("For which batch")), "select", "", (nobody, *found))), block.more)


def form_title(kind: FormKind) -> Message:
    """What is recorded in a form."""
    return Message(_FORMS[kind][0])


def _months(today: date) -> tuple[date, ...]:
    """The months that are offered, the one that runs first."""
    count = today.year * 12 + today.month - 1
    return tuple(date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(_MONTHS))


def _filled(block: Block, state: FormState, today: date) -> Block:
    def fill(one: Field) -> Field:
        is_today = one.look == "date" and one.name != "valid_until"
        proposed = one.value or (today.isoformat() if is_today else "")
        return Field(one.name, one.label, one.look, state.typed.get(one.name, proposed), one.options,
                     one.hint, state.errors.get(one.name))

    return Block(block.title, tuple(map(fill, block.fields)), tuple(map(fill, block.more)))


def _field(name: str, label: str, look: str, *, hint: str | None = None) -> Field:
    return Field(name, Message(label), look, hint=Message(hint) if hint else None)


def _select(name: str, label: str, members: Iterable[StrEnum], value: str = "") -> Field:
    return Field(name, Message(label), "select", value, options(members))


def _month() -> Field:
    return _field("month", N_("Month"), "month")


def _work() -> Iterable[Block]:
    yield Block(None, (_month(),))
    for line in range(LINES):
        sex, is_box = _BOXES[line % len(_BOXES)], line < len(_BOXES)
        yield Block(
            word(sex) if is_box else Message(N_("Line %(number)s"), {"number": line + 1}),
            (Field(f"sex-{line}", Message(N_("Women or men")), "hidden" if is_box else "select", sex.value,
                   options(Sex)),
             _field(f"people-{line}", N_("How many people"), "count"),
             _field(f"hours-{line}", N_("Their hours together"), "number"),
             _field(f"wages-{line}", N_("Their wages together"), "amount")),
            (_select(f"role-{line}", N_("What they do"), Role, Role.UNKNOWN.value),
             _select(f"engagement-{line}", N_("Taken on for good or for a while"), Engagement, "unknown"),
             _select(f"minimum_pay-{line}", N_("Paid the legal minimum or more"), Answer, "unknown"),
             _select(f"age_band-{line}", N_("How old they are"), AgeBand, "unknown"),
             _select(f"returnee-{line}", N_("Came back from work abroad"), Answer, "unknown")))


def _full_time() -> Iterable[Block]:
    yield Block(None, (
        _month(), _field("full_time", N_("Hours of full work in a month"), "number",
                         hint=N_("For example 8 hours on 22 days: 176."))))


def _purchase() -> Iterable[Block]:
    yield Block(None, (
        _month(), _select("supplier", N_("From whom"), Supplier), _select("kind", N_("What"), Bought),
        _field("amount", N_("Amount"), "amount"),
        _field("suppliers", N_("From how many"), "count"),
        _field("women_suppliers", N_("How many of them are women"), "count", hint=N_("May stay empty."))))


def _incident() -> Iterable[Block]:
    yield Block(None, (
        _select("topic", N_("What happened"), Topic), _field("number", N_("How many"), "count"),
        _field("happened_on", N_("When"), "date")))


def _settled() -> Iterable[Block]:
    yield Block(None, (
        _field("number", N_("How many are settled"), "count"), _field("settled_on", N_("When"), "date")))


def _parcel() -> Iterable[Block]:
    hectares = N_("In hectares; a square of 100 metres is one hectare.")
    yield Block(None, (
        _field("parcel", N_("Name of the field"), "text",
               hint=N_("Such as Lower field. No person and no address; the same name again replaces it.")),
        _field("holds_from", N_("From which day on"), "date"),
        _select("tenure", N_("How it is held"), Tenure),
        _field("hectares", N_("Hectares"), "number", hint=hectares),
        _field("cultivated", N_("Of them under crops"), "number", hint=N_("May stay empty.")),
        _field("organic", N_("Of them organic"), "number", hint=N_("May stay empty.")),
        _field("conversion", N_("Of them on the way to organic"), "number", hint=N_("May stay empty.")),
        _select("assurance", N_("Who vouches that it is organic"), Assurance, Assurance.NOBODY.value)))


def _certificate() -> Iterable[Block]:
    yield Block(None, (
        _select("kind", N_("What kind"), CertificateKind),
        _field("scheme", N_("Which certificate"), "text"),
        _field("number", N_("Its number"), "text", hint=N_("May stay empty.")),
        _field("scope", N_("What it is for"), "text"), _field("valid_from", N_("First day"), "date"),
        _field("valid_until", N_("Last day"), "date")))


def _chemical() -> Iterable[Block]:
    yield Block(None, (
        _select("kind", N_("What was used"), Chemical), _field("quantity", N_("How much"), "number"),
        _select("unit", N_("In what"), ChemicalUnit), _field("used_on", N_("When"), "date"),
        _field("treated", N_("On how many hectares"), "number", hint=N_("May stay empty."))))


_COUNTS = N_("Only numbers are kept: no names, no story.")
_FORMS: Mapping[FormKind, tuple[str, str, Callable[[], Iterable[Block]]]] = {
    FormKind.WORK: (N_("Work of a month"), _COUNTS, _work),
    FormKind.FULL_TIME: (N_("Hours of full work"), N_(
        "By these hours the work of all is told as full-time jobs, from that month on."), _full_time),
    FormKind.PURCHASE: (N_("Bought from neighbours"), N_(
        "The money itself stands in the book; here stands from whom it was bought."), _purchase),
    FormKind.INCIDENT: (N_("Injuries and complaints"), _COUNTS, _incident),
    FormKind.SETTLED: (N_("It is settled"), _COUNTS, _settled),
    FormKind.PARCEL: (N_("A field"), N_(
        "What is said of a field holds from that day on. No hectares: it was given up."), _parcel),
    FormKind.CERTIFICATE: (N_("A certificate"), N_(
        "Sixty days before its last day you and your backers are reminded."), _certificate),
    FormKind.CHEMICAL: (N_("Sprayed, spread or given"), N_(
        "Each use on its day, also of what is natural."), _chemical),
}
