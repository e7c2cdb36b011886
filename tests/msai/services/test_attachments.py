"""A file that proves something is believed by its content alone, and opens again only with the book's key."""

import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from msai.db import Database
from msai.models.remittances import Attachment
from msai.permissions import Action
from msai.services import attachments
from msai.services.attachments import LARGEST_BYTES, KeepFile, keep_file, made_harmless, read_file
from tests.msai.services.remitting.desk import named, refusal
from tests.msai.services.sundays import AT, GROUP, TREASURER, open_savers

Patch = pytest.MonkeyPatch
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def packed(text: bytes, *, cut: int = 0) -> bytes:
    """A PDF with a text packed into it, the last bytes of the package cut off."""
    body = zlib.compress(text, 9)
    return PDF.replace(b"trailer", b"2 0 obj<</Filter/FlateDecode>>stream\n" + body[:len(body) - cut]
                       + b"\nendstream endobj\ntrailer")


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
    assert Image.open(BytesIO(made_harmless(picture((3_000, 60)))[1])).size == (2_000, 40)
    assert b"<script>" not in made_harmless(picture(kind="JPEG") + b"<script>alert(1)</script>")[1]


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    """Its texts are looked into, and it opens with the same bytes."""
    for plain in (PDF, packed(b"BT (Received: 500.00) Tj ET"), packed(bytes(range(256)) * 40, cut=9)):
        assert made_harmless(plain) == ("application/pdf", plain)


@pytest.mark.parametrize(("content", "code"), [
    (b"<svg onload=alert(1)>", "file_not_readable"), (b"", "file_not_readable"),
    (picture()[:60], "file_not_readable"), (b"%PDF-1.4 cut off", "file_not_readable"),
    (PDF.replace(b"<<>>", b"<</JavaScript 2 0 R>>", 1), "file_not_safe"),
    (PDF.replace(b"<<>>", b"<</J#61va#53cript 2 0 R>>", 1), "file_not_safe"),
    (PDF.replace(b"<<>>", b"<</JS(app.alert)>>", 1), "file_not_safe"),
    (PDF.replace(b"<<>>", b"<</Encrypt 2 0 R>>", 1), "file_not_safe"),
    (packed(b"12 0 <</S/JavaScript/JS(app.alert(1))>>"), "file_not_safe"),
    (packed(b"12 0 <<>>", cut=5), "file_not_safe"), (packed(b" " * 70_000_000), "file_not_safe"),
    (b"x" * (LARGEST_BYTES + 1), "file_too_large"), (picture((26_000, 1_000)), "file_too_large"),
    (picture(kind="TIFF"), "file_not_readable"),
], ids=("svg", "empty", "cut", "cut pdf", "program", "letters as numbers", "short name",
        "locked", "packed program", "unfinished package", "bomb", "bytes", "pixels", "other"))
def test_what_is_no_plain_picture_or_pdf_is_refused(content: bytes, code: str) -> None:
    """Its name and what the browser said of it were never asked."""
    assert refusal(lambda: made_harmless(content)) == code


@pytest.mark.one_kind
def test_a_file_is_sealed_and_named_by_its_hash(database: Database, monkeypatch: Patch) -> None:
    """A stolen database shows no receipt; and there is an end to how many are kept."""
    with database.write() as session:
        open_savers(session)
        kept = keep_file(session, TREASURER, KeepFile(
            book_id=GROUP, attachment_id=named("proof"), action=Action.REMITTANCE_SEND, content=PDF, at=AT))
        again = read_file(session, GROUP, kept)
        monkeypatch.setattr(attachments, "MOST_BYTES_OF_BOOK", 2 * len(PDF) - 1)
        assert refusal(lambda: keep_file(session, TREASURER, KeepFile(
            book_id=GROUP, attachment_id=named("other"), action=Action.REMITTANCE_SEND, content=PDF,
            at=AT))) == "files_full"
        sealed = session.scalar(select(Attachment.sealed).where(Attachment.book_id == GROUP))

    assert again == ("application/pdf", PDF, sha256(PDF).digest())
    assert sealed is not None
    assert b"PDF" not in sealed
