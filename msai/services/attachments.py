"""Files that people add to a book as proof: checked by their content, made harmless, sealed, hashed.

What a file is called, and what a browser says it is, is not believed. Pictures are decoded and written anew,
no larger than an eye needs, which takes away where they were taken and whatever hid behind them. PDFs that
carry programs or other files, or that hide what they carry, are refused.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from msai.models.remittances import Attachment
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.keys import book_key
from msai.services.meeting_records import NOBODY

LARGEST_BYTES = 4_000_000
"""What fits into the largest request that is read, with the rest of its form."""
LARGEST_PIXELS = 25_000_000
LONGEST_SIDE = 2_000
"""Pixels of a picture as it is kept; the smallest print of a receipt can be read on it."""
MOST_BYTES_OF_BOOK = 200_000_000
"""All files of one book, as they are kept: some hundreds of receipts a year for a group's whole life."""
MOST_UNPACKED = 64_000_000
"""What the texts packed into one PDF may come to before it is taken for a bomb."""
_PICTURES = ("JPEG", "PNG", "WEBP")
_STREAM = re.compile(rb"stream[\r\n]+")
_HEAD, _CAREFUL = 2, 258
_TEXT = frozenset({*b"\0\t\n\f\r", *range(32, 127)})


def _name(word: bytes) -> bytes:
    """A name of a PDF in a pattern; each of its letters may be written as a number."""
    return b"/" + b"".join(b"(?:%c|(?i:#%02x))" % (letter, letter) for letter in word)


_UNSAFE = re.compile(b"|".join(
    [_name(word) for word in (b"JavaScript", b"Launch", b"EmbeddedFile", b"RichMedia", b"XFA", b"GoToE",
                              b"SubmitForm", b"ImportData", b"Encrypt")]
    + [_name(b"JS") + rb"\s*(?:[(<]|\d+\s+\d+\s+R)"]))


class FileNotReadable(ServiceError):
    """The file is neither a picture nor a PDF that can be read."""

    code = "file_not_readable"


class FileTooLarge(ServiceError):
    """The file, or the picture in it, is too large."""

    code = "file_too_large"


class FileNotSafe(ServiceError):
    """The PDF carries programs or other files."""

    code = "file_not_safe"


class FilesFull(ServiceError):
    """The book keeps as many files as one may."""

    code = "files_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFile:
    """A file as it was sent; `action` is what it is a proof of.

    `read` says what it is by its content, and the bytes that are kept of it: a picture or a PDF without it.
    """

    book_id: UUID
    attachment_id: UUID
    action: Action
    content: bytes
    at: int
    read: Callable[[bytes], tuple[str, bytes]] | None = None


class KeptFile(NamedTuple):
    """A file as it is kept."""

    media_type: str
    content: bytes
    sha256: bytes


def keep_file(session: Session, actor: Actor, command: KeepFile) -> UUID:
    """Keep a file with a book, sealed.

    Raises:
        NotPermitted, NotFound: she may not do what it is a proof of.
        FileTooLarge, FileNotReadable, FileNotSafe
        FilesFull: there is no more room for it.
    """
    require(actor, command.action, Target(command.book_id))
    media_type, content = (command.read or made_harmless)(command.content)
    kept = session.scalar(select(Attachment.attachment_id).where(
        Attachment.book_id == command.book_id, Attachment.attachment_id == command.attachment_id))
    if kept is None:
        _require_room(session, command.book_id, len(content))
        session.execute(insert(Attachment).values(
            book_id=command.book_id, attachment_id=command.attachment_id, sha256=sha256(content).digest(),
            media_type=media_type, size_bytes=len(content), kept_by=actor.user_id or NOBODY,
            kept_at=command.at, sealed=book_key(session, command.book_id).seal_bytes(
                content, _context(command.attachment_id))))
    return command.attachment_id


def _require_room(session: Session, book_id: UUID, size_bytes: int) -> None:
    kept = session.scalar(select(func.coalesce(func.sum(Attachment.size_bytes), 0)).where(
        Attachment.book_id == book_id))
    if (kept or 0) + size_bytes > MOST_BYTES_OF_BOOK:
        raise FilesFull(megabytes=MOST_BYTES_OF_BOOK // 1_000_000)


def read_file(session: Session, book_id: UUID, attachment_id: UUID) -> KeptFile:
    """Open a file of a book; the caller has asked permission.

    Raises:
        NotFound: the book keeps no such file.
    """
    row = session.execute(select(Attachment.media_type, Attachment.sealed, Attachment.sha256).where(
        Attachment.book_id == book_id, Attachment.attachment_id == attachment_id)).one_or_none()
    if row is None:
        raise NotFound()
    content = book_key(session, book_id).open_bytes(bytes(row.sealed), _context(attachment_id))
    return KeptFile(row.media_type, content, bytes(row.sha256))


def made_harmless(content: bytes) -> tuple[str, bytes]:
    """What a file is by its content, and the bytes that are kept of it.

    Raises:
        FileTooLarge, FileNotReadable, FileNotSafe
    """
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge()
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-1024:]:
            raise FileNotReadable()
        _refuse_programs(content)
        return "application/pdf", content
    return "image/jpeg", _drawn_anew(content)


def _refuse_programs(content: bytes) -> None:
    """Search a PDF for what is no picture of a paper, also in the texts that are packed into it."""
    room = MOST_UNPACKED
    for packed, part in enumerate([content, *_STREAM.split(content)[1:]]):
        text = _unpacked(part, room) if packed else part
        if _UNSAFE.search(text):
            raise FileNotSafe()
        room -= len(text) if packed else 0


def _unpacked(part: bytes, room: int) -> bytes:
    """The text packed into a part of a PDF; empty where it is none.

    Raises:
        FileNotSafe: it does not end as it should, or has no end.
    """
    if len(part) < _HEAD or part[0] % 16 != 8 or int.from_bytes(part[:_HEAD], "big") % 31:
        return b""
    unpacking, text = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    try:
        for piece in _pieces(part):
            text += unpacking.decompress(piece, room + 1 - len(text))
            if not _TEXT.issuperset(text[:64]):
                return b""
            if unpacking.eof or len(text) > room:
                break
    except zlib.error:
        if not text:
            return b""
    if text and not unpacking.eof:
        raise FileNotSafe()
    return bytes(text)


def _pieces(part: bytes) -> Iterator[bytes]:
    """The package without its head, a little at a time at first: what comes before a flaw is seen so."""
    yield from (part[at:at + 8] for at in range(_HEAD, min(len(part), _CAREFUL), 8))
    yield from (part[at:at + 65_536] for at in range(_CAREFUL, len(part), 65_536))


def _drawn_anew(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(content), formats=_PICTURES)
            if picture.width * picture.height > LARGEST_PIXELS:
                raise FileTooLarge()
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise FileNotReadable() from None
    bare, out = Image.new("RGB", upright.size), BytesIO()
    bare.paste(upright)
    bare.save(out, "JPEG", quality=85)
    return out.getvalue()


def _context(attachment_id: UUID) -> str:
    return f"attachment:{attachment_id}"
