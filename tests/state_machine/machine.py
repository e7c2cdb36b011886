"""The state machine: Sundays, corrections, retries, closings, joins and leaves, against the model.

Every step is one transaction, as at the edge.  After each the whole book is compared; at the
end of a run it is verified.  How often each rule was let through and refused is counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import BookKind, HolderKind
from ledgers.daybook import read_entries
from ledgers.entries import Posting, SourceKind
from ledgers.errors import AlreadyReversed, LedgerError
from ledgers.journal import Journal, Stamp
from ledgers.rules.corrections import CASH_DIFFERENCE
from ledgers.rules.tenders import Tender
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT, Actor, NotPermitted, Relation, Standing
from msai.schemas.meetings import load_sheet
from msai.services import groups, income, leaving
from msai.services.books import BookNamed, balances_at
from msai.services.holders import holder
from msai.services.meetings import MeetingConflict, close_meeting
from msai.services.postings import Paper
from msai.services.sheets import CloseMeeting, HeldSheet, Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.sundays import OPENED, TREASURER, holdings, open_savers
from tests.state_machine import endings, flaws, model
from tests.state_machine.lines import LineWriter, life_of_a_loan
from tests.state_machine.owing import owed_after
from tests.state_machine.sheets import Sheet

AT = 1_850_000_000_000
SEEDS = st.integers(0, 2**48)
FIRST_LINES = {
    "savings": {"shares": 3, "cents": 15_000}, "social": {"cents": 500}, "investment": {"cents": 4_321},
}
FUNDS = ["savings", "social", "investment"]
Tally = Counter[tuple[str, str]]
"""How often each rule was `accepted` and `refused`."""


class GroupMachine(RuleBasedStateMachine):
    """One group in one book of its own; `database` and `tally` are shared by all runs."""

    def __init__(self, database: Database, tally: Tally) -> None:
        super().__init__()
        self.database = database
        self.tally = tally

    @initialize()
    def open(self) -> None:
        """Open a group of three, in a book that no other run has."""
        self.book_id = uuid4()
        relations = frozenset({Relation.TREASURER})
        self.treasurer = Actor(TREASURER.user_id, standings={self.book_id: Standing(relations)})
        self.member = Actor(UUID(int=9), standings={self.book_id: Standing(frozenset({Relation.MEMBER}))})
        self.model = model.Book(joined=dict.fromkeys((1, 2, 3), OPENED))
        self.posted: dict[UUID, tuple[dict[str, Any], Receipt]] = {}
        self.held: UUID | None = None
        self.seen: model.Book | None = None
        with self.database.write() as session:
            open_savers(session, self.book_id)
        everybody = [{"kind": kind, "member": number, "tender": "box", "fund": "investment", **line}
                     for number in self.model.members() for kind, line in FIRST_LINES.items()]
        self.close(Sheet(uuid4(), model.next_sunday(self.model, OPENED), everybody), "meeting")

    def paper(self, kind: SourceKind) -> Paper:
        """A new paper."""
        return Paper(kind, uuid4(), AT)

    @property
    def day(self) -> date:
        """A day between the last meeting and the next."""
        return max((self.model.last_held or OPENED) + timedelta(days=3), self.model.opened_on)

    def send(self, sheet: dict[str, Any], meeting_id: UUID) -> Receipt | HeldSheet:
        """Send a sheet in a transaction of its own."""
        with self.database.write() as session:
            return close_meeting(session, self.treasurer, CloseMeeting(
                book_id=self.book_id, sheet=load_sheet(sheet, currency="HKD", meeting_id=meeting_id),
                body=json.dumps(sheet).encode(), received_at=AT))

    def close(self, sheet: Sheet, name: str) -> None:
        """Close a meeting and say the same of it as the model does."""
        written, pays_raised = sheet.written(self.model), self.model.pays_raised(sheet.lines)
        try:
            after, codes = self._after(sheet), set[str]()
        except model.Refused as refused:
            codes = set(refused.codes)
        answer = self.send(written, sheet.id)
        if isinstance(answer, HeldSheet):
            assert {reason.code for reason in answer.reasons} == codes, (answer.reasons, codes, written)
            self.held = sheet.id
        else:
            assert not codes, (codes, written)
            self.model, self.held = after, None if self.held == sheet.id else self.held
            self.posted[sheet.id] = written, answer
        for tried in (name, "interest raised") if pays_raised else (name,):
            self.tally[tried, "refused" if codes else "accepted"] += 1

    def _after(self, sheet: Sheet) -> model.Book:
        return model.meet(
            self.model, sheet.day, sheet.lines, difference=sheet.difference, paper=sheet.id)

    def any_sheet(self, seed: int, meeting_id: UUID) -> Sheet:
        """A sheet for next Sunday as it could be written."""
        chance = Random(seed)
        lines = LineWriter(self.model, chance).lines()
        day, reason = model.next_sunday(self.model, OPENED), "A note was missing or too much."
        day += timedelta(days=7 * chance.choice([0, 0, 0, 2]))
        agreeing = Sheet(meeting_id, day, lines, reason=reason)
        difference = chance.choice([0, 0, 0, 0, -1_000, 730])
        # Nobody counts less than nothing: a box without the money is a box that agrees.
        return agreeing if agreeing.expected(self.model) + difference < 0 else replace(
            agreeing, difference=difference)

    @rule(seed=SEEDS)
    def hold_a_meeting(self, seed: int) -> None:
        """Lines of every kind; what goes too far is held with exactly the model's codes."""
        self.close(self.any_sheet(seed, uuid4()), "meeting")

    @rule(seed=SEEDS)
    def meet_again(self, seed: int) -> None:
        """Most of what a group does is meeting."""
        self.close(self.any_sheet(seed, uuid4()), "meeting")

    @rule(seed=SEEDS)
    def go_on_with_a_loan(self, seed: int) -> None:
        """It is given, interest is raised on it, some is paid: of the interest what is raised comes first."""
        lines = life_of_a_loan(LineWriter(self.model, Random(seed)))
        self.close(Sheet(uuid4(), model.next_sunday(self.model, OPENED), lines), "meeting")

    @rule(flaw=st.sampled_from(flaws.FLAWS), seed=SEEDS)
    def send_a_wrong_sheet(self, flaw: flaws.Flaw, seed: int) -> None:
        """An honest sheet but for one thing is held for that thing; without it, it is posted."""
        self.send_spoiled(flaw, Random(seed), Sheet(
            uuid4(), model.next_sunday(self.model, OPENED)), "checked")

    def send_spoiled(self, flaw: flaws.Flaw, chance: Random, sheet: Sheet, name: str) -> None:
        """Send a sheet, mostly with a flaw."""
        spoiled = flaw.spoil(sheet.written(self.model), self.model, chance)
        if spoiled is None or chance.random() < 0.45:
            self.close(sheet, name)
            return
        answer = self.send(spoiled, sheet.id)
        assert isinstance(answer, HeldSheet)
        assert flaw.code in {reason.code for reason in answer.reasons}
        self.held = sheet.id
        self.tally[name, "refused"] += 1

    @rule(flaw=st.sampled_from(flaws.FLAWS), seed=SEEDS)
    def mend_a_held_sheet(self, flaw: flaws.Flaw, seed: int) -> None:
        """The same meeting again, with another sheet: posted, or held once more."""
        if self.held is None:
            self.send_a_wrong_sheet(flaw, seed)
        self.send_spoiled(flaw, Random(seed + 1), Sheet(
            self.held or uuid4(), model.next_sunday(self.model, OPENED)), "mended")

    @precondition(lambda self: self.posted)
    @rule(seed=SEEDS, is_same=st.booleans())
    def send_again(self, seed: int, is_same: bool) -> None:
        """A retry gets the receipt it missed; other content under the same id is a conflict."""
        meeting_id = Random(seed).choice(list(self.posted))
        sheet, receipt = self.posted[meeting_id]
        if is_same:
            assert self.send(sheet, meeting_id) == receipt
        else:
            other = {**sheet, "cash_counted": "0.07"}
            self.refused_with(MeetingConflict, lambda: self.send(other, meeting_id))
        self.tally["retry", "accepted" if is_same else "refused"] += 1

    @rule(seed=SEEDS)
    def correct_a_posting(self, seed: int) -> None:
        """One line of a meeting is taken back and posted with another amount; a second time is refused."""
        chance = Random(seed)
        with self.database.read() as session:
            postings = _postings(session, self.book_id)
        taken = {posting.reverses for posting in postings.values() if posting.reverses}
        again = sorted(ref for ref in taken if ref)
        if again and chance.random() < 0.5:
            self._correct_again(chance.choice(again), postings)
            return
        free = [ref for ref, posting in postings.items() if _is_of_savings(posting) and ref not in taken]
        for ref in chance.sample(free, min(6, len(free))):
            if self._correct(ref, postings[ref], chance):
                return

    def _correct_again(self, ref: tuple[int, int], postings: dict[tuple[int, int], Posting]) -> None:
        self.refused_with(AlreadyReversed, lambda: self._reverse(ref, postings[ref]))
        self.tally["correction", "refused"] += 1

    def _correct(self, ref: tuple[int, int], wrong: Posting, chance: Random) -> bool:
        right = chance.randint(max(1, wrong.amount_minor // 2), wrong.amount_minor + 100)
        after = self.model.copy()
        after.move([(wrong.credit.key, wrong.debit.key, wrong.amount_minor),
                    (wrong.debit.key, wrong.credit.key, right)])
        if not model.is_sound(after):
            return False
        self._reverse(ref, Posting(wrong.debit, wrong.credit, right))
        with self.database.read() as session:
            paper, kind = _paper_of(session, self.book_id, ref[0])
        after.dues = owed_after(after.dues, kind, [
            (wrong.debit.key, wrong.credit.key, right - wrong.amount_minor)])
        after.past.corrected.add((paper, int(wrong.line_ref or 0)))
        self.model = after
        self.tally["correction", "accepted"] += 1
        return True

    def _reverse(self, ref: tuple[int, int], right: Posting) -> None:
        put_right = (Posting(right.debit, right.credit, right.amount_minor),)
        with self.database.write() as session:
            Journal(session, self.book_id).reverse(
                [ref], occurred_on=self.day, client_ref=f"correction:{uuid4()}",
                stamp=Stamp(UUID(int=0x17), AT), put_right=put_right)

    @rule(seed=SEEDS)
    def distribute_income(self, seed: int) -> None:
        """By units; refused while nobody holds any, and when the tender has too little."""
        chance = Random(seed)
        cents, place = chance.randint(1, 3_000), chance.choice([None, "box", "bank"])
        command = income.Distribute(
            book_id=self.book_id, on=self.day, amount_minor=cents, paid_from=self.tender(place),
            paper=self.paper(SourceKind.DISTRIBUTION))
        self.same("distribution", lambda book: endings.distribute(book, cents, place),
                  lambda session: income.distribute(session, self.treasurer, command))

    @rule(fund=st.sampled_from(FUNDS), by=st.sampled_from(["treasurer", "member"]))
    def close_a_fund(self, fund: str, by: str) -> None:
        """Income and costs go to the surplus; a member may not decide it."""
        actor = self.treasurer if by == "treasurer" else self.member

        def close(session: Session) -> None:
            leaving.close_fund(session, actor, self.book_id, fund=fund, on=self.day,
                               paper=self.paper(SourceKind.CYCLE))

        if actor is self.member:
            self.refused_with(NotPermitted, lambda: self.write(close))
            self.tally["closing", "refused"] += 1
        else:
            self.same("closing", lambda book: endings.close_fund(book, fund), close)

    @rule(seed=SEEDS, by=st.sampled_from(["treasurer", "member"]))
    def somebody_comes_or_goes(self, seed: int, by: str) -> None:
        """A small group that people join and leave."""
        if len(self.model.members()) > Random(seed).choice([1, 2, 3, 5]):
            self.leave(Random(seed + 1), by)
        else:
            self.join(by)

    def join(self, by: str) -> None:
        """Somebody new; only officers take members in."""
        number = len(self.model.joined) + 1
        newcomer = groups.NewMember(number=number, name="Nong", joined_on=self.day)
        actor = self.treasurer if by == "treasurer" else self.member

        def add(session: Session) -> None:
            groups.add_members(session, actor, self.book_id, [newcomer])

        if actor is self.member:
            self.refused_with(NotPermitted, lambda: self.write(add))
            self.tally["join", "refused"] += 1
        else:
            self.same("join", lambda book: book.joined.__setitem__(number, self.day), add)

    def leave(self, chance: Random, by: str) -> None:
        """Debts are set off, the rest is due or paid; refused to members, and where there is too little."""
        number, day = chance.choice(self.model.members()), self.day
        place = chance.choice([None, "box", "bank", "bank"])
        command = leaving.Leave(
            book_id=self.book_id, number=number, on=day, paid_by=self.tender(place),
            paper=self.paper(SourceKind.MEMBER))
        if by == "member":
            self.refused_with(NotPermitted, lambda: self.write(
                lambda session: leaving.leave(session, self.member, command)))
            self.tally["leave", "refused"] += 1
            return
        self.same("leave", lambda book: endings.leave(book, number, day, place),
                  lambda session: leaving.leave(session, self.treasurer, command))

    def tender(self, place: str | None) -> Tender | None:
        """The tender of that name; none where nothing is paid."""
        return Tender(model.CODES[place], holder(self.book_id, HolderKind.TENDER, place)) if place else None

    def same(
        self, name: str, told: Callable[[model.Book], object], done: Callable[[Session], object],
    ) -> None:
        """Do something in the model and in the book: both let it through, or both refuse it by one code."""
        after = self.model.copy()
        try:
            told(after)
        except model.Refused as refused:
            self.refused_with(LedgerError, lambda: self.write(done), *refused.codes)
            self.tally[name, "refused"] += 1
            return
        self.write(done)
        self.model = after
        self.tally[name, "accepted"] += 1

    def write(self, done: Callable[[Session], object]) -> None:
        """One transaction."""
        with self.database.write() as session:
            done(session)

    def refused_with(self, kind: type[LedgerError], act: Callable[[], object], *codes: str) -> None:
        """An act is refused by that error, and by one of the codes where any are named."""
        with _expected(kind) as found:
            act()
        assert not codes or found[0].code in codes, (found, codes)

    @invariant()
    def the_book_is_the_model(self) -> None:
        """Every balance; and where something has changed, every unit and the value of a unit."""
        with self.database.read() as session:
            assert holdings(session, self.book_id) == self.model.holdings()
            if self.model is not self.seen:
                self.see_units(session)
        self.seen = self.model

    def see_units(self, session: Session) -> None:
        """Who holds what of the fund, and what a unit is worth."""
        named = BookNamed(self.book_id, BookKind.GROUP, "Sunday Savers", "HKD")
        said = balances_at(session, SYSTEM_IMPORT, named, as_of=None)
        assert said.units_e4 == {f"member-{number}": units for number, units in self.model.units().items()}
        assert said.unit_value == self.model.unit_value()

    def teardown(self) -> None:
        """What a run leaves behind verifies."""
        with self.database.read() as session:
            assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(self.book_id,))) == []


def _postings(session: Session, book_id: UUID) -> dict[tuple[int, int], Posting]:
    return {(entry.seq, line): posting for entry in read_entries(session, book_id)
            for line, posting in enumerate(entry.postings, start=1)}


def _paper_of(session: Session, book_id: UUID, seq: int) -> tuple[UUID | None, str]:
    """The id of the paper that an entry comes from, and its kind."""
    query = select(t.entry.c.source_id, t.entry.c.kind).where(
        t.entry.c.book_id == book_id, t.entry.c.seq == seq)
    source_id, kind = session.execute(query).one()
    return source_id, str(kind)


def _is_of_savings(posting: Posting) -> bool:
    """Money that changes fund is taken back on both sides or not at all, so neither half is drawn alone.

    What a count was off and what was shared out is not drawn either: corrections of lines ask for it.  Nor is
    a charge or its payment that was taken back put back: no paper says what it would pay then.
    """
    codes = (posting.debit.code, posting.credit.code)
    is_of_line = posting.line_ref not in (None, CASH_DIFFERENCE)
    takes_dues_back = posting.reverses is not None and 1150 in codes
    return posting.fund in ("savings", "social") and is_of_line and 3900 not in codes and not takes_dues_back


@contextmanager
def _expected(kind: type[LedgerError]) -> Iterator[list[LedgerError]]:
    found: list[LedgerError] = []
    try:
        yield found
    except kind as refused:
        found.append(refused)
    assert found, f"{kind.__name__} was expected"
