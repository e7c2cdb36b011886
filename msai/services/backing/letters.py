"""What an enterprise is told by the groups behind it: a stake, its terms, capital asked back, income left.

The answer to an exit takes two persons of the enterprise; all else is taken note of as it was decided.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledgers.books import add_holders
from ledgers.entries import SourceKind
from ledgers.money import Money
from ledgers.rules import enterprise
from msai.models.enterprises import Backer
from msai.models.stakes import ExitOffer, OwedHome
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.backing.backers import agreed_too, claim_owed_minor, read_backers
from msai.services.backing.declaring import settle_owed
from msai.services.backing.wanted import AnswerExit
from msai.services.enterprises import capital_of
from msai.services.memberships import name_backer
from msai.services.outbox import Letter, leave
from msai.services.postings import Paper, backer_holder, post
from msai.services.staking.acting import Done, Plan
from msai.services.staking.coming_back import posted_on
from msai.services.staking.errors import LockInNotOver, MoreThanOwed, OfferAnswered
from msai.services.staking.terms import LENT, Instrument
from msai.services.two_officers import asked_row
from msai.services.views.facts import currency_of


def take_in_stake(session: Session, actor: Actor, letter: Letter) -> None:
    """A group took up a stake: it becomes a backer, and its people may look at the enterprise."""
    said, book_id = letter.body, letter.recipient_id
    who, since = backer_holder(book_id, said["alias"]), date.fromisoformat(said["since"])
    add_holders(session, book_id, [who])
    session.execute(insert(Backer).values(
        book_id=book_id, backer_id=who.id, alias=who.alias, instrument=said["instrument"], since=since,
        group_id=letter.book_id, stake_id=UUID(said["stake"]), label=said["group"], terms=said["terms"]))
    name_backer(session, actor, book_id, group_id=letter.book_id, since=since)


def take_in_terms(session: Session, _actor: Actor, letter: Letter) -> None:
    """Other terms were agreed; the enterprise reckons by them from their day on.

    Raises:
        NotFound: the enterprise has no such backer.
    """
    said, book_id = letter.body, letter.recipient_id
    row = session.execute(
        select(Backer.since, Backer.terms)
        .where(Backer.book_id == book_id, Backer.alias == said["alias"])).one_or_none()
    if row is None:
        raise NotFound()
    holds_from = date.fromisoformat(said["holds_from"])
    session.execute(
        update(Backer).where(Backer.book_id == book_id, Backer.alias == said["alias"])
        .values(terms=agreed_too(row.terms, said["terms"], since=row.since, holds_from=holds_from)))


def take_in_exit(session: Session, _actor: Actor, letter: Letter) -> None:
    """A group asks for capital back; the people of the enterprise answer it.

    Raises:
        NotFound: the enterprise has no such backer.
    """
    said, book_id = letter.body, letter.recipient_id
    backer_id = session.scalar(
        select(Backer.backer_id).where(Backer.book_id == book_id, Backer.alias == said["alias"]))
    if backer_id is None:
        raise NotFound()
    session.execute(insert(ExitOffer).values(
        book_id=book_id, offer_id=UUID(said["offer"]), about_id=backer_id, state="open",
        offered_on=date.fromisoformat(said["on"]), price_minor=said["price_minor"],
        claim_minor=said["claim_minor"], told_at=letter.at))


def take_in_reinvested(session: Session, actor: Actor, letter: Letter) -> None:
    """A group leaves a declared return in the enterprise: 2400 / 3100 or 2200, with its shares.

    Where some of it has been sent home already the money goes first: the group is told that it cannot stay.

    Raises:
        FunderUnknown
    """
    said, book_id = letter.body, letter.recipient_id
    require(actor, Action.HISTORY_IMPORT, Target(book_id))
    who = read_backers(session, book_id).get(said["alias"])
    amount = Money(said["amount_minor"], currency_of(session, book_id))
    if amount.minor > who.owed_minor:
        leave(session, Letter(
            book_id=book_id, recipient_id=letter.book_id, kind="reinvestment_refused", at=letter.at,
            reference=letter.reference, body={**said, "act": letter.reference.partition(":")[2]}))
        return
    capital = capital_of(book_id, who.alias, amount, lent=who.instrument in LENT,
                         share_price_minor=who.terms.share_price_minor)
    day = posted_on(session, book_id, date.fromisoformat(said["on"]), at=letter.at)
    post(session, actor, book_id, entry=enterprise.reinvested(day, capital), step="reinvested",
         paper=Paper(SourceKind.DIVIDEND, letter.message_id, letter.at))
    settle_owed(session, book_id, backer_holder(book_id, who.alias).id, amount_minor=amount.minor,
                first=UUID(said["obligation"]))


def plan_exit_answer(session: Session, book_id: UUID, wanted: AnswerExit, on: date) -> Plan:
    """Give capital back as a group asked, or refuse; what is agreed is owed, and posted when it is sent.

    Raises:
        NotFound, FunderUnknown
        OfferAnswered: it was answered before.
        LockInNotOver: the day agreed on has not come.
        MoreThanOwed: the group has not so much in the enterprise, or is owed it already.
    """
    offer = asked_row(session, ExitOffer, book_id, offer_id=UUID(wanted.offer_id))
    if offer.state != "open":
        raise OfferAnswered()
    who = next((one for one in read_backers(session, book_id, terms_on=on).all
                if backer_holder(book_id, one.alias).id == offer.about_id), None)
    if who is None:
        raise NotFound()
    lent, until = who.instrument in LENT, who.terms.lock_in_until(who.since)
    there = who.lent_minor if lent else who.capital_minor
    there -= claim_owed_minor(session, book_id, offer.about_id)
    if wanted.agreed and on < until:
        raise LockInNotOver(day=until)
    if wanted.agreed and offer.claim_minor > there:
        raise MoreThanOwed(owed=Money(there, currency_of(session, book_id)))

    def keep(session: Session, done: Done) -> None:
        session.execute(
            update(ExitOffer).where(ExitOffer.book_id == book_id, ExitOffer.offer_id == offer.offer_id)
            .values(state="agreed" if wanted.agreed else "refused", answered_at=done.at))
        if wanted.agreed:
            session.execute(insert(OwedHome).values(
                book_id=book_id, obligation_id=offer.offer_id, backer_id=offer.about_id,
                kind="principal" if lent else "capital", amount_minor=offer.price_minor,
                open_minor=offer.price_minor, claim_minor=offer.claim_minor, agreed_on=done.on,
                act_id=done.act_id))
        if who.group_id is not None:
            leave(session, Letter(
                book_id=book_id, recipient_id=who.group_id, kind="exit_answered", at=done.at,
                reference=f"stake_act:{done.act_id}",
                body={"offer": str(offer.offer_id), "agreed": int(wanted.agreed)}))

    return Plan(wanted=wanted, about=who.alias, about_id=offer.about_id, keep=keep,
                facts=(("price_minor", offer.price_minor), ("claim_minor", offer.claim_minor)))


def is_lent(instrument: str) -> bool:
    """Whether the money of a backer was lent (2200) and not put in as capital (3100)."""
    return Instrument(instrument) in LENT
