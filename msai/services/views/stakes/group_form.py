"""What a group's form about a stake is filled in against: enterprises, the stake, its returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import INVESTMENT
from ledgers.money import Money, format_decimal
from msai.messages import N_, Message
from msai.models.demo import DemoBook
from msai.models.enterprises import Enterprise
from msai.permissions import Actor, Target, require
from msai.services.demo.marks import is_demo_book
from msai.services.staking.desk import GROUP_DESK
from msai.services.staking.held import Held, read_held, terms_on
from msai.services.staking.terms import OF_GROUPS, Terms
from msai.services.staking.wanted import ActKind
from msai.services.staking.worth import open_returns
from msai.services.views.labels import fund_label, instrument_label
from msai.services.views.stakes.form import FormBook, Option
from msai.services.views.stakes.said import group_words
from msai.services.views.stakes.tender_form import HOMES, read_tender_form
from msai.services.views.stakes.words import plain_number
from msai.services.views.units.fund import list_funds


def read_group_form(
    session: Session, actor: Actor, book_id: UUID, *, kind: ActKind, stake: str, today: date,
) -> FormBook:
    """What the form of a decision is filled in against; `stake` is the name of what it is about.

    Raises:
        NotPermitted, NotFound
        StakeEnded: nothing is decided about the stake any more.
    """
    require(actor, GROUP_DESK.action, Target(book_id))
    if kind is ActKind.TAKE_UP:
        return _to_take_up(session, book_id)
    if kind is ActKind.REVALUE_TENDER:
        return read_tender_form(session, book_id, tender=stake, today=today)
    held = read_held(session, book_id, stake, ended_too=kind is ActKind.VALUATION)
    home = held.held.claim_currency
    words = replace(group_words(session, book_id, home=home), started=held.row.opened_on,
                    instrument=held.row.instrument)
    proposed = {"how": "all", "valued_on": today.isoformat(), "holds_from": today.isoformat(),
                "declared_on": today.isoformat(), "rated_on": today.isoformat(), "mid_source": ""}
    if kind is ActKind.TERMS:
        proposed |= terms_typed(terms_on(session, held.row, today), home)
    if kind is ActKind.EXIT:
        proposed["price"] = format_decimal(held.now.claim_minor, home)
    options = {"return_id": _returns(session, held)} if kind is ActKind.REINVESTMENT else {}
    return FormBook(kind, words, options, proposed, tuple(_facts(held, words.currency)))


def _facts(held: Held, currency: str) -> Iterable[Message]:
    yield Message(N_("In the book it stands at %(amount)s, and it claims %(claim)s at home."), {
        "amount": Money(held.now.cost_minor - held.now.allowance_minor, currency), "claim": held.claim})


def _to_take_up(session: Session, book_id: UUID) -> FormBook:
    here = _enterprises(session, book_id)
    known = list(dict.fromkeys([*(currency for _id, _name, currency in here), *HOMES]))
    elsewhere: Option = ("", Message(N_("Another one, which keeps no book here")))
    funds = [fund for fund, _label in list_funds(session, book_id)]
    anew = f"{INVESTMENT}-{len(funds) + 1}"
    options: dict[str, Sequence[Option]] = {
        "enterprise": [*((str(id_), name) for id_, name, _currency in here), elsewhere],
        "instrument": [(one.value, instrument_label(one.value)) for one in OF_GROUPS],
        "currency": [(code, code) for code in known],
        "fund": [*((fund, fund_label(fund)) for fund in funds),
                 (anew, Message(N_("%(fund)s, a new one"), {"fund": fund_label(anew)}))]}
    proposed = {"fund": INVESTMENT} | ({"enterprise": str(here[0][0])} if here else {})
    return FormBook(ActKind.TAKE_UP, group_words(session, book_id, home=known[0]), options, proposed)


def _enterprises(session: Session, book_id: UUID) -> Sequence[tuple[UUID, str, str]]:
    """The enterprises that keep a book here, of the same world: real ones, or those of the demo."""
    demo = exists().where(DemoBook.book_id == Enterprise.book_id)
    query = (
        select(Enterprise.book_id, Enterprise.name, t.book.c.currency)
        .join(t.book, t.book.c.book_id == Enterprise.book_id)
        .where(demo if is_demo_book(session, book_id) else ~demo)
        .order_by(Enterprise.name).execution_options(scatter=True))
    return [(row.book_id, row.name, row.currency) for row in session.execute(query)]


def _returns(session: Session, held: Held) -> Sequence[Option]:
    return [
        (str(row.return_id), Message(N_("%(amount)s, declared on %(day)s"), {
            "amount": Money(row.open_home_minor, held.held.claim_currency), "day": row.declared_on}))
        for row in open_returns(session, held)]


def terms_typed(terms: Terms, currency: str) -> dict[str, str]:
    """Terms as they would be typed into the form."""
    numbers = {"percent": terms.percent, "interest_percent": terms.interest_percent,
               "cap_multiple": terms.cap_multiple}
    typed = {name: plain_number(value) for name, value in numbers.items() if value is not None}
    months = {"gestation_months": terms.gestation_months, "lock_in_months": terms.lock_in_months}
    typed |= {name: str(value) for name, value in months.items() if value}
    if terms.per_crop:
        typed["per_crop"] = ", ".join(f"{crop} {plain_number(percent)}" for crop, percent in terms.per_crop)
    if terms.share_price_minor:
        typed["share_price"] = format_decimal(terms.share_price_minor, currency)
    return typed
