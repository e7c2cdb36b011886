"""The workbook of a farm of which all is known, of one read from a history, and one that was altered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from io import BytesIO
from uuid import UUID

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from sqlalchemy import event
from sqlalchemy.orm import Session

from msai.exports.enterprise.book import EnterpriseBook
from msai.exports.enterprise.workbook import write_enterprise_workbook
from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.enterprise_money.wanted import EquipmentBought, FamilyWorked, Grant, GrantUsed, Paid, Sold
from msai.services.enterprises import OpenEnterprise, RecordMonth, open_enterprise, record_month
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import open_batch
from msai.services.farming.events import record_events, take_back
from msai.services.farming.wanted import EventLine, OpenActivity, OpenBatch, RecordEvents, Said, TakeBack
from msai.services.land.certificates import record_certificate
from msai.services.land.chemicals import record_chemicals
from msai.services.land.parcels import record_parcel
from msai.services.views.enterprise_workbook.draw import draw_enterprise_workbook
from msai.services.views.statements.kinds import Span
from msai.services.views.statements.period import PeriodWanted
from msai.services.workforce.incidents import record_incident
from msai.services.workforce.suppliers import record_purchases
from msai.services.workforce.work import record_work, state_full_time
from tests.msai.exports.sample_workbook import in_english
from tests.msai.imports.recorded import fresh
from tests.msai.services.enterprise_money.till import AT, BUYER, FARM, OPENED, ROSA, SUPPLIER, Till
from tests.msai.services.people_and_land import hill_farm as hill
from tests.msai.services.reporting.village import AUGUST, month, open_village, send

TODAY = hill.TODAY
HOSTILE = '=HYPERLINK("http://example.org";"Goats")'
MILLED = UUID(int=0xBA3)
MILL = UUID(int=0xFB)
UNHEARD = 1
BACKER = Actor(UUID(int=0x61), "Siti", standings={FARM: Standing(frozenset({Relation.BACKER}))})
EVERYTHING, IN_AUGUST = PeriodWanted(Span.ALL), PeriodWanted(None, AUGUST, date(2026, 8, 31))
WHOLE = ("farm", "farm-of-a-backer", "farm-in-august", "mill")
ALTERED = "farm-altered"


def fill(session: Session) -> None:
    """The village with a month reported, money noted besides, people, land, a grant, and hostile names."""
    till = open_village(session)
    send(session, month())
    _trade(till)
    _goats(session)
    record_work(session, ROSA, hill.work())
    state_full_time(session, ROSA, hill.FULL_TIME)
    record_parcel(session, ROSA, hill.FIELD)
    record_certificate(session, ROSA, replace(hill.PGS, scheme=HOSTILE))
    record_chemicals(session, ROSA, hill.SPRAYED)
    record_purchases(session, ROSA, hill.PURCHASES)
    record_incident(session, ROSA, hill.COMPLAINT)


def _trade(till: Till) -> None:
    """Owed by a buyer and to a supplier, equipment, work of the family, and a grant that was used in part."""
    day = date(2026, 9, 2)
    till.note(Sold(activity="Hogs", amount_minor=1_234_501, happened_on=day, party=BUYER))
    till.note(Paid(code=5150, amount_minor=300_050, happened_on=day, party=SUPPLIER))
    till.note(EquipmentBought(name=HOSTILE, amount_minor=120_000, happened_on=day, months=60, place="cash"))
    till.note(FamilyWorked(hours_e2=1_250, amount_minor=50_000, happened_on=day))
    giver = till.name("Land Bank & Sons", "grant")
    till.note(Grant(backer=giver, amount_minor=5_000_000, happened_on=day, place="bank"))
    till.note(GrantUsed(backer=giver, amount_minor=1_500_025, happened_on=day))


def _goats(session: Session) -> None:
    """A herd with a name like a formula, one event of which was taken back, and one in sacks of its own."""
    goats = open_activity(session, ROSA, OpenActivity(
        book_id=FARM, kind=ActivityKind.GOATS, name=HOSTILE, unit="head", at=AT))
    open_batch(session, ROSA, OpenBatch(
        book_id=FARM, batch_id=MILLED, activity_id=goats, opened_on=OPENED, today=TODAY, at=AT, name=HOSTILE,
        number=Said(Fraction(12), "head"), weight=Said(Fraction(361, 2), "lb")))
    facts = {"batch_id": MILLED, "happened_on": date(2026, 9, 5), "words": HOSTILE}
    _born, lost = record_events(session, ROSA, RecordEvents(
        book_id=FARM, document_id=UUID(int=0xD0D), today=TODAY, at=AT, lines=(
            EventLine(line_ref="1", kind=EventKind.BORN, said=Said(Fraction(3), "head"), **facts),
            EventLine(line_ref="2", kind=EventKind.LOST, said=Said(Fraction(1), "head"), **facts))))
    take_back(session, ROSA, TakeBack(book_id=FARM, event_id=lost, words="It was asleep.", at=AT))


def fill_mill(session: Session) -> None:
    """An enterprise of a history, in money without decimals: three years but one month, and no batches."""
    months = [date(2023 + n // 12, n % 12 + 1, 1) for n in range(10, 46)]
    open_enterprise(session, SYSTEM_IMPORT, OpenEnterprise(
        book_id=MILL, alias="mill", name="Mill", country="KR", currency="KRW", activities=["rice"],
        opened_on=months[0], at=AT))
    for number, first in enumerate(months):
        said = {"month": f"{first:%Y-%m}", "sold": {"amount": "10000000"}, "inputs": "7000",
                "other_costs": "1", "wages": {}}
        if number == UNHEARD:
            continue
        record_month(session, SYSTEM_IMPORT, RecordMonth(
            book_id=MILL, report_id=UUID(int=number + 1), identity=f"mill-{number}", month=said["month"],
            reported_on=first.replace(day=20), activity="rice", sales_minor=10_000_000, inputs_minor=7_000,
            wages_minor=0, other_minor=1, body=said, at=AT))


@dataclass(frozen=True)
class Drawn:
    """A workbook before it is written, and how often the database was asked for it."""

    book: EnterpriseBook
    asked: int


def _draw(
    session: Session, actor: Actor, *, book_id: UUID = FARM, wanted: PeriodWanted = EVERYTHING,
) -> Drawn:
    asked: list[object] = []
    engine = session.connection().engine

    def note(*said: object) -> None:
        asked.append(said)

    event.listen(engine, "before_cursor_execute", note)
    book = draw_enterprise_workbook(session, actor, book_id, wanted=wanted, today=TODAY, version="1.0")
    event.remove(engine, "before_cursor_execute", note)
    return Drawn(book, len(asked))


@cache
def drawn() -> dict[str, Drawn]:
    """All workbooks of one database, drawn once."""
    with fresh() as database:
        with database.write() as session:
            fill(session)
            fill_mill(session)
        with database.read() as session:
            return dict(zip(WHOLE, (
                _draw(session, ROSA), _draw(session, BACKER), _draw(session, ROSA, wanted=IN_AUGUST),
                _draw(session, SYSTEM_IMPORT, book_id=MILL)), strict=True))


def as_file(book: EnterpriseBook) -> bytes:
    """A workbook as a file, in English."""
    file = BytesIO()
    write_enterprise_workbook(book, file, translate=in_english)
    return file.getvalue()


@cache
def written(name: str) -> bytes:
    """One of them as a file."""
    return as_file(drawn()[name].book)


def files() -> dict[str, bytes]:
    """All of them, and one in which a figure of every sheet is one more than it was."""
    made = {name: written(name) for name in WHOLE}
    workbook = load_workbook(BytesIO(made[WHOLE[0]]))
    for figure in first_figures(workbook).values():
        figure.value += 1
    altered = BytesIO()
    workbook.save(altered)
    return {**made, ALTERED: altered.getvalue()}


def first_figures(workbook: Workbook) -> dict[str, Cell]:
    """The first figure of every sheet that has one, by the title of the sheet."""
    found: dict[str, Cell] = {}
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and cell.data_type == "n":
                    found.setdefault(sheet.title, cell)
    return found
