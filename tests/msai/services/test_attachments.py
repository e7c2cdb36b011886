"""A file that proves something is believed by its content alone, and opens again only with the book's key."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from msai.db import Database
from msai.models.remittances import Attachment
from msai.permissions import Action
from msai.services.attachments import LARGEST_BYTES, KeepFile, keep_file, made_harmless, read_file
from tests.msai.services.remitting.desk import named, refusal
from tests.msai.services.sundays import AT, GROUP, TREASURER, open_savers

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """A picture of a receipt, with a word hidden in it."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    Image.new("RGB", size, "white").save(out, kind, exif=exif)
    return out.getvalue()


def test_a_picture_is_written_anew_without_what_it_said_of_its_place() -> None:
    """Whoever sees the receipt shall not see where the treasurer lives."""
    media_type, kept = made_harmless(picture())

    assert media_type == "image/jpeg"
    assert b"where it was taken" not in kept
    assert Image.open(BytesIO(kept)).size == (40, 30)


@pytest.mark.parametrize(("content", "code"), [
    (b"<svg onload=alert(1)>", "file_not_readable"), (b"", "file_not_readable"),
    (picture()[:60], "file_not_readable"), (b"%PDF-1.4 cut off", "file_not_readable"),
    (PDF.replace(b"<<>>", b"<</JavaScript 2 0 R>>", 1), "file_not_safe"),
    (b"x" * (LARGEST_BYTES + 1), "file_too_large"), (picture((26_000, 1_000)), "file_too_large"),
    (picture(kind="TIFF"), "file_not_readable"),
], ids=("svg", "empty", "cut", "cut pdf", "program", "bytes", "pixels", "other"))
def test_what_is_no_plain_picture_or_pdf_is_refused(content: bytes, code: str) -> None:
    """Its name and what the browser said of it were never asked."""
    assert refusal(lambda: made_harmless(content)) == code


@pytest.mark.one_kind
def test_a_file_is_sealed_and_named_by_its_hash(database: Database) -> None:
    """A stolen database shows no receipt."""
    with database.write() as session:
        open_savers(session)
        kept = keep_file(session, TREASURER, KeepFile(
            book_id=GROUP, attachment_id=named("proof"), action=Action.REMITTANCE_SEND, content=PDF, at=AT))
        again = read_file(session, GROUP, kept)
        sealed = session.scalar(select(Attachment.sealed).where(Attachment.book_id == GROUP))

    assert again == ("application/pdf", PDF, sha256(PDF).digest())
    assert sealed is not None
    assert b"PDF" not in sealed
