"""What the approval of a loan is bound to, and how long it holds.

Who asks is told what the loan costs and how it comes back; the other officer approves that and nothing else.
It is given like that or not at all: where the rules have changed since, she asks anew. An approval holds over
the next two meetings of the group, and sixty days at most; then nobody remembers what was agreed.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Final

from ledgers.lending.terms import LoanTerms
from msai.services.group_rules import GroupRules
from msai.services.group_rules.meeting_days import next_meeting_day
from msai.services.loans.agreed import columns_of, terms_of
from msai.services.loans.errors import LoanApprovalLapsed, LoanTermsChanged
from msai.services.loans.rules_of_day import Wanted, terms_of_day

HOLDS_MEETINGS: Final = 2
HOLDS_DAYS: Final = 60
_COUNTED_FROM_ISSUE = ("starts_on", "first_due_on")


def agreement_of(terms: LoanTerms, *, fund: str) -> str:
    """Terms as the text that is kept of them, without days: these count from when the money is given."""
    said = {name: value for name, value in columns_of(terms).items() if name not in _COUNTED_FROM_ISSUE}
    return json.dumps({**said, "fund": fund}, sort_keys=True)


def terms_agreed(agreement: str, *, day: date) -> LoanTerms:
    """The terms that were agreed, of a loan that is given on a day."""
    return terms_of(SimpleNamespace(**json.loads(agreement), starts_on=day, first_due_on=None))


def sum_agreed(agreement: str) -> tuple[int, str]:
    """How much was asked for, in minor units, and from which fund."""
    said = json.loads(agreement)
    return int(said["principal_minor"]), str(said["fund"])


def holds_until(rules: GroupRules, decided_on: date) -> date:
    """The last day on which a loan may be given that was approved on a day.

    It is the second meeting day after it by the rule of the group, or the sixtieth day where that is sooner.
    """
    latest, day = decided_on + timedelta(days=HOLDS_DAYS), decided_on
    for _ in range(HOLDS_MEETINGS):
        following = next_meeting_day(rules.meets, day)
        if following is None:
            return latest
        day = following
    return min(day, latest)


def has_lapsed(until: date | None, *, on: date) -> bool:
    """Whether an approval no longer holds on a day; one that was given without terms never does."""
    return until is None or on > until


def may_be_given(rules: GroupRules, agreement: str | None, until: date | None, *, on: date) -> bool:
    """Whether a loan can be given on a day as it was approved, so far as that is known beforehand."""
    if agreement is None or has_lapsed(until, on=on) or not rules.lending:
        return False
    agreed = terms_agreed(agreement, day=on)
    return agreed == terms_of_day(rules, wanted_in(agreed), day=on)


def wanted_in(terms: LoanTerms) -> Wanted:
    """What was asked for, in the terms that were agreed."""
    return Wanted(amount_minor=terms.principal_minor, periods=terms.periods,
                  grace_periods=terms.grace_periods, grace_pays=terms.grace_pays)


def require_holds(alias: str, until: date | None, *, on: date) -> None:
    """Let an approval pass that holds on a day.

    Raises:
        LoanApprovalLapsed: it was given too long ago.
    """
    if has_lapsed(until, on=on):
        raise LoanApprovalLapsed(loan=alias)


def require_as_agreed(alias: str, agreement: str | None, terms: LoanTerms) -> None:
    """Let terms pass that are the ones that were asked for and approved.

    Raises:
        LoanTermsChanged: the rules of the group ask for others now.
    """
    if agreement is None or terms_agreed(agreement, day=terms.starts_on) != terms:
        raise LoanTermsChanged(loan=alias)
