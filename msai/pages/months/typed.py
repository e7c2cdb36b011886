"""What was typed into the form of a month, read box by box; an empty box says nothing, nought says nought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from ledgers.errors import LedgerError
from msai.measures.production.stock import EventKind
from msai.pages.farming.typed import FarmPaper
from msai.schemas.problems import MissingField
from msai.services.reporting.lines import INPUTS, OTHER_COSTS
from msai.services.reporting.said import BatchSaid, CostSaid, EventSaid, MonthSaid, WorkSaid
from msai.services.views.reporting.form import BatchAsked, MonthForm
from msai.services.workforce.work import E4, Answer, Engagement, Sex

FIELDS: Mapping[str, str] = {
    "entered_for_missing": "entered_for", "report_place_missing": "place", "money_place_unknown": "place",
    "negative_tender": "place", "hours_of_nobody": "women_people", "more_hours_than_month": "women_hours",
}
"""The field at which a refusal of the whole report stands; all others stand above the form."""
LONGEST_FIELD = 1000
MOST_PEOPLE = 9999
_NUMBERS = ("start", "added", "died", "sold", "eaten", "left")


class MonthPaper(FarmPaper):
    """The fields of the form of a month."""

    def read(self, form: MonthForm) -> MonthSaid:
        """The report as it stands in the boxes; `errors` says what could not be read."""
        batches = tuple(found for asked in form.batches if (found := self._batch(asked)) is not None)
        costs = (*self._box("inputs", INPUTS), *self._box("other", OTHER_COSTS), *self._costs(form))
        work = tuple(one for one in self._work(form) if one is not None)
        return MonthSaid(
            month=form.month, batches=batches, events=tuple(self._events(form)), costs=costs, work=work,
            place=self.form.get("place") or None, cash_minor=self.some_amount("cash"),
            words=self.words("words"), entered_for=self.line("entered_for"))

    def _batch(self, asked: BatchAsked) -> BatchSaid | None:
        numbers = {name: self.some_number(f"{asked.key}_{name}") for name in _NUMBERS}
        kg, amount = self.some_number(f"{asked.key}_kg"), self.some_amount(f"{asked.key}_amount")
        if kg is None and amount is None and all(number is None for number in numbers.values()):
            return None
        return BatchSaid(batch_id=asked.batch_id, unit=self.form.get(f"{asked.key}_unit") or asked.unit,
                         sold_kg=kg, sold_minor=amount, **numbers)

    def _box(self, name: str, code: int) -> Iterator[CostSaid]:
        amount = self.some_amount(name)
        if amount is not None:
            yield CostSaid(line_ref=name, code=code, amount_minor=amount)

    def _costs(self, form: MonthForm) -> Iterator[CostSaid]:
        for number in form.numbers("c"):
            amount, words = self.some_amount(f"c{number}_amount"), self.words(f"c{number}_words")
            if amount is not None:
                yield CostSaid(line_ref=f"c{number}", code=self._code(f"c{number}_code"),
                               amount_minor=amount, words=words)

    def _code(self, name: str) -> int:
        text = self.form.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() else 0

    def _work(self, form: MonthForm) -> Iterator[WorkSaid | None]:
        yield self._people("women", Sex.WOMEN)
        yield self._people("men", Sex.MEN)
        for number in form.numbers("w"):
            key = f"w{number}"
            yield self._people(
                key, self._chosen(key, "sex", Sex), engagement=self._chosen(key, "engagement", Engagement),
                returnee=self._chosen(key, "returnee", Answer))

    def _people(self, key: str, sex: Sex, **more: Any) -> WorkSaid | None:
        people = self.some_number(f"{key}_people")
        hours, wages = self.some_number(f"{key}_hours"), self.some_amount(f"{key}_wages")
        if people is None and hours is None and wages is None:
            return None
        if people is not None and (people.denominator != 1 or people > MOST_PEOPLE):
            self.refuse(f"{key}_people", MissingField(field=f"{key}_people"))
        return WorkSaid(line_ref=key, sex=sex, people=int(people or 0), wages_minor=wages,
                        hours_e4=None if hours is None else int(hours * E4), **more)

    def _chosen(self, key: str, name: str, kind: Any) -> Any:
        text = self.form.get(f"{key}_{name}", "")
        return kind(text) if text in {one.value for one in kind} else kind.UNKNOWN

    def _events(self, form: MonthForm) -> Iterator[EventSaid]:
        for number in form.numbers("e"):
            key = f"e{number}"
            quantity = self.some_number(f"{key}_quantity")
            batch, kind = self.form.get(f"{key}_batch", ""), self.form.get(f"{key}_kind", "")
            if quantity is None:
                continue
            yield EventSaid(
                line_ref=key, batch_id=_uuid(batch), kind=self._kind(key, kind), quantity=quantity,
                unit=self.form.get(f"{key}_unit", ""), amount_minor=self.some_amount(f"{key}_amount"),
                on=self.day(f"{key}_on") if self.form.get(f"{key}_on") else None,
                words=self.words(f"{key}_words"))

    def _kind(self, key: str, text: str) -> EventKind:
        if text not in {kind.value for kind in EventKind}:
            self.refuse(f"{key}_kind", MissingField(field=f"{key}_kind"))
            return EventKind.SOLD
        return EventKind(text)

    def place_refusal(self, problem: LedgerError) -> None:
        """Say at its field, or above the form, why the report as a whole is refused."""
        self.refuse(FIELDS.get(problem.code, "month"), problem)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def boxes_of(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form that belong to the month: not its token, its version, or which button it was."""
    beside = ("csrf_token", "version", "report", "step", "photos")
    return {name: text.strip()[:LONGEST_FIELD] for name, text in form.items() if name not in beside}
