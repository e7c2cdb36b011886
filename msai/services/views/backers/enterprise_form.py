"""What an enterprise's form about those behind it is filled in against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.stakes import ExitOffer
from msai.permissions import Actor, Target, require
from msai.services.backing.backers import BackerStanding, read_backers
from msai.services.backing.crops import list_crops
from msai.services.backing.declaring import distributable_minor
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import BackingKind
from msai.services.enterprise_money.names import read_places
from msai.services.enterprise_money.years.counted import HOLDS_DAYS
from msai.services.two_officers import asked_row
from msai.services.views.enterprise_money.words import place_labels
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import instrument_label
from msai.services.views.naming import names_of_backers
from msai.services.views.stakes.form import FormBook, Option
from msai.services.views.stakes.said import DeskWords

K = BackingKind
_WHO: Mapping[BackingKind, Callable[[BackerStanding], bool]] = {
    K.INTEREST: lambda one: one.instrument == "loan",
    K.PRINCIPAL: lambda one: one.instrument == "loan",
    K.REVENUE_SHARE: lambda one: one.instrument == "revenue_share",
    K.PROFIT_SHARE: lambda one: one.instrument == "profit_share",
    K.PAID: lambda one: one.group_id is None and one.owed_minor > 0,
}
"""For whom each can be recorded."""


def enterprise_words(session: Session, book_id: UUID) -> DeskWords:
    """What an enterprise and everybody behind it is called."""
    facts = read_enterprise(session, book_id)
    names = {**names_of_backers(session, book_id), **place_labels(read_places(session, book_id))}
    return DeskWords(BookKind.ENTERPRISE, book_id, facts.name, facts.currency, facts.currency, names)


def read_enterprise_form(
    session: Session, actor: Actor, book_id: UUID, *, kind: BackingKind, about: str, today: date,
) -> FormBook:
    """What the form is filled in against; `about` is the offer that is answered.

    Raises:
        NotPermitted, NotFound
    """
    require(actor, ENTERPRISE_DESK.action, Target(book_id))
    words, backers = enterprise_words(session, book_id), read_backers(session, book_id)
    options: dict[str, Sequence[Option]] = {
        "instrument": [(one, instrument_label(one)) for one in ("grant", "match", "in_kind", "loan")],
        "agreed": [("yes", Message(N_("Yes, the money is given back"))), ("no", Message(N_("No")))]}
    if kind is K.CROP_SHARE:
        options["crop"] = [(crop, crop) for crop in list_crops(backers)]
    if kind is K.PAID:
        options["place"] = [(alias, words.names[alias]) for alias in read_places(session, book_id)]
    if kind in _WHO:
        options["backer"] = [(one.alias, words.holder(one.alias)) for one in backers.all if _WHO[kind](one)]
    day = today.isoformat()
    proposed = {"happened_on": day, "record_on": day, "how": "all", "principal_back": "1"}
    return FormBook(kind, words, options, proposed, tuple(_facts(session, words, kind, about)))


def _facts(session: Session, words: DeskWords, kind: BackingKind, about: str) -> list[Message]:
    counted = Message(N_(
        "What is in store and what grows is counted before it. A count holds for %(days)s days."), {
            "days": HOLDS_DAYS})
    if kind is K.DIVIDEND:
        room = distributable_minor(session, words.book_id)
        return [Message(N_("Retained and earned to date: %(amount)s."), {
            "amount": Money(room, words.currency)}), counted]
    if kind is K.PROFIT_SHARE:
        return [counted]
    if kind is not K.EXIT_ANSWER:
        return []
    offer = asked_row(session, ExitOffer, words.book_id, offer_id=UUID(about))
    return [Message(N_("A group asks for %(price)s, and gives up %(claim)s of its claim for it."), {
        "price": Money(offer.price_minor, words.currency),
        "claim": Money(offer.claim_minor, words.currency)})]
