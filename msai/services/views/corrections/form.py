"""The form on which an officer says what a line should have said, and what she sees before she sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import is_memo_fund
from ledgers.money import format_decimal
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.corrections.day_book import Day, read_day
from msai.services.corrections.lines import read_line
from msai.services.corrections.plan import Plan, known_as
from msai.services.corrections.right_line import kinds_in_place_of, says
from msai.services.group_rules import BY_SHARES
from msai.services.sheets import LineKind, SheetLine
from msai.services.views.corrections.words import (
    Effect,
    GroupWords,
    SaidLine,
    read_words,
    say_effect,
    say_line,
    say_standing,
)
from msai.services.views.happenings import entry_label, line_label
from msai.services.views.labels import Text, fund_label

K = LineKind
_OF_MEMBERS = frozenset({K.SAVINGS, K.SOCIAL, K.INVESTMENT, K.FINE, K.FEE, K.FINE_PAID, K.HELD, K.WITHDRAWAL,
                         K.SOCIAL_GRANT, K.PAYOUT, K.INTEREST_DUE})
_WITHOUT_TENDER = frozenset({K.INTEREST_DUE, K.TRANSFER})
_IN_ANY_FUND = frozenset({K.FINE, K.FEE, K.FINE_PAID, K.HELD, K.PAYOUT, K.EXPENSE, K.BANK_CHARGE, K.DONATION,
                          K.BANK_INTEREST, K.RECOVERY, K.INTEREST_DUE, K.TRANSFER})
_BY_SHARES = frozenset({K.SAVINGS, K.WITHDRAWAL})
_MAY_BE_OWED = frozenset({K.FINE, K.FEE})
NOT_PAID = "none"
BY_RULES = "rules"
"""The parts of a repayment follow from the rules; otherwise they are written out."""
Option = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class FormBook:
    """What the form is filled in against: the line, the group on its day, and what everything is called."""

    day: Day
    words: GroupWords
    now: SheetLine | None
    known: SheetLine | None
    funds: tuple[str, ...]

    @property
    def kinds(self) -> tuple[LineKind, ...]:
        """What the line may have been."""
        return kinds_in_place_of(self.known.kind) if self.known else ()

    @property
    def by_shares(self) -> bool:
        """Whether shares are asked for: the group saved by shares that day, and savings may stand here."""
        return self.day.group.rules.saving == BY_SHARES and not _BY_SHARES.isdisjoint(self.kinds)


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """The form as it is drawn: choices, what was typed, what is wrong with it, and its effect."""

    book_id: UUID
    group_name: str
    currency: str
    seq: int
    line: int
    held_on: date
    happened: Text
    now: SaidLine | None
    asks: frozenset[str]
    kinds: tuple[Option, ...]
    members: tuple[Option, ...]
    tenders: tuple[Option, ...]
    funds: tuple[Option, ...]
    loans: tuple[Option, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, Message]
    becomes: SaidLine | None
    effect: Effect | None
    asks_about_cash: bool


@dataclass(frozen=True, slots=True)
class FormState:
    """What was typed, what is wrong with it, and the plan it makes once nothing is."""

    typed: Mapping[str, str]
    errors: Mapping[str, Message] = field(default_factory=dict)
    plan: Plan | None = None


def read_form_book(session: Session, actor: Actor, book_id: UUID, *, seq: int, line: int) -> FormBook:
    """What the form for a line is filled in against.

    Raises:
        NotFound, LineNotCorrectable, AlreadyReversed: as for `read_line`.
    """
    require(actor, Action.REVERSE, Target(book_id))
    found = read_line(session, book_id, seq=seq, line=line)
    day = read_day(session, found)
    used = session.scalars(select(t.account.c.fund).distinct().where(t.account.c.book_id == book_id))
    funds = {"savings", "social", "investment", *(fund for fund in used if not is_memo_fund(fund))}
    return FormBook(day, read_words(session, book_id), says(found, day.borrowers), known_as(session, day),
                    tuple(sorted(funds, key=_order_of_fund)))


def _order_of_fund(fund: str) -> tuple[int, str]:
    return (0 if fund == "savings" else 1 if fund == "social" else 2, fund)


def as_it_stands(book: FormBook) -> dict[str, str]:
    """The form filled in with what the line says now; the box is taken to have been counted right."""
    now, currency = book.now or book.known, book.words.facts.currency
    typed = {"becomes": "line" if now else "nothing", "cash": "as_counted", "reason": "", "split": BY_RULES}
    if now is None:
        return typed
    return typed | {
        "kind": now.kind.value, "member": str(now.member or ""), "shares": str(now.shares or ""),
        "amount": format_decimal(now.amount_minor, currency),
        "tender": now.tender or NOT_PAID, "fund": now.fund or "savings", "loan": now.loan or "",
        "principal": format_decimal(now.principal_minor, currency),
        "interest": format_decimal(now.interest_minor, currency),
        "from_tender": now.from_tender or "", "to_tender": now.to_tender or "",
        "from_fund": now.from_fund or "", "to_fund": now.to_fund or "",
    }


def draw_correction_form(book: FormBook, state: FormState) -> CorrectionForm:
    """The form as the officer sees it."""
    line, facts, plan = book.day.line, book.words.facts, state.plan
    becomes = plan.wanted.becomes if plan else None
    return CorrectionForm(
        facts.book_id, facts.name, facts.currency, line.seq, line.line, line.held_on,
        entry_label(line.kind.value), say_standing(line, book.day.borrowers, book.words), _asks(book),
        tuple((kind.value, line_label(kind)) for kind in book.kinds), _members(book), _tenders(book),
        tuple((fund, fund_label(fund)) for fund in book.funds), _loans(book), state.typed, state.errors,
        say_line(becomes, book.words) if becomes else None,
        say_effect(plan, book.words) if plan else None, plan.asks_about_cash if plan else False)


def _asks(book: FormBook) -> frozenset[str]:
    """The fields that matter for what the line may have been."""
    kinds = frozenset(book.kinds)
    asked = {
        "kind": len(kinds) > 1, "member": not _OF_MEMBERS.isdisjoint(kinds), "shares": book.by_shares,
        "amount": bool(kinds - {K.REPAYMENT}) and not (book.by_shares and kinds <= _BY_SHARES),
        "tender": bool(kinds - _WITHOUT_TENDER), "fund": not _IN_ANY_FUND.isdisjoint(kinds),
        "loan": K.REPAYMENT in kinds, "parts": K.REPAYMENT in kinds, "transfer": K.TRANSFER in kinds,
        "between": K.BETWEEN_FUNDS in kinds,
    }
    return frozenset(name for name, is_asked in asked.items() if is_asked)


def _members(book: FormBook) -> tuple[Option, ...]:
    """Those who were with the group on the day of the line."""
    there = book.day.group.on_roll(book.day.line.held_on)
    known = (one.number for one in there if one.number in book.words.roll)
    return tuple((str(number), _named(book, number)) for number in known)


def _named(book: FormBook, number: int) -> Message:
    return Message(N_("%(number)s. %(name)s"), {"number": number, "name": book.words.roll[number].name})


def _tenders(book: FormBook) -> tuple[Option, ...]:
    places: tuple[Option, ...] = tuple(book.words.tenders.items())
    owed = not _MAY_BE_OWED.isdisjoint(book.kinds)
    return (*places, (NOT_PAID, Message(N_("Not paid yet")))) if owed else places


def _loans(book: FormBook) -> tuple[Option, ...]:
    return tuple((alias, _loan(book, alias, number)) for alias, number in sorted(book.day.borrowers.items()))


def _loan(book: FormBook, alias: str, number: int) -> Message:
    name = book.words.member(number) or alias
    return Message(N_("%(name)s, %(loan)s"), {"name": name, "loan": alias})

