"""The farm of the model and the farm of the ledger, side by side, act by act.

Each act is a transaction, as at the edge; of one that is refused nothing may be left. How often each rule was
let through and refused is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind, boxes, closing
from msai.measures.production.units import Base
from msai.models.reporting import MonthTakeBack
from msai.services.enterprise_money.wanted import (
    BillPaid,
    CashCounted,
    CloseYear,
    Collected,
    Moved,
    Paid,
    Sold,
    StockCounted,
)
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import close_batch, open_batch
from msai.services.farming.events import record_events
from msai.services.farming.reading import read_events, stock_moves
from msai.services.farming.units_here import set_factor
from msai.services.farming.wanted import (
    CloseBatch,
    EventLine,
    OpenActivity,
    OpenBatch,
    RecordEvents,
    Said,
    SetFactor,
)
from msai.services.reporting.reading import read_reports, read_said
from msai.services.reporting.said import BatchSaid, CostSaid, EventSaid, MonthSaid, WorkSaid
from msai.services.reporting.sending import SendMonth, send_month
from msai.services.reporting.taking_back import (
    AnswerTakeBack,
    AskTakeBack,
    answer_take_back,
    ask_take_back,
    plan_take_back,
)
from msai.services.two_officers import asked_row, read_reason
from msai.services.workforce.work import E4, Sex
from tests.msai.services.enterprise_money.till import AT, BEN, FARM, OPENED, ROSA, open_till
from tests.msai.services.reporting.village import NINA
from tests.random_months import drawn, model, report

Tally = Counter[tuple[str, str]]
ACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "sold": lambda of: Sold(activity="Hogs", place=of["place"], **_whole(of)),
    "credit": lambda of: Sold(activity="Palay", party="party-1", **_whole(of)),
    "collected": lambda of: Collected(party="party-1", place=of["place"], **_whole(of)),
    "paid": lambda of: Paid(code=5300, place=of["place"], **_whole(of)),
    "owed": lambda of: Paid(code=5150, party="party-1", **_whole(of)),
    "bill_paid": lambda of: BillPaid(party="party-1", place=of["place"], **_whole(of)),
    "moved": lambda of: Moved(place="bank", into="cash", **_whole(of)),
}
SIDES = {
    "sold": ("", "4100 Hogs"), "credit": ("1100 party-1", "4100 Palay"), "collected": ("", "1100 party-1"),
    "paid": ("5300", ""), "owed": ("5150", "2100 party-1"), "bill_paid": ("2100 party-1", ""),
    "moved": ("1010 cash", "1020 bank")}


def _whole(of: dict[str, Any]) -> dict[str, Any]:
    return {"amount_minor": of["amount"], "happened_on": of["on"]}


class TwoFarms:
    """The farm of the ledger in a database of its own, and that of the model; `tally` is all runs'."""

    def __init__(self, database: Database, tally: Tally) -> None:
        """A farm of hogs and rice with a pen and a field, and money in the bank and in a box."""
        self.database, self.tally, self.number = database, tally, 0
        with database.write() as session:
            self.begin(session)

    def begin(self, session: Session) -> None:
        """Open it, in one transaction."""
        self.till = open_till(session)
        self.till.today = date(2026, 3, 20)
        self.farm = model.Farm(OPENED, self.till.today)
        self.till.note(Moved(place="bank", into="cash", amount_minor=400_000, happened_on=OPENED))
        self.farm.moved += [model.Moved(OPENED, "1020 bank", "3100 owner", 1_000_000),
                            model.Moved(OPENED, "1010 cash", "1020 bank", 400_000)]
        self.activities = {main: open_activity(session, ROSA, OpenActivity(
            book_id=FARM, kind=kind, name=name, unit=unit, at=AT)) for main, kind, name, unit in (
            ("animals", ActivityKind.HOGS, "Hogs", "head"), ("palay", ActivityKind.PALAY, "Palay", "kg"))}
        for main, many in ("animals", 36), ("palay", 400):
            self.batch_opened(main, OPENED, many)

    @property
    def session(self) -> Session:
        """The transaction of the act that goes on."""
        return self.till.session

    def act(self, chance: str) -> None:
        """One act, all of it decided by some text."""
        rng = Random(chance)
        acts, weights = zip(*WEIGHTS, strict=True)
        rng.choices(acts, weights)[0](self, rng)
        with self.database.read() as self.till.session:
            self.agree()

    @contextmanager
    def tried(self, name: str, after: model.Farm, codes: model.Codes) -> Iterator[None]:
        """An act of both: let through by both, or refused by the ledger with a code of the model."""
        refused = None
        try:
            with self.database.write() as self.till.session:
                yield
        except LedgerError as problem:
            refused = problem.code
        assert refused in (codes or {None}), (name, refused, codes)
        self.farm = self.farm if codes else after
        self.tally[name, "refused" if codes else "accepted"] += 1

    def agree(self) -> None:
        """Money stands where the model says, and what is there of each batch is what it says."""
        assert {key: minor for key, minor in self.till.stands().items() if minor} == self.farm.stands()
        told = read_events(self.session, FARM, batches=[_batch(number) for number in self.farm.batches])
        since = self.till.today.replace(day=1)
        for number, batch in self.farm.batches.items():
            moves = stock_moves([one for one in told if one.batch_id == _batch(number)], batch.main)
            found = boxes(moves, since=since)
            assert closing(Fraction(0), moves) == batch.there()
            assert (found.start, found.left) == (batch.there(since - timedelta(days=1)), batch.there())

    def fresh(self) -> int:
        """The next number."""
        self.number += 1
        return self.number

    def batch_opened(self, main: str, day: date, many: int) -> None:
        """Both open a batch."""
        number = self.fresh()
        unit = "head" if main == "animals" else "kg"
        open_batch(self.session, ROSA, OpenBatch(
            book_id=FARM, batch_id=_batch(number), activity_id=self.activities[main], opened_on=day,
            today=self.till.today, at=AT, name=f"No. {number}", number=Said(Fraction(many), unit)))
        self.farm.batches[number] = model.Batch(main, day, moves=[model.Move("added", day, Fraction(many))])
        self.tally["batch", "accepted"] += 1

    def time_passes(self, rng: Random) -> None:
        """Some weeks."""
        self.till.today += timedelta(days=rng.randint(5, 45))
        self.farm.today = self.till.today

    def opens_a_batch(self, rng: Random) -> None:
        """A new batch, perhaps told late."""
        if len(self.farm.batches) < 5:
            day = max(OPENED, self.till.today - timedelta(days=rng.randint(0, 40)))
            with self.database.write() as self.till.session:
                self.batch_opened(rng.choice(["animals", "palay"]), day, rng.choice([2, 30]))

    def sets_a_factor(self, rng: Random) -> None:
        """What a cavan or a basket holds here, from a day on."""
        unit, many = rng.choice(["cavan-50", "basket", "basket", "kg"]), rng.randint(-3, 60)
        after, day = deepcopy(self.farm), self.till.today - timedelta(days=rng.randint(0, 90))
        held = [one for one in after.factors.get(unit, []) if one[0] != day]
        after.factors[unit] = [*held, (day, Fraction(many))]
        codes = {"factor_not_positive"} if many <= 0 else set()
        with self.tried("factor", after, codes | ({"unit_is_fixed"} if unit == "kg" else set())):
            set_factor(self.session, ROSA, SetFactor(
                book_id=FARM, factor_id=UUID(int=self.fresh()), unit=unit, base=Base.KG,
                factor=Fraction(many), holds_from=day, at=AT + self.number, is_sure=True))

    def something_happens(self, rng: Random) -> None:
        """An event that is noted by itself."""
        said = drawn.event(rng, self.farm, self.till.today.replace(day=1))
        after, document = deepcopy(self.farm), UUID(int=0xD0C0000 + self.fresh())
        codes = model.tell(after, said["batch"], said, None) | model.shortages(after)
        with self.tried("event", after, codes):
            record_events(self.session, ROSA, RecordEvents(
                book_id=FARM, document_id=document, today=self.till.today, at=AT, lines=[EventLine(
                    line_ref="1", batch_id=_batch(said["batch"]), kind=EventKind(said["kind"]),
                    happened_on=said["on"], said=Said(said["quantity"], said["unit"]), words="We saw it.",
                    product=self.product_of(said))]))

    def product_of(self, said: dict[str, Any]) -> str | None:
        """The main product of the batch an event names."""
        batch = self.farm.batches.get(said["batch"])
        return batch.main if batch else None

    def reports(self, rng: Random) -> None:
        """A month is reported: whole or in part, in detail, typed in from paper."""
        part, detail, by = rng.random() < 0.5, rng.random() < 0.4, rng.choice(["Rosa", "Rosa", "Nina"])
        said = drawn.report(rng, self.farm, part=part, detail=detail)
        said["typed_in"] = "Rosa" if by == "Nina" and rng.random() < 0.9 else ""
        name = f"report {self.fresh()}"
        after = deepcopy(self.farm)
        codes = report.send(after, name, said, is_manager=by == "Rosa")
        earlier = any(one["month"] == said["month"] for one in self.farm.reports.values())
        what = "detail" if detail else "part" if part else "whole"
        with self.tried("sent again" if earlier else what, after, codes):
            self.send(name, said, by)
        if by == "Nina":
            self.tally["typed in", "refused" if codes else "accepted"] += 1
        if not codes:
            with self.database.read() as self.till.session:
                self.paper_agrees(name, said)

    def send(self, name: str, said: report.Said, by: str, words: str = "") -> None:
        """Send a report to the ledger, twice: the second changes nothing."""
        command = SendMonth(book_id=FARM, report_id=uuid5(FARM, name), today=self.till.today, at=AT,
                            said=self.written(said, words))
        actor = ROSA if by == "Rosa" else NINA
        assert send_month(self.session, actor, command) == send_month(self.session, actor, command)

    def written(self, said: report.Said, words: str = "") -> MonthSaid:
        """A report in the ledger's own form."""
        batches = tuple(BatchSaid(
            batch_id=_batch(number), sold_minor=one.get("amount"), **{
                name: one.get(name) for name in ("unit", "added", "died", "sold", "eaten", "left")})
            for number, one in said["batches"].items())
        events = tuple(EventSaid(
            line_ref=one["line_ref"], batch_id=_batch(one["batch"]), kind=EventKind(one["kind"]),
            quantity=one["quantity"], unit=one["unit"], on=one["on"], amount_minor=one["amount"],
            product=self.product_of(one), words="We saw it.") for one in said["events"])
        return MonthSaid(
            month=said["month"], batches=batches, events=events, place=said["place"],
            costs=tuple(CostSaid(line_ref=line, code=code, amount_minor=minor)
                        for line, code, minor in said["costs"]),
            work=tuple(WorkSaid(
                line_ref=one["sex"], sex=Sex(one["sex"]), people=one["people"], hours_e4=one["hours"] * E4,
                wages_minor=one["wages"]) for one in said["work"]),
            cash_minor=said["cash"], entered_for=said["typed_in"], words=words)

    def paper_agrees(self, name: str, said: report.Said) -> None:
        """What everybody reads of a report is what was said, and what its batches and books have."""
        paper = next(one for one in read_reports(self.session, FARM) if one.report_id == uuid5(FARM, name))
        sums = {"sold": (paper.totals.get("sold") or {}).get("amount"), "inputs": paper.totals.get("inputs")}
        found = {key: None if text is None else amount_from_decimal(text, "PHP")
                 for key, text in sums.items()}
        assert found == {"sold": report.sold_of(said), "inputs": report.inputs_of(said)}
        assert paper.is_entered == bool(said["typed_in"])
        assert read_said(self.session, FARM, paper.report_id) == self.written(said)

    def sends_it_again_otherwise(self, rng: Random) -> None:
        """The id of a report with other words is refused, whatever became of it."""
        if not self.farm.reports:
            return
        name = rng.choice(list(self.farm.reports))
        with self.tried("other words", self.farm, {"idempotency_conflict"}):
            self.send(name, self.farm.reports[name], "Rosa", words="Rain.")

    def takes_a_report_back(self, rng: Random) -> None:
        """One asks, the other agrees; all of it is undone, or nothing."""
        if not self.farm.reports:
            return
        name = rng.choice(list(self.farm.reports))
        after, back = deepcopy(self.farm), UUID(int=0xBACC0000 + self.fresh())
        one, other = rng.sample([ROSA, BEN], 2)
        with self.tried("taken back", after, report.take_back(after, name)):
            ask_take_back(self.session, one, AskTakeBack(
                book_id=FARM, take_back_id=back, report_id=uuid5(FARM, name), words="It was wrong.",
                on=self.till.today, at=AT))
            row = asked_row(self.session, MonthTakeBack, FARM, take_back_id=back)
            plan = plan_take_back(self.session, FARM, row.report_id, on=self.till.today)
            seen = digest_of(plan.shown(read_reason(self.session, FARM, row.note_id).commitment))
            answer_take_back(self.session, other, AnswerTakeBack(
                book_id=FARM, take_back_id=back, decision=Decision.APPROVE, seen_digest=seen,
                on=self.till.today, at=AT))

    def money_moves(self, rng: Random) -> None:
        """An act of money between the reports."""
        of = dict(drawn.act(rng, self.farm))
        debit, credit = (side or model.PLACES[of["place"]] for side in SIDES[of["sort"]])
        after = deepcopy(self.farm)
        codes = model.put(after, [model.Moved(of["on"], debit, credit, of["amount"])])
        if of["sort"] in ("collected", "bill_paid"):
            there = abs(self.farm.stands()["1100 party-1" if of["sort"] == "collected" else "2100 party-1"])
            codes |= {"money_more_than_stands"} if of["amount"] > there else set()
        with self.tried(f"money: {of['sort']}", after, codes):
            self.till.note(ACTS[of["sort"]](of))

    def counts_the_cash(self, rng: Random) -> None:
        """What lies at a place is counted, perhaps on a day that is over."""
        place = rng.choice(["cash", "bank"])
        after, day = deepcopy(self.farm), self.till.today - timedelta(days=rng.randint(-2, 30))
        minor = max(0, self.farm.stands(day)[model.PLACES[place]] + rng.randint(-400, 400))
        codes = model.put(after, model.counted(after, place, minor, day)) | model.bad_day(after, day)
        with self.tried("cash counted", after, codes):
            self.till.note(CashCounted(place=place, amount_minor=minor, happened_on=day))

    def closes_a_year(self, rng: Random) -> None:
        """What is in store is counted at the end of a month, and the year that ends there is closed."""
        minor = rng.randint(0, 5_000)
        last = self.till.today.replace(day=1) - timedelta(days=1)
        after = deepcopy(self.farm)
        change = minor - after.stands(last)["1200"]
        sides = ("1200", "5050") if change > 0 else ("5050", "1200")
        codes = model.put(after, [model.Moved(last, *sides, abs(change))] if change else [])
        codes |= model.bad_day(after, last)
        codes |= {"money_counted_since"} if any(day > last for day in after.counts) else set()
        after.counts.append(last)
        with self.tried("stock counted", after, codes):
            self.till.note(StockCounted(
                what="produce", amount_minor=minor, valuing="cost", happened_on=last))
        if not codes and rng.random() < 0.5:
            after = deepcopy(self.farm)
            codes = set() if _ends_a_year(after, last) else {"money_year_not_over"}
            codes |= set() if any(name[0] in "45" for name in after.stands(last)) else {
                "money_nothing_to_close"}
            model.close_year(after, last)
            with self.tried("year closed", after, codes):
                self.till.ask(CloseYear(happened_on=last))

    def closes_a_batch(self, rng: Random) -> None:
        """A batch of which nothing is left, or of which somebody thinks so."""
        open_ones = [number for number, one in self.farm.batches.items() if one.closed is None]
        if not open_ones:
            return
        number = min(open_ones, key=lambda one: (self.farm.batches[one].there(), rng.random()))
        after, day = deepcopy(self.farm), self.till.today
        batch = after.batches[number]
        batch.closed = day
        codes = {"batch_not_empty"} if batch.there() else set()
        codes |= {"count_to_explain"} if _differs(batch) else set()
        with self.tried("batch closed", after, codes):
            close_batch(self.session, ROSA, CloseBatch(
                book_id=FARM, batch_id=_batch(number), closed_on=day, today=day, at=AT))


WEIGHTS: list[tuple[Callable[[TwoFarms, Random], None], int]] = [
    (TwoFarms.reports, 13), (TwoFarms.takes_a_report_back, 5), (TwoFarms.money_moves, 6),
    (TwoFarms.something_happens, 4), (TwoFarms.time_passes, 5), (TwoFarms.opens_a_batch, 1),
    (TwoFarms.sets_a_factor, 2), (TwoFarms.sends_it_again_otherwise, 2), (TwoFarms.counts_the_cash, 2),
    (TwoFarms.closes_a_year, 3), (TwoFarms.closes_a_batch, 2)]


def _batch(number: int) -> UUID:
    return UUID(int=0xBA0000 + number)


def _differs(batch: model.Batch) -> bool:
    """Whether a count of the newest day says something else than what happened up to it."""
    days = [one.on for one in batch.moves if one.kind == "counted"]
    return any(one.kind == "counted" and one.on == max(days) and one.base != batch.there(one.on)
               for one in batch.moves)


def _ends_a_year(farm: model.Farm, last: date) -> bool:
    months = (last.year - farm.opened.year) * 12 + last.month - farm.opened.month
    if farm.closed_until is None:
        return 0 <= months < 12
    closed = farm.closed_until
    return (last.year - closed.year) * 12 + last.month - closed.month == 12
