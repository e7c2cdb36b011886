"""Files of a report are known by their content, kept once, and say nothing of where they were made."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from ledgers.errors import LedgerError
from msai.db import Database
from msai.models.money import MoneyAct
from msai.permissions import Actor, NotPermitted, Relation, Standing
from msai.services.reporting.files import (
    LARGEST_SOUND,
    FileKind,
    KeepMonthFile,
    keep_month_file,
    list_month_files,
    read_month_file,
    read_picture,
    read_sound,
)
from tests.msai.services.enterprise_money.till import AT, FARM, ROSA
from tests.msai.services.reporting.village import NINA, month, open_village, report_id, send

pytestmark = pytest.mark.one_kind
SITI = Actor(UUID(int=0x53), "Siti", standings={FARM: Standing(frozenset({Relation.BACKER}))})
OGG = b"OggS" + bytes(200)


def picture() -> bytes:
    """A photo that says where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "14.6 N 121.0 E"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_files_are_kept_once_and_read_by_whom_they_are_for(database: Database) -> None:
    """A photo is for the backers too; receipts and voices are not; each amount has one receipt."""
    photo = KeepMonthFile(book_id=FARM, report_id=report_id(), file_id=UUID(int=1), kind=FileKind.PHOTO,
                          content=picture(), at=AT)
    receipt = replace(photo, file_id=UUID(int=2), kind=FileKind.RECEIPT, line_ref="inputs")
    with database.write() as session:
        open_village(session)
        assert code(lambda: keep_month_file(session, ROSA, photo)) == "not_found"
        send(session, month(entered_for="Rosa"), actor=NINA)
        for one in (photo, photo, receipt, receipt):
            keep_month_file(session, NINA, one)
        keep_month_file(session, ROSA, replace(
            photo, file_id=UUID(int=3), kind=FileKind.VOICE, content=OGG))
        assert code(lambda: keep_month_file(
            session, ROSA, replace(receipt, file_id=UUID(int=4)))) == "receipt_line_unknown"
        assert code(lambda: keep_month_file(
            session, ROSA, replace(receipt, file_id=UUID(int=4), line_ref="x"))) == "receipt_line_unknown"
        assert [one.kind for one in list_month_files(session, FARM, [report_id()])] == [
            FileKind.PHOTO, FileKind.RECEIPT, FileKind.VOICE]
        assert session.scalar(select(MoneyAct.receipt_id).where(
            MoneyAct.book_id == FARM, MoneyAct.line_ref == "inputs")) == UUID(int=2)
        kept = read_month_file(session, SITI, FARM, UUID(int=1))
        assert (kept.media_type, b"121.0" in kept.content) == ("image/jpeg", False)
        with pytest.raises(NotPermitted):
            read_month_file(session, SITI, FARM, UUID(int=2))
        assert code(lambda: keep_month_file(session, SITI, photo)) == "not_permitted"


def code(work: object) -> str:
    """The code with which something is refused."""
    assert callable(work)
    with pytest.raises(LedgerError) as found:
        work()
    return found.value.code


@pytest.mark.parametrize(("content", "wanted"), [
    (OGG, "audio/ogg"), (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"), (b"#!AMR\n", "audio/amr"),
    (b"\x1aE\xdf\xa3....webm", "audio/webm"), (b"\x00\x00\x00\x18ftypM4A ....", "audio/mp4"),
    (b"ID3\x03", "audio/mpeg"), (b"\xff\xf1\x50", "audio/aac"),
    (b"<svg onload=alert(1)>", "not_a_voice_note"),
    (b"MZ\x90", "not_a_voice_note"), (b"", "not_a_voice_note"), (picture(), "not_a_voice_note"),
    (OGG + bytes(LARGEST_SOUND), "voice_note_too_long"),
])
def test_a_sound_is_known_by_its_content(content: bytes, wanted: str) -> None:
    """Whatever its name or its sender says."""
    found = code(lambda: read_sound(content)) if "/" not in wanted else read_sound(content)[0]
    assert found == wanted


def test_a_sound_does_not_say_where_it_was_made() -> None:
    """The place of a phone's recording is emptied; the rest keeps its length and its bytes."""
    note = b"\xa9xyz+14.6+121.0/"
    sound = b"\x00\x00\x00\x18ftypM4A " + bytes(12) + (len(note) + 8).to_bytes(4, "big") + b"udta" + note
    kept = read_sound(sound + b"mdat" + b"hello")[1]
    assert (b"121.0" in kept, kept[-9:], len(kept)) == (False, b"mdathello", len(sound) + 9)


@pytest.mark.parametrize("content", [b"%PDF-1.4\n%%EOF", b"GIF89a", b"no picture", OGG])
def test_a_photo_that_is_none_is_refused(content: bytes) -> None:
    """A paper is no photo either."""
    assert code(lambda: read_picture(content)) == "not_a_picture"
