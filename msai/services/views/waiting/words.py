"""What each thing that waits is called, and what is said of it at a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from ledgers.money import Money
from msai.messages import N_, Message
from msai.services.group_rules.catalogue import RULES
from msai.services.leaving.settling import Becomes
from msai.services.loans.acts import ActKind
from msai.services.share_out.kept_back import StepKind
from msai.services.two_officers.waiting import Kind, Waiting
from msai.services.units.wanted import from_text
from msai.services.views.happenings import entry_label
from msai.services.views.leaving.unfetched import BECOMES
from msai.services.views.loans.changing import TITLES
from msai.services.views.stakes.listing import UnratedReturn
from msai.services.views.stakes.said import title_of as stake_title
from msai.services.views.units.words import title_of


@dataclass(frozen=True, slots=True)
class Said:
    """What waits, and a second line where its name does not say enough."""

    title: Message
    detail: Message | None = None


@dataclass(frozen=True, slots=True)
class PaidAt:
    """The day of a meeting, and what it paid to members in all (minor units)."""

    held_on: date
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known around what waits: meetings by id, what members have saved by theirs (minor units).

    `unrated` are returns that wait for a rate, by the ids of their notices.
    """

    currency: str
    meetings: Mapping[UUID, PaidAt]
    saved: Mapping[UUID, int]
    unrated: Mapping[UUID, UnratedReturn] = field(default_factory=dict)

    def meeting_of(self, one: Waiting) -> PaidAt | None:
        """The meeting whose pay-outs wait."""
        return self.meetings.get(one.subject_id) if one.subject_id else None


def say_waiting(one: Waiting, known: Known) -> Said:
    """What waits."""
    meeting = known.meeting_of(one)
    if one.kind is Kind.PAY_OUTS and meeting:
        return Said(Message(N_("What was paid out at the meeting of %(day)s"), {"day": meeting.held_on}))
    unrated = known.unrated.get(one.thing_id) if one.thing_id else None
    if unrated is not None:
        return _rate(unrated)
    if one.kind in _OF_SAVINGS and one.on:
        return replace(_SAID[one.kind](one, one.said or ""), detail=_savings_from(one, one.on, known))
    plain = _PLAIN.get(one.kind)
    return Said(Message(plain)) if plain else _SAID[one.kind](one, one.said or "")


_OF_SAVINGS = (Kind.EXIT, Kind.SHARE_OUT)


def _savings_from(one: Waiting, day: date, known: Known) -> Message:
    """How much was saved by whom it is about: who leaves, or all who share out."""
    saved = known.saved.get(one.member_id, 0) if one.member_id else sum(known.saved.values())
    return Message(N_("From %(day)s, %(amount)s of savings"), {
        "day": day, "amount": Money(saved, known.currency)})


def amount_of(one: Waiting, known: Known) -> int | None:
    """How much it is about, in minor units; None where it is about no single amount."""
    meeting = known.meeting_of(one)
    if meeting is not None:
        return meeting.paid_minor
    if one.kind is not Kind.UNIT_ACT:
        return one.amount_minor
    amount = getattr(from_text(one.said or ""), "amount_minor", None)
    return amount if isinstance(amount, int) else None


def _correction(one: Waiting, said: str) -> Said:
    return Said(Message(N_("To be put right")), _what_and_when(one, entry_label(said)))


def _dispute(one: Waiting, said: str) -> Said:
    return Said(Message(N_("A line is said to be wrong")), _what_and_when(one, entry_label(said)))


def _what_and_when(one: Waiting, what: Message) -> Message | None:
    return None if one.on is None else Message(N_("%(what)s, %(day)s"), {"what": what, "day": one.on})


def _settlement(_one: Waiting, said: str) -> Said:
    return Said(Message(N_("Money due to a member")), Message(BECOMES[Becomes(said)]))


def _exit(one: Waiting, _said: str) -> Said:
    return Said(Message(N_("Leaving the group")), _from(one))


def _loan_act(_one: Waiting, said: str) -> Said:
    return Said(TITLES[ActKind(said)])


def _stake_act(_one: Waiting, said: str) -> Said:
    return Said(stake_title(said))


def _remittance(_one: Waiting, said: str) -> Said:
    return Said(Message(N_("Capital to be sent, paper %(number)s"), {"number": said}))


def _lost_transfer(_one: Waiting, said: str) -> Said:
    return Said(Message(N_("Transfer %(number)s is believed lost"), {"number": said}))


def _rate(waits: UnratedReturn) -> Said:
    return Said(Message(N_("Declared: the middle rate of the day is missing")), Message(N_(
        "%(enterprise)s declared %(amount)s on %(day)s. It is in the book once the middle rate of that day "
        "is entered."), {"enterprise": waits.enterprise, "amount": waits.home, "day": waits.declared_on}))


def _unit_act(_one: Waiting, said: str) -> Said:
    return Said(title_of(from_text(said).kind))


def _share_out(one: Waiting, said: str) -> Said:
    return Said(Message(N_("Share-out of cycle %(number)s"), {"number": int(said)}), _from(one))


def _kept_back(_one: Waiting, said: str) -> Said:
    given_up = said == StepKind.GIVEN_UP
    return Said(Message(N_("A debt is given up") if given_up else N_("What came in is shared")))


def _rule(one: Waiting, said: str) -> Said:
    rule = RULES.get(said)
    return Said(rule.question if rule else Message(N_("A rule")), _from(one))


def _from(one: Waiting) -> Message | None:
    return None if one.on is None else Message(N_("From %(day)s"), {"day": one.on})


_PLAIN: Mapping[Kind, str] = {
    Kind.WAIVER: N_("Let a charge go"), Kind.LATE_ENTRY: N_("Joining late, without paying for it"),
    Kind.NOMINEE: N_("Whom to pay if she dies"),
    Kind.LOAN_REQUEST: N_("A loan is asked for"), Kind.PAY_OUTS: N_("What was paid out at a meeting"),
    Kind.OPENING: N_("The paper with which the group starts"), Kind.PLACE: N_("A place in the group"),
    Kind.OTHER: N_("Something else"), Kind.RATE: N_("Declared: the middle rate of the day is missing"),
}
_SAID: Mapping[Kind, Callable[[Waiting, str], Said]] = {
    Kind.CORRECTION: _correction, Kind.DISPUTE: _dispute, Kind.SETTLEMENT: _settlement, Kind.EXIT: _exit,
    Kind.LOAN_ACT: _loan_act, Kind.STAKE_ACT: _stake_act, Kind.REMITTANCE: _remittance,
    Kind.LOST_TRANSFER: _lost_transfer, Kind.LOST_HOME: _lost_transfer, Kind.UNIT_ACT: _unit_act,
    Kind.SHARE_OUT: _share_out, Kind.KEPT_BACK: _kept_back, Kind.RULE: _rule,
}
