"""The fields of one rule, filled with a value or with what somebody typed.

The wizard that starts a group and the page of its rules ask in the same fields; what is
typed into them is read by `msai.services.group_rules.typed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from msai.messages import N_, Message
from msai.services.group_rules.filling import fill_rule
from msai.services.group_rules.forms import RuleForm, RuleKind, RuleValue
from msai.services.group_rules.meeting_days import RHYTHM_LABELS, WEEKDAY_LABELS
from msai.services.group_rules.typed import OWN_FINES
from msai.services.group_rules.words import FINE_LABELS, month_label
from msai.services.views.form_fields import Field, Option
from msai.services.views.labels import Text

Errors = Mapping[str, tuple[Message, ...]]


@dataclass(frozen=True, slots=True)
class RuleFields:
    """One rule as a form asks for it; an answer that is chosen stands in `form.choices`, not in a field."""

    form: RuleForm
    fields: tuple[Field, ...]
    chosen: str = ""
    errors: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Drawing:
    form: RuleForm
    filled: Mapping[str, str]
    errors: Errors

    def field(self, part: str, label: Text, *, look: str, options: tuple[Option, ...] = ()) -> Field:
        name = f"{self.form.name}-{part}" if part else self.form.name
        return Field(name, label, self.filled.get(name, ""), self.errors.get(name, ()), options, None, look)


def draw_rule(
    form: RuleForm, value: RuleValue, currency: str, *, typed: Mapping[str, str] | None = None,
    errors: Errors | None = None,
) -> RuleFields:
    """A rule's fields with its value in them, or with what was typed and what is wrong with it."""
    filled = typed if typed is not None else fill_rule(form, value, currency)
    drawing = _Drawing(form, filled, errors or {})
    return RuleFields(form, tuple(_DRAWERS[form.kind](drawing)), filled.get(form.name, ""),
                      drawing.errors.get(form.name, ()))


def _amount(drawing: _Drawing) -> Iterator[Field]:
    yield drawing.field("", Message(N_("Amount")), look="amount")


def _count(drawing: _Drawing) -> Iterator[Field]:
    yield drawing.field("", Message(N_("Number")), look="count")


def _percent(drawing: _Drawing) -> Iterator[Field]:
    yield drawing.field("", Message(N_("Percent")), look="amount")


def _chosen(drawing: _Drawing) -> Iterator[Field]:
    yield from ()


def _range(drawing: _Drawing) -> Iterator[Field]:
    yield drawing.field("least", Message(N_("At least")), look="count")
    yield drawing.field("most", Message(N_("At most")), look="count")


def _days(drawing: _Drawing) -> Iterator[Field]:
    weekdays = tuple(WEEKDAY_LABELS.items())
    yield drawing.field("weekday", Message(N_("Day of the meeting")), look="select", options=weekdays)
    rhythms = tuple((rhythm.value, label) for rhythm, label in RHYTHM_LABELS.items())
    yield drawing.field("rhythm", Message(N_("How often")), look="select", options=rhythms)


def _months(drawing: _Drawing) -> Iterator[Field]:
    for month in range(1, 13):
        yield drawing.field(str(month), month_label(month), look="tick")


def _fines(drawing: _Drawing) -> Iterator[Field]:
    for kind, label in FINE_LABELS.items():
        yield drawing.field(kind, label, look="amount")
    for position in range(OWN_FINES):
        yield drawing.field(f"name-{position}", Message(N_("Another fine, for what")), look="text")
        yield drawing.field(f"own-{position}", Message(N_("What it costs")), look="amount")


_DRAWERS: Mapping[RuleKind, Callable[[_Drawing], Iterator[Field]]] = {
    RuleKind.AMOUNT: _amount, RuleKind.COUNT: _count, RuleKind.PERCENT: _percent, RuleKind.CHOICE: _chosen,
    RuleKind.FLAG: _chosen, RuleKind.RANGE: _range, RuleKind.DAYS: _days, RuleKind.MONTHS: _months,
    RuleKind.FINES: _fines,
}
