"""The form of a month: ten boxes, a few lines more for whoever wants them, and what is known beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.money import format_decimal
from msai.measures.production.activities import Product
from msai.measures.production.catalogue import UNITS, units_of
from msai.measures.production.stock import EventKind
from msai.measures.production.units import Base, exact_text, shown
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.enterprise_money.calendar import end_of_month
from msai.services.enterprise_money.names import read_places
from msai.services.enterprise_money.wanted import COST_CODES
from msai.services.farming.reading import KnownBatch, read_batches, read_events
from msai.services.farming.units_here import UnitsHere, read_units, unit_label
from msai.services.reporting.drafts import KeptDraft, read_month_draft
from msai.services.reporting.lines import INPUTS, OTHER_COSTS
from msai.services.reporting.reading import SentMonth, read_reports, read_said
from msai.services.reporting.said import MonthSaid
from msai.services.reporting.who import may_report
from msai.services.views.enterprise_money.words import KINDS_OF_PLACES
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.farming.words import EVENT_LABELS
from msai.services.views.labels import Text, account_label
from msai.services.views.reporting.noted import MonthNoted, noted_of_batch, read_noted
from msai.services.views.reporting.told import Around, box_labels, start_of
from msai.services.workforce.work import E4, Sex

EMPTY_LINES = 2
"""Lines that are offered beyond those that were filled in."""
MOST_OF_A_KIND = 50
_DETAILS = (
    EventKind.SOLD, EventKind.BORN, EventKind.HARVEST, EventKind.OUT_OF_PROCESSING, EventKind.INTO_PROCESSING,
    EventKind.INPUT, EventKind.WEIGHED, EventKind.OWN_USE, EventKind.GIVEN, EventKind.SEED_KEPT,
    EventKind.LOST, EventKind.FOUND)
Options = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """A batch in the form: how its fields' names begin, what is known, and the units to choose from.

    `noted` is what stands in the book already, by the names of its boxes, in base units.
    """

    batch_id: UUID
    key: str
    name: str
    opened_on: date
    activity: str
    is_animal: bool
    labels: tuple[Message, ...]
    start: Decimal
    units: Options
    unit: str
    noted: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class MonthForm:
    """The form of a month as it is drawn; `typed` is what stands in its fields.

    `reported` is the report that stands already, `last` the month whose costs can be taken over. `is_own`
    says that the reader reports for herself, so that nobody else is named.
    """

    book_id: UUID
    enterprise: str
    currency: str
    month: date
    is_own: bool
    batches: tuple[BatchAsked, ...]
    places: Options
    costs: Options
    events: Options
    units: Options
    draft: KeptDraft
    typed: Mapping[str, str]
    reported: SentMonth | None
    last: date | None
    around: Around
    noted: MonthNoted
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)

    def numbers(self, prefix: str) -> range:
        """The numbers of the lines of one kind: those filled in, and some empty ones."""
        filled = [int(name[1:].partition("_")[0]) for name in self.typed
                  if name[:1] == prefix and name[1:2].isdecimal() and name[1:].partition("_")[0].isdecimal()]
        return range(1, min(max(filled, default=0) + EMPTY_LINES, MOST_OF_A_KIND) + 1)

    @property
    def has_noted(self) -> bool:
        """Whether something of the month stands in the book already."""
        return self.reported is None and (self.noted.any or any(batch.noted for batch in self.batches))

    @property
    def has_details(self) -> bool:
        """Whether something was filled in beyond the boxes."""
        return any(self.typed.get(f"{prefix}1_{name}") for prefix, name in (
            ("e", "quantity"), ("c", "amount"), ("w", "people")))


def draw_month_form(
    session: Session, actor: Actor, book_id: UUID, *, month: date, today: date,
) -> MonthForm:
    """The form of a month, as somebody left it.

    Raises:
        NotFound, NotPermitted: she does not report for this enterprise.
    """
    require(actor, Action.MONTH_ENTER, Target(book_id))
    facts, draft = read_enterprise(session, book_id), read_month_draft(session, actor, book_id, month)
    around = read_around(session, facts)
    batches = tuple(_asked(one, around, month, today) for one in around.batches.values()
                    if is_of_month(one, month))
    reports = read_reports(session, book_id)
    last = last_before(reports, month)
    return MonthForm(
        book_id, facts.name, facts.currency, month, may_report(actor, book_id), batches,
        _to_choose(around.places),
        {str(code): account_label(BookKind.ENTERPRISE, code) for code in COST_CODES},
        {kind.value: Message(EVENT_LABELS[kind]) for kind in _DETAILS},
        _offered(around.units, list(Base), today), draft, draft.typed,
        next((one for one in reports if one.month == month and one.stands), None),
        last.month if last else None, around, read_noted(session, facts, month))


def _to_choose(places: Options) -> Options:
    """Where there are several, nobody's money is booked where she did not look."""
    return places if len(places) < 2 else {"": Message(N_("Choose")), **places}


def read_around(session: Session, facts: BookFacts) -> Around:
    """What is known around the reports of an enterprise, in four statements."""
    batches = {one.batch_id: one for one in reversed(read_batches(session, facts.book_id))}
    events = read_events(session, facts.book_id, batches=batches) if batches else ()
    places: dict[str, Text] = {
        alias: label or KINDS_OF_PLACES[code][1]
        for alias, (code, label) in read_places(session, facts.book_id).items()}
    return Around(batches, events, read_units(session, facts.book_id), places)


def is_of_month(batch: KnownBatch, month: date) -> bool:
    """Whether a batch was there at some time of a month."""
    return batch.opened_on <= end_of_month(month) and (batch.closed_on is None or batch.closed_on >= month)


def last_before(reports: Sequence[SentMonth], month: date) -> SentMonth | None:
    """The last standing report of an earlier month that was sent from here."""
    return next((one for one in reports if one.month < month and one.stands and one.version_no), None)


def same_as_last(session: Session, form: MonthForm) -> dict[str, str]:
    """What people and costs were in the last month, as one types it; counts are taken anew each month."""
    last = last_before(read_reports(session, form.book_id), form.month)
    return {} if last is None else _typed_again(read_said(session, form.book_id, last.report_id),
                                                form.currency)


def _typed_again(said: MonthSaid, currency: str) -> dict[str, str]:
    found = {"place": said.place or ""}
    boxes = {"inputs": INPUTS, "other": OTHER_COSTS}
    number = 0
    for cost in said.costs:
        amount = format_decimal(cost.amount_minor, currency)
        if cost.line_ref in boxes:
            found[cost.line_ref] = amount
        else:
            number += 1
            found |= {f"c{number}_code": str(cost.code), f"c{number}_amount": amount,
                      f"c{number}_words": cost.words}
    number = 0
    for work in said.work:
        key = work.line_ref
        if key not in (Sex.WOMEN.value, Sex.MEN.value):
            number += 1
            key = f"w{number}"
            found |= {f"{key}_sex": work.sex.value, f"{key}_engagement": work.engagement.value,
                      f"{key}_returnee": work.returnee.value}
        found |= {f"{key}_people": str(work.people),
                  f"{key}_hours": "" if work.hours_e4 is None else exact_text(Fraction(work.hours_e4, E4)),
                  f"{key}_wages": "" if work.wages_minor is None else format_decimal(
                      work.wages_minor, currency)}
    return found


def _asked(batch: KnownBatch, around: Around, month: date, today: date) -> BatchAsked:
    activity = batch.activity
    return BatchAsked(
        batch.batch_id, batch.batch_id.hex, batch.name, batch.opened_on, activity.name,
        activity.main is Product.ANIMALS, box_labels(batch), shown(start_of(batch, around.events, month)),
        _offered(around.units, [activity.base_of(activity.main)], today), activity.unit,
        _noted(batch, around, month))


def _noted(batch: KnownBatch, around: Around, month: date) -> dict[str, Decimal]:
    noted = noted_of_batch(batch, around.events, month)
    numbers = {"added": noted.added, "died": noted.died, "sold": noted.sold, "eaten": noted.used}
    return {name: shown(number) for name, number in numbers.items() if number}


def _offered(units: UnitsHere, bases: Sequence[Base], today: date) -> dict[str, Text]:
    """Units that hold something today: those fixed, and those the enterprise spoke of."""
    found: dict[str, Text] = {}
    for base in bases:
        known = [one.code for one in units_of(base) if one.is_fixed or units.factor(one.code, today)]
        own = [code for code, factors in units.own.items() if code not in UNITS and factors[-1].base is base]
        found |= {code: unit_label(code) for code in [*known, *own]}
    return found
