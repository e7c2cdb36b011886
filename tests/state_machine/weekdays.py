"""What happens between Sundays: money that comes, rules that change, the bank, share-outs, old mistakes.

Each is done by the use case that the edge calls, as the people do it: one asks, another answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis.stateful import rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.cycles import close_cycle, open_cycle, share_out_cycle
from ledgers.entries import SourceKind
from ledgers.errors import CycleClosed
from ledgers.journal import Journal, Stamp
from ledgers.rules.share_out import Leftover, ShareTaken, share_out
from msai.approvals import Decide, Decision, OwnRequest, digest_of
from msai.db import Database
from msai.models.corrections import Correction
from msai.permissions import Actor, Relation, Standing
from msai.services import leaving
from msai.services.corrections import (
    AnswerCorrection,
    AskCorrection,
    Cash,
    Wanted,
    answer_correction,
    ask_correction,
)
from msai.services.group_rules.changing import AskForRule, answer_rule, ask_for_rule
from msai.services.holders import member_holder
from msai.services.meeting_day.receipts import ReceiptKnown, ReceiptRefused, RecordReceipt, record_receipt
from msai.services.reconciliation.items import Item, ItemKind
from msai.services.reconciliation.recording import ReconcileMonth, reconcile_month
from msai.services.reconciliation.standing import read_places
from msai.services.sheets import LineKind, SheetLine
from msai.services.two_officers import read_reason
from tests.msai.services.sundays import OPENED
from tests.state_machine import between, endings, model
from tests.state_machine.lines import WRITERS, LineWriter
from tests.state_machine.machine import AT, SEEDS, GroupMachine, Tally
from tests.state_machine.past import Line, Written
from tests.state_machine.put_right import SIMPLE, put_right
from tests.state_machine.sheets import FIELDS

RECEIVED = ("savings", "social", "investment", "repayment", "held")
AS_KEPT = {"amount": ("amount_minor", "cents"), "principal": ("principal_minor", "principal_cents"),
           "interest": ("interest_minor", "interest_cents")}


class WeekdayMachine(GroupMachine):
    """A group that also does something between its Sundays."""

    def __init__(self, database: Database, tally: Tally) -> None:
        super().__init__(database, tally)
        self.clock = AT

    def tick(self) -> int:
        """A moment after the one before: no two rules are settled at once."""
        self.clock += 1
        return self.clock

    @property
    def second(self) -> Actor:
        """The officer who answers what the treasurer asks; she is no member, so that no line is her own."""
        standing = Standing(frozenset({Relation.SECOND_OFFICER}))
        return Actor(UUID(int=0x18), standings={self.book_id: standing})

    @rule(seed=SEEDS)
    def money_comes(self, seed: int) -> None:
        """A member pays in on a weekday; more than she owes, or than the rules allow, is refused."""
        chance = Random(seed)
        kind = chance.choice(RECEIVED)
        line = WRITERS[kind][1](LineWriter(self.model, chance)) or {}
        if not line or chance.random() < 0.4:
            kind, shares = "savings", chance.randint(4, 8)
            line = {"member": chance.choice(self.model.members()), "tender": "box", "shares": shares,
                    "cents": shares * 5_000}
        self.receive({"kind": kind, **line}, uuid4())

    def receive(self, line: Line, receipt_id: UUID) -> None:
        """Record a receipt and say the same of it as the model does."""
        after, day = self.model.copy(), self.day
        command = RecordReceipt(
            book_id=self.book_id, receipt_id=receipt_id, received_on=day, line=_sheet_line(line, "1"), at=AT)
        codes = None
        try:
            between.receive(after, day, line, receipt_id)
        except model.Refused as refused:
            codes = set(refused.codes)
        assert self.received(command) == codes, line
        self.model = self.model if codes else after
        self.tally["receipt", "refused" if codes else "accepted"] += 1

    def received(self, command: RecordReceipt) -> set[str] | None:
        """The codes for which the book refuses a receipt; none when it was recorded."""
        try:
            self.write(lambda session: record_receipt(session, self.treasurer, command))
        except ReceiptRefused as refused:
            return {reason.code for reason in refused.reasons}
        except ReceiptKnown as refused:
            return {refused.code}
        return None

    @rule(seed=SEEDS)
    def change_a_rule(self, seed: int) -> None:
        """Two officers let a limit hold from a day on; not from a day on which the group has met."""
        chance = Random(seed)
        most = chance.randint(3, 6)
        sunday = model.next_sunday(self.model, OPENED)
        day = sunday - timedelta(days=7 * chance.choice([0, 0, 1]))
        self.same("rule", lambda book: between.limit_shares(book, most, day),
                  lambda session: self._agree_on(session, most, day))

    def _agree_on(self, session: Session, most: int, day: date) -> None:
        at, approval_id = self.tick(), uuid4()
        digest = ask_for_rule(session, self.treasurer, AskForRule(
            approval_id=approval_id, book_id=self.book_id, name="shares_per_meeting", value=(1, most),
            holds_from=day, at=at))
        answer_rule(session, self.second, Decide(
            book_id=self.book_id, approval_id=approval_id, decision=Decision.APPROVE, seen_digest=digest,
            at=at))

    @rule(seed=SEEDS)
    def look_at_the_bank(self, seed: int) -> None:
        """The bank took a charge last month; it is booked on the last day of that month."""
        chance, today = Random(seed), self.day
        funds = [fund for alias, fund in self.model.tender_money() if alias == "bank"]
        over = self.months_over(today)
        if not funds or not over:
            return
        month = chance.choice(over) if chance.random() < 0.9 else today
        after = self.model.past.looks.get(_last_day(month), 0) + chance.choice([0] * 9 + [1])
        charge = {"fund": chance.choice(funds), "cents": chance.randint(1, 900)}
        command = ReconcileMonth(
            book_id=self.book_id, reconciliation_id=uuid4(), tender="bank", seen_minor=0, after=after,
            month=month.year * 100 + month.month, today=today, at=AT,
            items=(Item(ItemKind.CHARGE, charge["cents"], fund=charge["fund"]),))
        self.same("bank", lambda book: between.look_at_bank(book, month, charge, today=today, after=after),
                  lambda session: reconcile_month(session, self.treasurer, command))

    def months_over(self, today: date) -> list[date]:
        """The last days of the months that can be compared with the bank."""
        with self.database.read() as session:
            places = read_places(session, self.book_id, today=today)
        return [month.last_day for place in places if place.alias == "bank" for month in place.months]

    @rule(seed=SEEDS)
    def share_savings_out(self, seed: int) -> None:
        """A cycle ends: savings become due, some carry on; a cycle nobody closed is not shared out."""
        chance, day, cycle_no = Random(seed), self.day, self.model.cycle_no
        if chance.random() < 0.5:
            self.refused_with(CycleClosed, lambda: self.write(
                lambda session: share_out_cycle(session, self.book_id, cycle_no=cycle_no)))
            self.tally["share-out", "refused"] += 1
            return
        if day >= model.next_sunday(self.model, OPENED):
            return
        carrying_on = {number for number in self.model.members() if chance.random() < 0.3}
        self.same("share-out", lambda book: endings.share_out(book, carrying_on, day),
                  lambda session: self._end_cycle(session, carrying_on, day))

    def _end_cycle(self, session: Session, carrying_on: set[int], day: date) -> None:
        leaving.close_fund(session, self.treasurer, self.book_id, fund="savings", on=day,
                           paper=self.paper(SourceKind.CYCLE))
        taken = [self._share_of(number, carrying_on) for number in self.model.joined]
        taken = [share for share in taken if share.savings_minor and share.paid_by is Leftover.DUE]
        if taken:
            Journal(session, self.book_id).post(
                share_out(day, taken, step=1), client_ref=f"share-out:{uuid4()}",
                stamp=Stamp(UUID(int=0x17), AT))
        cycle_no = self.model.cycle_no
        close_cycle(session, self.book_id, cycle_no=cycle_no, closed_on=day)
        share_out_cycle(session, self.book_id, cycle_no=cycle_no)
        open_cycle(session, self.book_id, cycle_no=cycle_no + 1, opened_on=day + timedelta(days=1))

    def _share_of(self, number: int, carrying_on: set[int]) -> ShareTaken:
        saved = -self.model.balances[model.member(3100, "savings", number)]
        shares = self.model.balances[model.member(9400, "shares", number)]
        left = Leftover.CARRIED_ON if number in carrying_on else Leftover.DUE
        return ShareTaken(member_holder(self.book_id, number), saved, saved, left, shares=shares)

    @rule(seed=SEEDS)
    def put_a_line_right(self, seed: int) -> None:
        """An officer sees that a line was wrong; another agrees."""
        chance = Random(seed)
        self.put_right_one_of(chance.choice(list(self.lines_by_end().values())), chance)

    @rule(seed=SEEDS)
    def put_an_old_line_right(self, seed: int) -> None:
        """A mistake is found when the year is over; where no year is over yet, this one ends first."""
        chance, lines = Random(seed), self.lines_by_end()
        lines.pop("open", None)
        if lines:
            self.put_right_one_of(chance.choice(list(lines.values())), chance)
        elif chance.random() < 0.5:
            self.share_savings_out(seed)
        else:
            self.close_a_fund(fund="savings", by="treasurer")

    def put_right_one_of(self, lines: Sequence[Written], chance: Random) -> None:
        """One of these lines was wrong."""
        wrong = chance.choice(lines)
        self.put_right(wrong, chance, f"line, {self._when(wrong)}")

    def lines_by_end(self) -> dict[str, list[Written]]:
        """The lines that can be put right here, by what has become of their year."""
        lines: dict[str, list[Written]] = {}
        for written in self.model.past.lines:
            if written.line["kind"] in SIMPLE and not _is_charge_of_second(written):
                lines.setdefault(self._when(written), []).append(written)
        return lines

    def _when(self, written: Written) -> str:
        since = self.model.past.since(written)
        moves = [move for move in written.moves if not move[0].endswith("|shares|None")]
        if written.line["kind"] == "savings" and endings.was_paid_out(written.line["member"], since):
            return "shared out"
        fund = moves[0][0].split("|")[1]
        return "closed" if any(ended.fund == fund for ended in since) else "open"

    def put_right(self, wrong: Written, chance: Random, name: str) -> None:
        """Ask for it and answer; a line that was put right, or would be below nothing, is refused."""
        becomes = None if chance.random() < 0.3 else _other(wrong.line, chance)
        as_counted = wrong.paper in self.model.past.differences and chance.random() < 0.5
        by = self.second if chance.random() < 0.9 else self.treasurer

        def agree(session: Session) -> None:
            self._agree_to(session, wrong, becomes, Cash.AS_COUNTED if as_counted else Cash.HANDED_OVER, by)

        after = self.model.copy()
        try:
            put_right(after, wrong, becomes, as_counted=as_counted)
        except model.Refused:
            by = self.second
        if by is not self.treasurer:
            self.same(name, lambda book: put_right(book, wrong, becomes, as_counted=as_counted), agree)
            return
        self.refused_with(OwnRequest, lambda: self.write(agree))
        self.tally[name, "refused"] += 1

    def _agree_to(
        self, session: Session, wrong: Written, becomes: Line | None, cash: Cash, by: Actor,
    ) -> None:
        seq, line = self._place(session, wrong)
        right = _sheet_line(becomes, str(wrong.place)) if becomes else None
        correction_id = uuid4()
        plan = ask_correction(session, self.treasurer, AskCorrection(
            correction_id=correction_id, reason="I wrote it down wrong.", on=self.day, at=AT,
            wanted=Wanted(book_id=self.book_id, seq=seq, line=line, becomes=right, cash=cash)))
        note_id = session.scalars(select(Correction.note_id).where(
            Correction.book_id == self.book_id, Correction.correction_id == correction_id)).one()
        note = read_reason(session, self.book_id, note_id)
        answer_correction(session, by, AnswerCorrection(
            book_id=self.book_id, correction_id=correction_id, decision=Decision.APPROVE, on=self.day,
            at=AT + 1, seen_digest=digest_of(plan.shown(note.commitment))))

    def _place(self, session: Session, wrong: Written) -> tuple[int, int]:
        """Where a line stands in the book: the first of its postings."""
        query = (
            select(t.posting.c.seq, func.min(t.posting.c.line))
            .join(t.entry, (t.entry.c.book_id == self.book_id) & (t.entry.c.seq == t.posting.c.seq))
            .where(t.posting.c.book_id == self.book_id, t.entry.c.source_id == wrong.paper,
                   t.posting.c.line_ref == str(wrong.place))
            .group_by(t.posting.c.seq))
        seq, line = session.execute(query).one()
        return seq, line


def _is_charge_of_second(written: Written) -> bool:
    """Whether it charged the second officer, who answers here: about what she owes herself she may not."""
    return any(side.startswith("1150|") and side.endswith("|member-2")
               for move in written.moves for side in move[:2])


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _other(line: Line, chance: Random) -> Line:
    """What the line should have been: another amount, perhaps from another place."""
    places = {"box": "bank", "bank": "box", None: None}
    place = places[line["tender"]] if chance.random() < 0.3 else line["tender"]
    if line["kind"] == "savings":
        shares = chance.choice([n for n in range(1, 7) if n != line["shares"]])
        return {**line, "tender": place, "shares": shares, "cents": shares * 5_000}
    return {**line, "tender": place, "cents": line["cents"] + chance.choice([-1, 1, 2]) * chance.randint(
        1, max(1, line["cents"] - 1))}


def _sheet_line(line: Line, ref: str) -> SheetLine:
    said: dict[str, Any] = {}
    for name in FIELDS[line["kind"]].split():
        kept, told = AS_KEPT.get(name, (name, name))
        said[kept] = line[told]
    return SheetLine(kind=LineKind(line["kind"]), ref=ref, **said)
