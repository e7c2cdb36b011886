"""People as a posted sheet leaves them: who was taken in, and who paid a line that is another's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.tables import metadata
from msai import audit
from msai.permissions import Action, Actor, Target, require
from msai.services.group_books import GroupBook
from msai.services.groups import NewMember, add_members
from msai.services.holders import member_holder
from msai.services.joining.entry import plan_for
from msai.services.joining.members import keep_entries
from msai.services.joining.posted import EntrySums
from msai.services.sheets import CloseMeeting, LineKind, Sheet
from msai.services.sheets.late_entries import reference_in_book

_PAID_FOR = insert(metadata.tables["paid_for"])


def due_of_newcomers(session: Session, group: GroupBook, sheet: Sheet) -> dict[UUID, EntrySums]:
    """What those pay who join by this sheet and pay on it, by their ids; no statement where nobody does."""
    paying = {line.member for line in sheet.lines if line.kind is LineKind.LATE_ENTRY}
    joining = [new.number for new in sheet.newcomers if new.number in paying]
    plan = plan_for(session, group, sheet.held_on) if joining else None
    if plan is None:
        return {}
    sums = EntrySums(plan.shares, plan.pays.savings_minor, plan.pays.fee_minor)
    return {member_holder(group.book_id, number).id: sums for number in joining}


def take_in(session: Session, actor: Actor, command: CloseMeeting) -> None:
    """Take in the newcomers of a sheet, before its lines are posted; no statement where nobody joins.

    Raises:
        NotPermitted: the actor may not change who belongs.
    """
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    sheet = command.sheet
    if not sheet.newcomers:
        return
    add_members(session, actor, command.book_id, [
        NewMember(number=new.number, name=new.name, joined_on=sheet.held_on) for new in sheet.newcomers])
    keep_entries(session, actor, command.book_id, numbers=[new.number for new in sheet.newcomers],
                 on=sheet.held_on, at=command.received_at)
    taken_in = [member_holder(command.book_id, new.number).id for new in sheet.newcomers]
    audit.record_all(
        session, actor, [audit.Act(action=Action.MEMBER_CHANGE, subject=f"member:{who}") for who in taken_in],
        book_id=command.book_id, at=command.received_at)


def keep_payers(session: Session, book_id: UUID, sheet: Sheet) -> None:
    """Keep who paid which line for whom, so that both passbooks can say so; no statement where nobody did."""
    paid = [line for line in sheet.lines if line.payer is not None]
    if paid:
        session.connection().execute(_PAID_FOR, [
            {"book_id": book_id, "meeting_id": sheet.meeting_id, "line_ref": reference_in_book(line),
             "held_on": sheet.held_on,
             "payer_id": member_holder(book_id, line.payer or 0).id,
             "member_id": member_holder(book_id, line.member or 0).id,
             "kind": line.kind.value, "amount_minor": line.amount_minor}
            for line in paid
        ])
