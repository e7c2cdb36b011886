"""Pictures, receipts and spoken notes of a report: each comes by itself, after the report, and once.

A picture is drawn anew and a sound loses what its phone wrote beside it, so that neither says where it was
made. A receipt belongs to one amount of the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict
from msai import audit
from msai.models.remittances import Attachment
from msai.models.reporting import MonthFile, MonthReport, MonthTakeBack
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.attachments import FileNotReadable, KeepFile, KeptFile, keep_file, made_harmless, read_file
from msai.services.enterprise_money.errors import ReceiptThere
from msai.services.enterprise_money.month import act_of_line
from msai.services.enterprise_money.recording import AddReceipt, add_receipt
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY
from msai.services.reporting.errors import (
    NotAPicture,
    NotAVoiceNote,
    ReceiptLineUnknown,
    ReportFilesFull,
    ReportTakenBack,
    VoiceNoteTooLong,
)
from msai.services.reporting.who import for_its_manager

MOST_FILES: Final = 40
LARGEST_SOUND: Final = 2_000_000
_WIDEST_NOTE: Final = 65_536


class FileKind(StrEnum):
    """What a file of a report is."""

    PHOTO = "photo"
    RECEIPT = "receipt"
    VOICE = "voice"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMonthFile:
    """A file under the id that its phone made; `line_ref` names the amount whose receipt it is."""

    book_id: UUID
    report_id: UUID
    file_id: UUID
    kind: FileKind
    content: bytes
    at: int
    line_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a report."""

    file_id: UUID
    report_id: UUID
    kind: FileKind
    line_ref: str | None


def keep_month_file(session: Session, actor: Actor, command: KeepMonthFile) -> None:
    """Keep a file with a report; the same id again changes nothing.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise, or there is no such report.
        ReportTakenBack
        IdempotencyConflict: the id is that of another file of this book.
        NotAPicture, NotAVoiceNote, VoiceNoteTooLong, FileTooLarge, FileNotSafe
        ReceiptLineUnknown: the report has no such amount, or a receipt of it.
        ReportFilesFull, FilesFull
    """
    reporting = for_its_manager(actor, command.book_id)
    journal_of(session, command.book_id).lock()
    _require_stands(session, command)
    if _is_kept(session, command):
        return
    if len(list_month_files(session, command.book_id, [command.report_id])) >= MOST_FILES:
        raise ReportFilesFull(most=MOST_FILES)
    if command.kind is FileKind.RECEIPT:
        _keep_receipt(session, reporting, command)
    else:
        keep_file(session, reporting, KeepFile(
            book_id=command.book_id, attachment_id=command.file_id, action=Action.MONTH_ENTER,
            content=command.content, at=command.at, read=_READERS[command.kind]))
    session.execute(insert(MonthFile).values(
        book_id=command.book_id, file_id=command.file_id, report_id=command.report_id,
        kind=command.kind.value, line_ref=_line_of(command), kept_by=actor.user_id or NOBODY,
        kept_at=command.at))
    audit.record(session, actor, book_id=command.book_id, action=Action.MONTH_ENTER,
                 subject=f"month_file:{command.file_id}", at=command.at)


def list_month_files(session: Session, book_id: UUID, reports: Sequence[UUID]) -> Sequence[ListedFile]:
    """The files of some reports, in the order in which they came; the caller has asked permission."""
    rows = session.execute(
        select(MonthFile.file_id, MonthFile.report_id, MonthFile.kind, MonthFile.line_ref)
        .where(MonthFile.book_id == book_id, MonthFile.report_id.in_(sorted(reports)))
        .order_by(MonthFile.kept_at, MonthFile.file_id))
    return [ListedFile(row.file_id, row.report_id, FileKind(row.kind), row.line_ref) for row in rows]


def read_month_file(session: Session, actor: Actor, book_id: UUID, file_id: UUID) -> KeptFile:
    """Open a file of a report: photos are for the backers too, all others for those who report.

    Raises:
        NotPermitted, NotFound
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    kind = session.scalar(select(MonthFile.kind).where(
        MonthFile.book_id == book_id, MonthFile.file_id == file_id))
    if kind is None:
        raise NotFound()
    if kind != FileKind.PHOTO.value:
        require(actor, Action.MONTH_ENTER, Target(book_id))
    return read_file(session, book_id, file_id)


def _require_stands(session: Session, command: KeepMonthFile) -> None:
    row = session.execute(
        select(MonthReport.report_id, MonthTakeBack.done_at)
        .outerjoin(MonthTakeBack, (MonthTakeBack.book_id == MonthReport.book_id)
                   & (MonthTakeBack.report_id == MonthReport.report_id) & MonthTakeBack.done_at.is_not(None))
        .where(MonthReport.book_id == command.book_id,
               MonthReport.report_id == command.report_id)).one_or_none()
    if row is None:
        raise NotFound()
    if row.done_at is not None:
        raise ReportTakenBack()


def _is_kept(session: Session, command: KeepMonthFile) -> bool:
    """Whether it is there already; its id may be no other file's, which would be shown under its name."""
    row = session.execute(
        select(Attachment.attachment_id, MonthFile.report_id, MonthFile.kind, MonthFile.line_ref)
        .outerjoin(MonthFile, (MonthFile.book_id == Attachment.book_id)
                   & (MonthFile.file_id == Attachment.attachment_id))
        .where(Attachment.book_id == command.book_id,
               Attachment.attachment_id == command.file_id)).one_or_none()
    if row is None:
        return False
    if (row.report_id, row.kind, row.line_ref) != (
            command.report_id, command.kind.value, _line_of(command)):
        raise IdempotencyConflict(client_ref=f"month_file:{command.file_id}")
    return True


def _line_of(command: KeepMonthFile) -> str | None:
    """The amount a receipt belongs to; other files belong to the whole report."""
    return command.line_ref if command.kind is FileKind.RECEIPT else None


def _keep_receipt(session: Session, reporting: Actor, command: KeepMonthFile) -> None:
    act_id = act_of_line(command.report_id, command.line_ref or "")
    try:
        add_receipt(session, reporting, AddReceipt(
            book_id=command.book_id, act_id=act_id, content=command.content, receipt_id=command.file_id,
            at=command.at))
    except (NotFound, ReceiptThere):
        raise ReceiptLineUnknown() from None
    except FileNotReadable:
        raise NotAPicture() from None


def read_picture(content: bytes) -> tuple[str, bytes]:
    """A picture drawn anew.

    Raises:
        NotAPicture: it is none, or a paper of another kind.
        FileTooLarge
    """
    try:
        media_type, picture = made_harmless(content)
    except FileNotReadable:
        raise NotAPicture() from None
    if media_type != "image/jpeg":
        raise NotAPicture()
    return media_type, picture


def read_sound(content: bytes) -> tuple[str, bytes]:
    """What a spoken note is by its content, without what its phone wrote beside it.

    Raises:
        NotAVoiceNote, VoiceNoteTooLong
    """
    if len(content) > LARGEST_SOUND:
        raise VoiceNoteTooLong()
    media_type = _sound_of(content[:64])
    if media_type is None:
        raise NotAVoiceNote()
    return media_type, _without_notes(content) if media_type == "audio/mp4" else content


_SOUNDS: Final[Mapping[bytes, str]] = {
    b"OggS": "audio/ogg", b"#!AMR": "audio/amr", b"ID3": "audio/mpeg", b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg", b"\xff\xf2": "audio/mpeg", b"\xff\xf1": "audio/aac", b"\xff\xf9": "audio/aac"}
_BRANDS: Final = (b"M4A ", b"mp42", b"mp41", b"isom", b"iso5", b"3gp4", b"3gp5", b"3gp6", b"dash")


def _sound_of(head: bytes) -> str | None:
    for mark, media_type in _SOUNDS.items():
        if head.startswith(mark):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head:
        return "audio/webm"
    return "audio/mp4" if head[4:8] == b"ftyp" and head[8:12] in _BRANDS else None


def _without_notes(content: bytes) -> bytes:
    """Where a phone writes when and where it recorded (`udta`, `meta`), it is emptied; the sound stays."""
    found = bytearray(content)
    for mark in (b"udta", b"meta"):
        at = found.find(mark)
        while at >= 4:
            size = int.from_bytes(found[at - 4:at], "big")
            if 8 <= size <= _WIDEST_NOTE and at - 4 + size <= len(found):
                found[at:at - 4 + size] = b"free" + bytes(size - 8)
            at = found.find(mark, at + 4)
    return bytes(found)


_READERS: Final = {
    FileKind.PHOTO: read_picture, FileKind.PAPER: read_picture, FileKind.VOICE: read_sound}
