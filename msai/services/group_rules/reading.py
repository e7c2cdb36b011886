"""The rules a group gave itself, as values: out of their stored texts, and back into them.

Each rule is kept as it was said, as JSON, with the day from which it holds; here the ones
in force on a day are read into one frozen value.  What a group never said has a default
that lets every honest sheet pass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledgers.money import amount_from_decimal, format_decimal
from msai.services.group_rules.catalogue import ANY_MEMBER, BY_SHARES, FINES_TO_SAVINGS, REFUSED, RULES
from msai.services.group_rules.cycle_end import SOCIAL_KEPT, TO_POT
from msai.services.group_rules.forms import RuleForm, RuleKind, RuleValue
from msai.services.group_rules.joining import FREE
from msai.services.group_rules.lending import DECLINING, LENDING_RULES, PERIODS_BEGUN, WHEN_PAID
from msai.services.group_rules.meeting_days import EVERY_SUNDAY, is_rule


@dataclass(frozen=True, slots=True)
class GroupRules:
    """The rules in force on one day; amounts in minor units of the group's currency."""

    saving: str = BY_SHARES
    share_value_minor: int = 0
    shares_min: int = 1
    shares_max: int | None = None
    minimum_minor: int = 0
    usual_minor: int = 0
    odd_amounts: str = REFUSED
    social_contribution_minor: int = 0
    fines_minor: Mapping[str, int] = field(default_factory=dict)
    fines_fund: str = FINES_TO_SAVINGS
    monthly_fee_minor: int = 0
    yearly_fee_minor: int = 0
    lending: bool = True
    loan_charge_percent_per_month: str | None = None
    loan_charge_percent_per_week: str | None = None
    loan_charge_basis: str = DECLINING
    loan_charge_taken: str = WHEN_PAID
    loan_settled_early: str = PERIODS_BEGUN
    loan_limit_multiple: int = 0
    loan_longest_months: int = 0
    loan_grace_days: int = 0
    loan_late_charge_percent: str | None = None
    meets: str = EVERY_SUNDAY
    late_joiner: str = FREE
    entry_fee_minor: int = 0
    approval_from_minor: int = 0
    witness: str = ANY_MEMBER
    social_at_cycle_end: str = SOCIAL_KEPT
    kept_back_recovered: str = TO_POT
    closing_months: tuple[int, ...] = ()
    cash_step_minor: int = 0

    @property
    def lowest_amount_minor(self) -> int:
        """The smallest of all amounts that the rules name: below nought, they are no rules of a group."""
        return min(
            self.share_value_minor, self.minimum_minor, self.usual_minor, self.social_contribution_minor,
            self.entry_fee_minor, self.approval_from_minor, self.cash_step_minor, *self.fines_minor.values())

    @property
    def usual_saving_minor(self) -> int:
        """What a member usually saves at a meeting."""
        if self.saving == BY_SHARES:
            return self.share_value_minor * self.shares_min
        return self.usual_minor or self.minimum_minor


_OF_LOANS = tuple(form.name for form in LENDING_RULES)


def read_rules(values: Mapping[str, str], currency: str) -> GroupRules:
    """The rules out of their stored texts (JSON by name of the rule).

    Raises:
        NotAnAmount, TooManyDecimals: a stored rule is not what this programme wrote.
    """
    said: Mapping[str, Any] = read_values(values, currency)
    least, most = said["shares_per_meeting"] or (1, None)
    return GroupRules(
        saving=said["saving"], share_value_minor=said["share_value"], shares_min=least, shares_max=most,
        minimum_minor=said["minimum"], usual_minor=said["usual"], odd_amounts=said["odd_amounts"],
        social_contribution_minor=said["social_contribution"], fines_minor=said["fines"],
        fines_fund=said["fines_fund"], monthly_fee_minor=said["monthly_fee"],
        yearly_fee_minor=said["yearly_fee"], lending=said["lending"],
        **{name: said[name] for name in _OF_LOANS}, meets=said["meets"],
        late_joiner=said["late_joiner"], entry_fee_minor=said["entry_fee"],
        approval_from_minor=said["approval_from"], witness=said["witness"],
        social_at_cycle_end=said["social_at_cycle_end"], kept_back_recovered=said["kept_back_recovered"],
        closing_months=said["closing_months"], cash_step_minor=said["cash_step"])


def read_values(values: Mapping[str, str], currency: str) -> dict[str, RuleValue]:
    """Every rule of the catalogue by name, the default where the group said nothing.

    Raises:
        NotAnAmount, TooManyDecimals, ValueError: a stored rule is not what this programme wrote.
    """
    return {name: read_value(form, values[name], currency=currency) if name in values else form.default
            for name, form in RULES.items()}


def read_value(form: RuleForm, text: str, *, currency: str) -> RuleValue:
    """One rule out of its stored text.

    Raises:
        NotAnAmount, TooManyDecimals, ValueError: the text is not what this programme wrote.
    """
    said = json.loads(text)
    if said is None:
        return form.default
    match form.kind:
        case RuleKind.AMOUNT:
            return amount_from_decimal(str(said), currency)
        case RuleKind.FINES:
            return {kind: amount_from_decimal(str(amount), currency) for kind, amount in said.items()}
        case RuleKind.RANGE:
            return tuple(int(end) for end in said) or None
        case RuleKind.MONTHS:
            return tuple(int(month) for month in said)
        case RuleKind.COUNT:
            return int(said)
        case RuleKind.FLAG:
            return bool(said)
        case RuleKind.DAYS if not is_rule(str(said)):
            raise ValueError("meeting days are a rule of the calendar")
        case _:
            return str(said)


def write_value(form: RuleForm, value: RuleValue, currency: str) -> str:
    """The text in which a rule is stored: JSON, amounts in machine form."""
    if isinstance(value, Mapping):
        return json.dumps({kind: format_decimal(minor, currency) for kind, minor in value.items()})
    if form.kind is RuleKind.AMOUNT and isinstance(value, int):
        return json.dumps(format_decimal(value, currency))
    return json.dumps(list(value) if isinstance(value, tuple) else value)
