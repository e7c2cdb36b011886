"""What a clever person tries with reports, their files and their taking back; nothing of it is half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.approvals import Decision, State, digest_of
from msai.db import Database
from msai.measures.production.stock import EventKind
from msai.models.reporting import MonthFile, MonthTakeBack
from msai.permissions import ANONYMOUS, Actor
from msai.services.enterprise_money.wanted import Paid
from msai.services.farming.batches import close_batch
from msai.services.farming.events import record_events, take_back
from msai.services.farming.reading import read_events
from msai.services.farming.wanted import CloseBatch, EventLine, RecordEvents, TakeBack
from msai.services.farming.wanted import Said as Quantity
from msai.services.reporting.drafts import SaveMonthDraft, save_month_draft
from msai.services.reporting.files import FileKind, KeepMonthFile, keep_month_file
from msai.services.reporting.reading import read_reports
from msai.services.reporting.said import BatchSaid, EventSaid, MonthSaid
from msai.services.reporting.sending import SendMonth
from msai.services.reporting.taking_back import (
    AnswerTakeBack,
    AskTakeBack,
    answer_take_back,
    ask_take_back,
    plan_take_back,
)
from msai.services.reporting.trying import try_month
from msai.services.two_officers import asked_row, read_reason
from tests.msai.imports.recorded import rows
from tests.msai.services.enterprise_money.till import AT, BEN, FARM, ROSA, TODAY, Till
from tests.msai.services.reporting.test_files import OGG, SITI, code, picture
from tests.msai.services.reporting.village import (
    AUGUST,
    FIELD,
    NINA,
    PEN,
    RICE,
    month,
    open_village,
    report_id,
    send,
)

pytestmark = pytest.mark.one_kind
BACK = UUID(int=0xBACC)
ASK = AskTakeBack(book_id=FARM, take_back_id=BACK, report_id=report_id(), words="Two died.", on=TODAY, at=AT)


def seen(session: Session) -> bytes:
    """The digest of what Ben's page shows."""
    row = asked_row(session, MonthTakeBack, FARM, take_back_id=BACK)
    plan = plan_take_back(session, FARM, row.report_id, on=TODAY)
    return digest_of(plan.shown(read_reason(session, FARM, row.note_id).commitment))


def answered(session: Session, shown: bytes) -> State:
    """Ben approves what his page showed."""
    return answer_take_back(session, BEN, AnswerTakeBack(
        book_id=FARM, take_back_id=BACK, decision=Decision.APPROVE, seen_digest=shown, on=TODAY, at=AT))


def event(kind: EventKind, many: int, *, batch: UUID = FIELD, unit: str = "kg") -> EventLine:
    """Something that happened after August."""
    return EventLine(line_ref="1", batch_id=batch, kind=kind, happened_on=date(2026, 9, 5),
                     said=Quantity(Fraction(many), unit))


def record(session: Session, line: EventLine) -> UUID:
    """Note it by itself; answers its id."""
    [found] = record_events(session, ROSA, RecordEvents(
        book_id=FARM, document_id=UUID(int=0xD0C), lines=[line], today=TODAY, at=AT))
    return found


def test_what_others_rest_on_is_not_asked_back(database: Database) -> None:
    """Rice of August that was sold in September, and money that is spent: said when it is asked."""
    with database.write() as session:
        till = open_village(session)
        send(session, month())
        sold = record(session, event(EventKind.SOLD, 2_400))
        assert code(lambda: ask_take_back(session, ROSA, ASK)) == "more_than_there"
        take_back(session, ROSA, TakeBack(book_id=FARM, event_id=sold, words="Not yet.", at=AT))
        till.note(Paid(code=5100, amount_minor=40_000_000, happened_on=TODAY, place="cash"))
        assert code(lambda: ask_take_back(session, ROSA, ASK)) == "negative_tender"
    assert "month_take_back" not in rows(database)


def test_a_batch_that_was_closed_holds_its_report(database: Database) -> None:
    """What is closed has added up; nobody moves it afterwards."""
    empty = month(batches=(replace(RICE, sold=Fraction(5_400)),), cash_minor=None, work=(), costs=())
    with database.write() as session:
        open_village(session)
        send(session, empty)
        close_batch(session, ROSA, CloseBatch(
            book_id=FARM, batch_id=FIELD, closed_on=TODAY, today=TODAY, at=AT))
        assert code(lambda: ask_take_back(session, ROSA, ASK)) == "batch_closed"
        late = MonthSaid(month=date(2026, 9, 1), batches=(replace(RICE, sold=None, sold_minor=None),))
        assert code(lambda: send(session, late, name="september")) == "batch_closed"


def test_a_book_that_moved_after_it_was_asked(database: Database) -> None:
    """The second person's yes finds that the money is spent: it is refused as a whole."""
    with database.write() as session:
        till = open_village(session)
        send(session, month())
        ask_take_back(session, ROSA, ASK)
        shown = seen(session)
        till.note(Paid(code=5100, amount_minor=40_000_000, happened_on=TODAY, place="cash"))
    before = rows(database)
    for screen, wanted in (shown, "negative_tender"), (b"x" * 32, "shown_differs"):
        with pytest.raises(LedgerError) as refused, database.write() as session:
            answered(session, screen)
        assert refused.value.code == wanted
    assert rows(database) == before
    with database.read() as session:
        assert read_reports(session, FARM)[0].stands
        assert Till(session).is_sound()


def test_who_asks_and_with_what_words(database: Database) -> None:
    """A reason of a book's length, an id used before, another screen, a facilitator, a backer, nobody."""
    with database.write() as session:
        open_village(session)
        send(session, month())
        send(session, MonthSaid(month=date(2026, 9, 1), words="Quiet.", cash_minor=40_800_000, place="cash"),
             name="september")
        assert code(lambda: ask_take_back(session, ROSA, replace(ASK, words="x" * 301))) == "text_too_long"
        assert code(lambda: ask_take_back(session, ROSA, replace(ASK, words="\u202e"))) == "bad_text"
        ask_take_back(session, ROSA, ASK)
        other = replace(ASK, report_id=report_id("september"))
        assert code(lambda: ask_take_back(session, ROSA, other)) == "idempotency_conflict"
        twice = replace(ASK, take_back_id=UUID(int=1))
        assert code(lambda: ask_take_back(session, BEN, twice)) == "already_requested"
        shown = seen(session)
        for actor in (NINA, SITI, ANONYMOUS, Actor(UUID(int=0x99))):
            assert code(lambda who=actor: ask_take_back(session, who, twice)) in (
                "not_permitted", "not_found", "sign_in_required")
        assert answered(session, shown) is State.APPROVED
        assert code(lambda: answered(session, shown)) == "approval_decided"


def test_an_event_of_a_report_goes_with_the_report(database: Database) -> None:
    """One person alone does not change what the backers read; her own notes she may."""
    with database.write() as session:
        open_village(session)
        send(session, month())
        mine = record(session, event(EventKind.DIED, 1, batch=PEN, unit="head"))
        died = next(one for one in read_events(session, FARM, batches=[PEN])
                    if one.kind is EventKind.DIED and one.document_id == report_id())
        back = TakeBack(book_id=FARM, event_id=died.event_id, words="It lives.", at=AT)
        assert code(lambda: take_back(session, ROSA, back)) == "line_of_report"
        take_back(session, ROSA, replace(back, event_id=mine))
        assert code(lambda: take_back(session, ROSA, replace(back, event_id=mine))) == "event_taken_back"


def test_a_file_is_itself_and_no_other(database: Database) -> None:
    """Under the id of a receipt nobody shows a photo to the backers; a photo names no amount."""
    photo = KeepMonthFile(book_id=FARM, report_id=report_id(), file_id=UUID(int=1), kind=FileKind.PHOTO,
                          content=picture(), at=AT, line_ref="x" * 5_000)
    with database.write() as session:
        till = open_village(session)
        receipt = till.note(Paid(code=5100, amount_minor=100, happened_on=TODAY, place="bank"),
                            receipt=picture())
        send(session, month())
        send(session, MonthSaid(month=date(2026, 9, 1), cash_minor=40_800_000, place="cash"), name="later")
        for _ in range(2):
            keep_month_file(session, NINA, photo)
        assert session.scalars(select(MonthFile.line_ref).where(MonthFile.book_id == FARM)).all() == [None]
        for other in (replace(photo, file_id=receipt), replace(photo, report_id=report_id("later")),
                      replace(photo, kind=FileKind.VOICE, content=OGG),
                      replace(photo, kind=FileKind.RECEIPT, line_ref="inputs")):
            assert code(lambda one=other: keep_month_file(session, NINA, one)) == "idempotency_conflict"
        ask_take_back(session, ROSA, replace(ASK, report_id=report_id("later")))
        answered(session, seen(session))
        late = replace(photo, file_id=UUID(int=2), report_id=report_id("later"))
        assert code(lambda: keep_month_file(session, ROSA, late)) == "report_taken_back"


def test_a_draft_holds_boxes_and_nothing_else(database: Database) -> None:
    """A box of no name, of five thousand digits, or of a whole book would stop everybody's form."""
    save = SaveMonthDraft(book_id=FARM, month=AUGUST, report_id=report_id(), version=0, typed={}, at=AT)
    with database.write() as session:
        open_village(session)
        for typed in ({"e" + "9" * 5_000 + "_quantity": "1"}, {"words": "x" * 70_000},
                      {f"{number}_died": "1" for number in range(9_000)}):
            long = replace(save, typed=typed)
            assert code(lambda one=long: save_month_draft(session, NINA, one)) == "report_too_long"
        for actor in (SITI, ANONYMOUS, Actor(UUID(int=0x99))):
            assert code(lambda who=actor: save_month_draft(session, who, save)) in (
                "not_permitted", "not_found", "sign_in_required")


def test_a_report_that_is_only_tried_is_refused_alike(database: Database) -> None:
    """A stranger learns nothing by trying, and what is absurd is refused before it is sent."""
    absurd = MonthSaid(month=AUGUST, batches=(BatchSaid(batch_id=PEN, unit="head", sold=Fraction(10**30)),))
    command = SendMonth(book_id=FARM, report_id=report_id(), said=absurd, today=TODAY, at=AT)
    with database.write() as session:
        open_village(session)
    before = rows(database)
    found = {}
    for name, actor in (("rosa", ROSA), ("siti", SITI), ("nobody", ANONYMOUS)):
        with pytest.raises(LedgerError) as refused, database.write() as session:
            try_month(session, actor, command)
        found[name] = refused.value.code
    assert found == {"rosa": "more_than_there", "siti": "not_permitted", "nobody": "sign_in_required"}
    assert rows(database) == before


def test_money_beside_an_event_stands_in_the_paper(database: Database) -> None:
    """Piglets and feed that were paid with an event are inputs for whoever reads the paper alone."""
    bought = EventSaid(line_ref="e1", batch_id=PEN, kind=EventKind.ADDED, quantity=Fraction(4), unit="head",
                       amount_minor=1_000, on=date(2026, 8, 3))
    with database.write() as session:
        till = open_village(session)
        send(session, month(events=(bought,), cash_minor=None))
        [report] = read_reports(session, FARM)
        assert report.totals["inputs"] == "64410.00"
        assert till.stands()["5100"] == 6_441_000
