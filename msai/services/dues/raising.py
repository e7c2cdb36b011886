"""A fine or fee outside the meeting: a duty was missed, a repayment came late, something was broken.

It is charged to the member and stands under her name until she pays it or two people let it go. No money
moves, so one officer may write it down; what for is kept with it, the member reads it in her passbook, and
she can say that it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers import cycles
from ledgers.accounts import SAVINGS, SOCIAL, Holder
from ledgers.books import add_note
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.errors import IdempotencyConflict, NotPositive
from ledgers.journal import Stamp
from ledgers.rules.dues import Charge, Due, raised
from msai import audit
from msai.permissions import Action, Actor, Target, require
from msai.sealing import make_note
from msai.services.corrections.errors import KindNotOffered, MemberNotThere
from msai.services.dues.errors import ChargeDayAhead, ChargeWithoutWords
from msai.services.group_books import GroupBook, load_group
from msai.services.group_rules import FINES_TO_SOCIAL
from msai.services.keys import book_key, journal_of

CHARGED = (Due.FINE, Due.FEE)
"""What can be charged outside a meeting; interest follows from a loan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseCharge:
    """Charge a member with a fine or a fee that she pays later; `words` say what for, `today` is the day."""

    book_id: UUID
    charge_id: UUID
    member_no: int
    due: Due
    amount_minor: int
    words: str
    on: date
    today: date
    at: int


def raise_charge(session: Session, actor: Actor, command: RaiseCharge) -> int:
    """Charge a member, exactly once; answers the number of the entry.

    Raises:
        NotPermitted: the actor is no officer of the group.
        ChargeWithoutWords, ChargeDayAhead, KindNotOffered, MemberNotThere: it cannot be charged like this.
        CycleClosed: the day is in no open cycle.
        NotPositive, AmountOutOfRange: it is no amount to be charged.
        IdempotencyConflict: the same charge was recorded before with other content.
    """
    require(actor, Action.DUES_CHARGE, Target(command.book_id))
    _require_sound(command)
    journal = journal_of(session, command.book_id)
    journal.lock()
    cycles.get_open(session, command.book_id, on=command.on)
    entry = _entry(load_group(session, command.book_id, command.on), command)
    earlier = journal.refs_of(_reference(command))
    if earlier:
        return _same_again(session, command, entry, earlier[0])
    note = make_note(book_key(session, command.book_id), command.charge_id, command.words.strip())
    add_note(session, command.book_id, note)
    posted = journal.post(replace(entry, note_id=note.note_id), client_ref=_reference(command),
                          stamp=Stamp(actor.user_id or audit.NOBODY, command.at))
    audit.record(session, actor, book_id=command.book_id, action=Action.DUES_CHARGE,
                 subject=f"charge:{command.charge_id}", at=command.at)
    return posted.seq


def fund_of_charge(due: Due, group: GroupBook) -> str:
    """Where a charge is owed: fines to the fund the rules name, fees to the savings fund."""
    to_social = due is Due.FINE and group.rules.fines_fund == FINES_TO_SOCIAL
    return SOCIAL if to_social else SAVINGS


def _require_sound(command: RaiseCharge) -> None:
    if command.due not in CHARGED:
        raise KindNotOffered(kind=command.due.value)
    if command.amount_minor <= 0:
        raise NotPositive(amount_minor=command.amount_minor)
    if not command.words.strip():
        raise ChargeWithoutWords()
    if command.on > command.today:
        raise ChargeDayAhead(day=command.on)


def _entry(group: GroupBook, command: RaiseCharge) -> JournalEntry:
    charge = Charge(_member(group, command), command.amount_minor, command.due,
                    fund_of_charge(command.due, group))
    return raised(command.on, command.due, charge).with_source(Source(SourceKind.DUES, command.charge_id))


def _member(group: GroupBook, command: RaiseCharge) -> Holder:
    member = group.members.get(command.member_no)
    if member is None or not member.is_with_group(command.on):
        raise MemberNotThere(member=command.member_no, day=command.on)
    return member.holder


def _reference(command: RaiseCharge) -> str:
    return f"{SourceKind.DUES}:{command.charge_id}:raised"


def _same_again(
    session: Session, command: RaiseCharge, entry: JournalEntry, place: tuple[int, int],
) -> int:
    [kept] = journal_of(session, command.book_id).find_postings([place]).values()
    if (kept,) != entry.postings:
        raise IdempotencyConflict(client_ref=_reference(command))
    return place[0]
