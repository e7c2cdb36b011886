"""The form of an act: what it asks for, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.money import MoneyAct
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.backers import BackerStanding, read_backers
from msai.services.enterprise_money.book import MoneyBook, read_money_book
from msai.services.enterprise_money.calendar import months_later, year_ends
from msai.services.enterprise_money.holdings import Piece, method_of_year, read_counts, read_equipment
from msai.services.enterprise_money.recording import wanted_of
from msai.services.enterprise_money.wanted import COST_CODES, OF_FUNDERS, TAX_OFFICE, TWO_PERSONS, MoneyKind
from msai.services.staking.terms import GIVEN, Instrument
from msai.services.two_officers import asked_row
from msai.services.views.enterprise_money.asks import ASKS, HELP, WITH_RECEIPT, K
from msai.services.views.enterprise_money.recorded import say_recorded
from msai.services.views.enterprise_money.words import (
    IN_KIND,
    VALUING,
    WHAT,
    MoneyWords,
    say_act,
    title_of,
    words_of_book,
)
from msai.services.views.labels import Text, account_label
from msai.services.views.stakes.form import Ask, FieldShown

Option = tuple[str, Text]
OWED = "owed"
_MONTHS_OFFERED = 13
_LONGEST_NUMBER = 18
_OWED_ACCOUNTS: Mapping[MoneyKind, int] = {
    K.COLLECTED: 1100, K.BAD_DEBT: 1100, K.BILL_PAID: 2100, K.ADVANCE_USED: 1150, K.ADVANCE_BACK: 1150}
_MAY_BE_OWED = (K.SOLD, K.PAID, K.EQUIPMENT)


@dataclass(frozen=True, slots=True)
class MoneyForm:
    """The form of an act as it is drawn; `act_id` is the id under which it will be noted."""

    book_id: UUID
    book_name: str
    currency: str
    kind: MoneyKind
    title: Message
    help: Message
    asks: tuple[Ask, ...]
    options: Mapping[str, Sequence[Option]]
    typed: Mapping[str, str]
    said: tuple[tuple[Message, Text], ...] = ()
    errors: Mapping[str, Message] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        """The fields as they are drawn; one without anything to choose from is left out."""
        return tuple(
            FieldShown(ask.name, ask.look, Message(ask.label), Message(ask.hint) if ask.hint else None,
                       self.typed.get(ask.name, ""), self.currency, tuple(self.options.get(ask.name, ())),
                       self.errors.get(ask.name))
            for ask in self.asks if ask.look != "select" or self.options.get(ask.name))

    @property
    def alone(self) -> bool:
        """Whether one person is enough."""
        return self.kind not in TWO_PERSONS

    @property
    def with_receipt(self) -> bool:
        """Whether a picture of a receipt goes with it."""
        return self.kind in WITH_RECEIPT

    @property
    def of_funders(self) -> bool:
        """Whether it names somebody outside who gave or lent, and can be named first."""
        return self.kind in OF_FUNDERS

    @property
    def empty(self) -> bool:
        """Whether there is nothing to choose where something has to be chosen."""
        needed = [ask for ask in self.asks if ask.look == "select" and not (
            ask.name == "party" and any(one.name == "new_party" for one in self.asks))]
        return any(not self.options.get(ask.name) for ask in needed)


def read_form(
    session: Session, actor: Actor, book_id: UUID, *, kind: MoneyKind, today: date,
    typed: Mapping[str, str],
) -> MoneyForm:
    """The form of an act, with what may be chosen.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    book = read_money_book(session, book_id)
    words = words_of_book(book)
    options = _options(session, book, words, kind=kind, today=today)
    days = options.get("happened_on")
    opened = {"happened_on": days[-1][0] if days else today.isoformat()}
    return MoneyForm(book_id, book.facts.name, book.currency, kind, title_of(kind), Message(HELP[kind]),
                     ASKS[kind], options, {**opened, **typed}, _taken_back(session, book, words, kind, typed))


def _taken_back(
    session: Session, book: MoneyBook, words: MoneyWords, kind: MoneyKind, typed: Mapping[str, str],
) -> tuple[tuple[Message, Text], ...]:
    """What the act or the entry says that is to be taken back; nothing in other forms."""
    if kind is not K.TAKEN_BACK:
        return ()
    seq = typed.get("seq", "")
    if not typed.get("act") and seq.isascii() and seq.isdecimal() and len(seq) < _LONGEST_NUMBER:
        return say_recorded(session, book.facts, int(seq))
    try:
        act_id = UUID(typed.get("act", ""))
    except ValueError:
        raise NotFound() from None
    row = asked_row(session, MoneyAct, book.book_id, act_id=act_id)
    return (Message(N_("What")), title_of(row.kind)), *say_act(wanted_of(row), words)


def _options(
    session: Session, book: MoneyBook, words: MoneyWords, *, kind: MoneyKind, today: date,
) -> dict[str, Sequence[Option]]:
    places: list[Option] = list(words.places.items())
    options: dict[str, Sequence[Option]] = {
        "place": [*places, (OWED, Message(N_("It is not paid yet")))] if kind in _MAY_BE_OWED else places,
        "into": places[::-1], "activity": list(words.activities.items()),
        "code": [(str(code), account_label(BookKind.ENTERPRISE, code)) for code in COST_CODES],
        "party": _parties(book, words, kind),
        "what": [(one, Message(text)) for one, text in WHAT.items()],
        "valuing": [(one, Message(text)) for one, text in VALUING.items()]}
    if kind in OF_FUNDERS:
        options["backer"] = [
            (one.alias, words.funders[one.alias]) for one in read_backers(session, book.book_id).all
            if one.alias in words.funders and _stands_behind(kind, one)]
        options["in_kind"] = [(one, Message(text)) for one, text in IN_KIND.items()]
    elif kind in (K.WEAR, K.EQUIPMENT_SOLD):
        pieces = read_equipment(session, book.book_id)
        options["equipment"] = [(str(one.equipment_id), _stands(one, book.currency)) for one in pieces]
        options["happened_on"] = _months(book, pieces, today) if kind is K.WEAR else ()
    elif kind is K.YEAR:
        options["happened_on"] = [(day.isoformat(), Message(N_("%(day)s"), {"day": day}))
                                  for day in year_ends(
                                      book.opened_on, closed_until=book.closed_until, today=today)]
    elif kind is K.COUNTED:
        method = method_of_year(read_counts(session, book.book_id), book.closed_until)
        if method:
            options["valuing"] = [(method, Message(VALUING[method]))]
    return options


def _stands_behind(kind: MoneyKind, one: BackerStanding) -> bool:
    """Whether it gave or lent what this act is about."""
    if kind in (K.BORROWED, K.LOAN_PAID):
        return one.instrument is Instrument.LOAN and (kind is K.BORROWED or one.lent_minor > 0)
    return one.instrument in GIVEN and (kind in (K.GRANT, K.GRANT_IN_KIND) or one.grant_minor > 0)


def _parties(book: MoneyBook, words: MoneyWords, kind: MoneyKind) -> list[Option]:
    """Who can be chosen: those with whom something is open, or anybody."""
    code = _OWED_ACCOUNTS.get(kind)
    if code is None:
        paid: list[Option] = [("", Message(N_("Nobody: it is paid")))] if kind in _MAY_BE_OWED else []
        tax: list[Option] = [(TAX_OFFICE, words.parties[TAX_OFFICE])] if kind is K.PAID else []
        return paid + [(alias, name) for alias, name in words.parties.items() if alias != TAX_OFFICE] + tax
    open_minor = {account.alias if account.holder else TAX_OFFICE: abs(minor)
                  for account, minor in book.found.items()
                  if minor and (account.code == code or account.code == 2150 and code == 2100)}
    return [(alias, Message(N_("%(name)s, %(amount)s"), {
        "name": words.parties.get(alias, alias), "amount": Money(minor, book.currency)}))
            for alias, minor in open_minor.items()]


def _stands(piece: Piece, currency: str) -> Message:
    return Message(N_("%(name)s, %(amount)s"), {
        "name": piece.name, "amount": Money(piece.stands_minor, currency)})


def _months(book: MoneyBook, pieces: Sequence[Piece], today: date) -> list[Option]:
    """The ends of the last months in which something wore out, with what it would be."""
    found: list[Option] = []
    for ago in range(_MONTHS_OFFERED, -1, -1):
        day = months_later(today, -ago)
        due = sum(piece.due_minor(day) for piece in pieces)
        is_open = book.closed_until is None or day > book.closed_until
        if book.opened_on <= day <= today and is_open and due:
            found.append((day.isoformat(), Message(N_("%(day)s: %(amount)s"), {
                "day": day, "amount": Money(due, book.currency)})))
    return found


