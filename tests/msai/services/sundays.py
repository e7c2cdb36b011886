"""A small group and its Sundays, for tests that close meetings as the phone and the form do.

Lorna keeps the record, Amina is second officer, Siti saves.  Sheets are written as the JSON
that travels, and read by the reader the edge uses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.schemas.meetings import load_sheet
from msai.services.groups import NewMember, OpenGroup, add_members, open_group
from msai.services.meetings import close_meeting
from msai.services.sheets import CloseMeeting, HeldSheet, Receipt
from msai.services.verification import VerifyBooks, verify_books

GROUP = UUID(int=0x5A)
OPENED = date(2026, 1, 4)
FIRST, SECOND, THIRD = date(2026, 1, 11), date(2026, 1, 18), date(2026, 1, 25)
AT = 1_790_000_000_000
LORNA, AMINA, SITI = 1, 2, 3
MEMBERS = {LORNA: "Lorna", AMINA: "Amina", SITI: "Siti"}
TREASURER = Actor(UUID(int=0x17), "Lorna", standings={GROUP: Standing(frozenset({Relation.TREASURER}))})
RULES: Mapping[str, Any] = {"saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 5]}
TENDERS = [("box", "cash"), ("bank", "bank")]


def open_savers(session: Session, book_id: UUID = GROUP, rules: Mapping[str, Any] = RULES) -> None:
    """Open the group with its three members, a box and a bank account."""
    open_group(session, SYSTEM_IMPORT, OpenGroup(
        book_id=book_id, alias="savers", name="Sunday Savers", country="HK", currency="HKD", opened_on=OPENED,
        rules={name: json.dumps(rule) for name, rule in rules.items()}, tenders=TENDERS, at=AT))
    add_members(session, SYSTEM_IMPORT, book_id, [
        NewMember(number=number, name=name, joined_on=OPENED) for number, name in MEMBERS.items()])


@contextmanager
def begun(database: Database, *papers: Paper) -> Iterator[Session]:
    """One write transaction in which the group was opened, and has closed the meetings of these sheets."""
    with database.write() as session:
        open_savers(session)
        for paper in papers:
            assert isinstance(close(session, paper), Receipt)
        yield session


def is_sound(session: Session) -> bool:
    """Whether verification finds nothing in the group's book."""
    return verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []


@dataclass(frozen=True)
class Paper:
    """A sheet as somebody writes it; what is left out is what an honest one says."""

    lines: Sequence[Mapping[str, Any]] = ()
    held_on: date = FIRST
    number: int | None = None
    id: UUID | None = None
    book_id: UUID = GROUP
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def meeting_id(self) -> UUID:
        """The id the phone made; one for each day unless it is said."""
        return self.id or uuid5(self.book_id, self.held_on.isoformat())

    def saying(self, **said: Any) -> Paper:
        """The same sheet with other words in some fields."""
        return replace(self, said={**self.said, **said})


def close(session: Session, paper: Paper, actor: Actor = TREASURER) -> Receipt | HeldSheet:
    """Send a sheet: its opening is the book's, everybody came, its count agrees, unless it says otherwise."""
    payload = as_json(session, paper)
    sheet = load_sheet(payload, currency="HKD", meeting_id=paper.meeting_id)
    return close_meeting(session, actor, CloseMeeting(
        book_id=paper.book_id, sheet=sheet, body=json.dumps(payload).encode(), received_at=AT))


def as_json(session: Session, paper: Paper) -> dict[str, Any]:
    """A sheet as it travels."""
    money = tender_money(session, paper.book_id)
    lying = sum(minor for (tender, _), minor in money.items() if tender == "box")
    return {
        "date": paper.held_on.isoformat(), "number": paper.number,
        "attendance": {str(number): "present" for number in MEMBERS},
        "opening": {f"{tender}/{fund}": decimal(minor) for (tender, fund), minor in sorted(money.items())},
        "lines": [dict(line) for line in paper.lines],
        "cash_counted": decimal(lying + _through_box(paper.lines)), **paper.said,
    }


def tender_money(session: Session, book_id: UUID) -> dict[tuple[str, str], int]:
    """What lies where before a sheet, as the book has it."""
    found = balances(session, book_id, codes=[1010, 1020])
    return {(account.alias, account.fund): minor for account, minor in found.items()}


INTO_BOX = {"savings", "social", "fine", "fine_paid", "fee", "fee_paid", "late_entry", "repayment",
            "investment", "held", "recovery", "donation", "bank_interest"}


def _through_box(lines: Sequence[Mapping[str, Any]]) -> int:
    through = 0
    for line in lines:
        if line.get("tender") == "box" and line["kind"] != "between_funds":
            through += _minor(line) if line["kind"] in INTO_BOX else -_minor(line)
        through += _minor(line) * ((line.get("to_tender") == "box") - (line.get("from_tender") == "box"))
    return through


def _minor(line: Mapping[str, Any]) -> int:
    try:
        return round(float(line.get("amount", "0")) * 100)
    except ValueError:
        return 0


def decimal(minor: int) -> str:
    """Cents as the machine form of an amount."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def holdings(session: Session, book_id: UUID = GROUP) -> dict[str, int]:
    """Every balance of a book, memo funds included, debit positive, zeros left out."""
    return {account.key: minor for account, minor in balances(session, book_id).items()}


def reasons(answer: Receipt | HeldSheet) -> set[tuple[str, str]]:
    """Why a sheet is held: place and code; empty when it was posted."""
    found = answer.reasons if isinstance(answer, HeldSheet) else ()
    return {(reason.path, reason.code) for reason in found}


def save(member: int, shares: int = 1, tender: str = "box") -> dict[str, Any]:
    """A member buys shares of 50.00."""
    amount = f"{50 * shares}.00"
    return {"kind": "savings", "member": member, "amount": amount, "shares": shares, "tender": tender}


def lend(member: int, amount: str, loan: str = "loan-1") -> dict[str, Any]:
    """A member borrows from the box."""
    return {"kind": "loan", "member": member, "amount": amount, "loan": loan, "tender": "box", "months": 3}


def repay(member: int, principal: str, interest: str = "0.00", loan: str = "loan-1") -> dict[str, Any]:
    """A member repays into the box."""
    amount = decimal(round((float(principal) + float(interest)) * 100))
    return {"kind": "repayment", "member": member, "loan": loan, "principal": principal, "interest": interest,
            "amount": amount, "tender": "box"}


FOUR = Paper([save(LORNA), save(AMINA, 2), save(SITI, 4)])
"""A first Sunday of which Siti later says that she paid another number of shares."""
