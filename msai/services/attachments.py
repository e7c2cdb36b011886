"""Files that people add to a book as proof: checked by their content, made harmless, sealed, hashed.

What a file is called, and what a browser says it is, is not believed. Pictures are decoded and written anew,
which takes away where they were taken and whatever hid behind them; PDFs that carry programs are refused.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from msai.models.remittances import Attachment
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.keys import book_key
from msai.services.meeting_records import NOBODY

LARGEST_BYTES = 4_000_000
"""What fits into the largest request that is read, with the rest of its form."""
LARGEST_PIXELS = 25_000_000
_PICTURES = ("JPEG", "PNG", "WEBP")
_PROGRAMS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


class FileNotReadable(ServiceError):
    """The file is neither a picture nor a PDF that can be read."""

    code = "file_not_readable"


class FileTooLarge(ServiceError):
    """The file, or the picture in it, is too large."""

    code = "file_too_large"


class FileNotSafe(ServiceError):
    """The PDF carries programs or other files."""

    code = "file_not_safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFile:
    """A file as it was sent; `action` is what it is a proof of."""

    book_id: UUID
    attachment_id: UUID
    action: Action
    content: bytes
    at: int


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
    """
    require(actor, command.action, Target(command.book_id))
    media_type, content = made_harmless(command.content)
    kept = session.scalar(select(Attachment.attachment_id).where(
        Attachment.book_id == command.book_id, Attachment.attachment_id == command.attachment_id))
    if kept is None:
        session.execute(insert(Attachment).values(
            book_id=command.book_id, attachment_id=command.attachment_id, sha256=sha256(content).digest(),
            media_type=media_type, size_bytes=len(content), kept_by=actor.user_id or NOBODY,
            kept_at=command.at, sealed=book_key(session, command.book_id).seal_bytes(
                content, _context(command.attachment_id))))
    return command.attachment_id


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
        if any(word in content for word in _PROGRAMS):
            raise FileNotSafe()
        return "application/pdf", content
    return "image/jpeg", _drawn_anew(content)


def _drawn_anew(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_PICTURES)
            if picture.width * picture.height > LARGEST_PIXELS:
                raise FileTooLarge()
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise FileNotReadable() from None
    bare, out = Image.new("RGB", upright.size), BytesIO()
    bare.paste(upright)
    bare.save(out, "JPEG", quality=85)
    return out.getvalue()


def _context(attachment_id: UUID) -> str:
    return f"attachment:{attachment_id}"
