"""What a draft settles, step by step: from typed fields to the values a group is opened with.

Each step is read by itself, and says by field what is not settled yet, so that the wizard can be left and
entered anywhere. All steps together make a `GroupPlan`; only a whole plan opens a group.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ledgers.errors import LedgerError
from msai.names import checked_name
from msai.services import ServiceError
from msai.services.memberships import Scope
from msai.services.onboarding.countries import Country, get_country
from msai.services.onboarding.drafts import Draft
from msai.services.onboarding.first_rules import read_first_rules, rule_field_names
from msai.services.onboarding.member_list import MemberList, read_member_list

Problems = dict[str, LedgerError]
OLDEST_YEARS = 50
MOST_MEETINGS = 9999


class Step(StrEnum):
    """The steps of the wizard, in their order."""

    COUNTRY = "country"
    NAME = "name"
    RULES = "rules"
    PLACES = "places"
    MEMBERS = "members"
    START = "start"


class AnswerMissing(ServiceError):
    """A question of this step has no answer yet."""

    code = "answer_missing"


class StepNotReady(ServiceError):
    """The group cannot be opened before this step is settled."""

    code = "step_not_ready"


class SameOfficer(ServiceError):
    """Two people keep a group's money safe; one of them cannot be both."""

    code = "same_officer"


class DayNotPlausible(ServiceError):
    """The day is no day, lies more than a lifetime back, or has not come yet."""

    code = "day_not_plausible"


class NumberNotPlausible(ServiceError):
    """The number of the last meeting is a whole number of a group's life."""

    code = "number_not_plausible"


class WalletRepeated(ServiceError):
    """Two wallets go by the same name."""

    code = "wallet_repeated"


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group as it will be opened: `rules` in their stored texts, tenders as pairs of alias and kind."""

    country: Country
    name: str
    locale: str | None
    rules: Mapping[str, str]
    tenders: tuple[tuple[str, str], ...]
    members: MemberList
    treasurer: int
    second_officer: int
    is_running: bool
    opens_on: date
    last_number: int
    scope: Scope
    organisations: tuple[UUID, ...]


def problems_of(draft: Draft, step: Step, *, today: date) -> Problems:
    """What this step still lacks, by field; nothing when it is settled."""
    return _READ[step](draft, today)


def unsettled(draft: Draft, *, today: date) -> list[Step]:
    """The steps that still lack something, in their order."""
    return [step for step in Step if problems_of(draft, step, today=today)]


def fields_of(draft: Draft, step: Step) -> tuple[str, ...]:
    """The fields of a step, which it saves whole: a tick that was taken away has to go."""
    if step is Step.RULES:
        return rule_field_names()
    if step is Step.PLACES:
        return ("bank", "officer", *wallet_fields(draft), "other_wallet")
    return _FIELDS[step]


_FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.COUNTRY: ("country",),
    Step.NAME: ("name", "locale"),
    Step.MEMBERS: ("members",),
    Step.START: ("treasurer", "second_officer", "kind", "opens_on", "last_number", "organisations",
                 "scope"),
}


def wallet_fields(draft: Draft) -> dict[str, str]:
    """The wallets usual in the draft's country: name of the field to name of the wallet."""
    country = find_country(draft)
    return {f"wallet-{slug(name)}": name for name in (country.wallets if country else ())}


def find_country(draft: Draft) -> Country | None:
    """The country, once it is chosen."""
    return None if _country_problems(draft, date.min) else get_country(draft.text("country"))


def tenders_of_draft(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Where the money will lie: the box always, then what was ticked or typed; alias and kind."""
    found = [("box", "cash")]
    if draft.text("bank"):
        found.append(("bank", "bank"))
    found += [(slug(name), "wallet") for field, name in wallet_fields(draft).items() if draft.text(field)]
    if draft.text("other_wallet"):
        found.append((slug(draft.text("other_wallet")), "wallet"))
    if draft.text("officer"):
        found.append(("officer", "officer"))
    return tuple(found)


def organisations_of(draft: Draft) -> tuple[UUID, ...]:
    """Who may see the group beside itself: the only organisation of its maker, or those that were ticked."""
    if len(draft.organisations) < 2:
        return draft.organisations
    ticked = set(draft.text("organisations").split())
    return tuple(one for one in draft.organisations if str(one) in ticked)


def slug(name: str) -> str:
    """A wallet's alias in the books: its letters and digits of any script in small, the rest as hyphens."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "-".join("".join(m if m.isalnum() else " " for m in plain).split())[:40] or "wallet"


def read_plan(draft: Draft, *, today: date) -> GroupPlan:
    """The whole draft as one value.

    Raises:
        StepNotReady: naming the first step that lacks something.
    """
    missing = unsettled(draft, today=today)
    if missing:
        raise StepNotReady(step=missing[0].value)
    country = get_country(draft.text("country"))
    is_running = draft.text("kind") == "running"
    opens_on = date.fromisoformat(draft.text("opens_on"))
    rules = read_first_rules(draft.typed, country).stored(opens_on)
    return GroupPlan(
        country, checked_name(draft.text("name")), draft.text("locale") or None, rules,
        tenders_of_draft(draft), read_member_list(draft.typed["members"]), int(draft.text("treasurer")),
        int(draft.text("second_officer")), is_running, opens_on,
        int(draft.text("last_number") or 0) if is_running else 0, Scope(draft.text("scope")),
        organisations_of(draft))


def _country_problems(draft: Draft, _today: date) -> Problems:
    if not draft.text("country"):
        return {"country": AnswerMissing()}
    try:
        get_country(draft.text("country"))
    except LedgerError as problem:
        return {"country": problem}
    return {}


def _name_problems(draft: Draft, _today: date) -> Problems:
    try:
        checked_name(draft.text("name"))
    except LedgerError as problem:
        return {"name": problem}
    return {}


def _rules_problems(draft: Draft, _today: date) -> Problems:
    country = find_country(draft)
    return dict(read_first_rules(draft.typed, country).problems) if country else {"saving": AnswerMissing()}


def _places_problems(draft: Draft, _today: date) -> Problems:
    aliases = [alias for alias, _ in tenders_of_draft(draft)]
    if len(set(aliases)) < len(aliases):
        return {"other_wallet": WalletRepeated(name=draft.text("other_wallet"))}
    try:
        return {} if not draft.text("other_wallet") else _named(draft.text("other_wallet"))
    except LedgerError as problem:
        return {"other_wallet": problem}


def _named(text: str) -> Problems:
    checked_name(text)
    return {}


def _members_problems(draft: Draft, _today: date) -> Problems:
    try:
        found = read_member_list(draft.typed.get("members", ""))
    except LedgerError as problem:
        return {"members": problem}
    return {} if found.is_ready else {"members": MemberListNotReady(
        count=sum(bool(line.problems) for line in found.lines))}


class MemberListNotReady(ServiceError):
    """Some lines of the list cannot be taken in as they are."""

    code = "member_list_not_ready"


def _start_problems(draft: Draft, today: date) -> Problems:
    found: Problems = {name: AnswerMissing() for name in ("kind", "scope") if not draft.text(name)}
    found |= _officer_problems(draft)
    if draft.organisations and not organisations_of(draft):
        found["organisations"] = AnswerMissing()
    if not _is_past(draft.text("opens_on"), today):
        found["opens_on"] = DayNotPlausible(day=draft.text("opens_on"))
    number = draft.text("last_number")
    if draft.text("kind") == "running" and not (number.isdecimal() and int(number[:9]) <= MOST_MEETINGS):
        found["last_number"] = NumberNotPlausible(largest=MOST_MEETINGS)
    return found


def _officer_problems(draft: Draft) -> Problems:
    numbers = _numbers(draft)
    found: Problems = {name: AnswerMissing() for name in ("treasurer", "second_officer")
                       if draft.text(name) not in numbers}
    if not found and draft.text("treasurer") == draft.text("second_officer"):
        found["second_officer"] = SameOfficer()
    return found


def _numbers(draft: Draft) -> set[str]:
    if _members_problems(draft, date.min):
        return set()
    return {str(line.number) for line in read_member_list(draft.typed["members"]).lines}


def _is_past(text: str, today: date) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day <= today and today.year - day.year <= OLDEST_YEARS


_READ: Mapping[Step, Callable[[Draft, date], Problems]] = {
    Step.COUNTRY: _country_problems, Step.NAME: _name_problems, Step.RULES: _rules_problems,
    Step.PLACES: _places_problems, Step.MEMBERS: _members_problems, Step.START: _start_problems,
}
