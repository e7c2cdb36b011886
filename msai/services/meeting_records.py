"""What is kept of a closed meeting beside its entries: the summary row and the receipt.

The row repeats sums that the book holds, so that a list of meetings is one statement;
verification compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, is_memo_fund
from ledgers.books import insert_row
from ledgers.journal import Posted
from ledgers.tables import metadata
from msai.messages import Message, from_plain, to_plain
from msai.models.groups import Meeting
from msai.permissions import Actor, NotFound
from msai.services.keys import book_key
from msai.services.sheets import CloseMeeting, FundTotals, Reason, Receipt, Said
from msai.services.sheets.book import SheetBook
from msai.services.sheets.checks import SheetCase, difference_of, present_count

NOBODY = UUID(int=0)
_TENDERS = frozenset(TENDER_CODES)
_WITNESSED = {None: "unwitnessed", Said.AGREES: "witnessed", Said.DISPUTES: "disputed"}


@dataclass(frozen=True, slots=True)
class ClosedSheet:
    """A sheet that passed every check, with the sums its meeting is summarised by."""

    case: SheetCase
    version: int
    difference_minor: int
    totals: Mapping[str, FundTotals]


def totals_of(case: SheetCase, book: SheetBook) -> dict[str, FundTotals]:
    """Per fund what came in, what went out, and what its tenders hold after the meeting."""
    moved_in: dict[str, int] = {}
    moved_out: dict[str, int] = {}
    for posting in book.postings():
        debited, credited = posting.debit, posting.credit
        into, out_of = debited.code in _TENDERS, credited.code in _TENDERS
        if into is not out_of:
            moved = moved_in if into else moved_out
            moved[debited.fund] = moved.get(debited.fund, 0) + posting.amount_minor
    closing: dict[str, int] = {}
    for (_, fund), minor in book.tender_balances().items():
        closing[fund] = closing.get(fund, 0) + minor
    difference = difference_of(case.sheet, book)
    if difference:
        closing[case.sheet.difference_fund] = closing.get(case.sheet.difference_fund, 0) + difference
    return {fund: FundTotals(moved_in.get(fund, 0), moved_out.get(fund, 0), minor)
            for fund, minor in sorted(closing.items()) if not is_memo_fund(fund)}


def keep_meeting(
    session: Session, actor: Actor, command: CloseMeeting, closed: ClosedSheet, *,
    posted: Sequence[Posted], last_hash: bytes,
) -> Receipt:
    """Keep the summary of a meeting whose sheet was posted, and answer its receipt."""
    case, sheet = closed.case, command.sheet
    row = _money_columns(closed) | {
        "book_id": command.book_id, "meeting_id": sheet.meeting_id,
        "number": sheet.number or (case.group.last_number or 0) + 1, "held_on": sheet.held_on,
        "version": closed.version,
        "attendance": json.dumps({str(n): state for n, state in sorted(sheet.attendance.items())}),
        "present": present_count(sheet), "on_roll": len(case.group.on_roll(sheet.held_on)),
        "reason_sealed": _sealed_reason(session, command),
        "witnessed": _WITNESSED[sheet.witness.says if sheet.witness else None],
        "first_seq": posted[0].seq if posted else None, "last_seq": posted[-1].seq if posted else None,
        "last_hash": last_hash, "recorded_by": actor.user_id or NOBODY, "closed_at": command.received_at,
    }
    insert_row(metadata.tables["meeting"], row, connection=session.connection())
    return _receipt(row)


def _money_columns(closed: ClosedSheet) -> dict[str, Any]:
    totals = closed.totals
    return {
        "total_in_minor": sum(total.in_minor for total in totals.values()),
        "total_out_minor": sum(total.out_minor for total in totals.values()),
        "cash_counted_minor": closed.case.sheet.cash_counted_minor,
        "cash_difference_minor": closed.difference_minor,
        "fund_totals": json.dumps({fund: _plain(total) for fund, total in totals.items()}),
    }


def _plain(total: FundTotals) -> dict[str, int]:
    return {"in_minor": total.in_minor, "out_minor": total.out_minor, "closing_minor": total.closing_minor}


def _sealed_reason(session: Session, command: CloseMeeting) -> bytes | None:
    reason = (command.sheet.difference_reason or "").strip()
    if not reason:
        return None
    return book_key(session, command.book_id).seal(reason, f"difference:{command.sheet.meeting_id}")


def get_receipt(session: Session, book_id: UUID, meeting_id: UUID) -> Receipt:
    """The receipt of a closed meeting.

    Raises:
        NotFound: the group closed no such meeting.
    """
    query = select(*Meeting.__table__.columns).where(
        Meeting.book_id == book_id, Meeting.meeting_id == meeting_id)
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound()
    return _receipt({str(name): value for name, value in row.items()})


def _receipt(row: Mapping[str, Any]) -> Receipt:
    first, last = row["first_seq"], row["last_seq"]
    totals = {fund: FundTotals(**total) for fund, total in json.loads(row["fund_totals"]).items()}
    return Receipt(
        row["meeting_id"], row["number"], row["held_on"], row["present"], row["on_roll"],
        last - first + 1 if first is not None else 0, totals, row["cash_counted_minor"],
        row["cash_difference_minor"], last or 0, bytes(row["last_hash"]),
    )


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Reasons as they are stored: path, code and facts, in no language."""
    return json.dumps([
        {"path": reason.path, **to_plain(Message(reason.code, dict(reason.params)))} for reason in reasons
    ])


def read_reasons(text: str) -> tuple[Reason, ...]:
    """Stored reasons as values again."""
    return tuple(
        Reason(stored["path"], stored["id"], from_plain(stored).params) for stored in json.loads(text)
    )
