"""A group gave its stake up, in part or whole: what it claimed is the enterprise's own now.

A debt that nobody asks back is other income, capital goes to what is retained, and its shares end. Given up
in whole, what was declared and not sent is let go as well; nothing more is owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from ledgers.entries import JournalEntry, SourceKind
from ledgers.money import Money
from ledgers.rules import enterprise
from msai.models.stakes import OwedHome
from msai.permissions import Action, Actor, Target, require
from msai.services.backing.backers import BackerStanding, claim_open_minor, open_owed, read_backers
from msai.services.backing.ended import end_backer_without_money
from msai.services.enterprise_money.years.closed import open_day
from msai.services.enterprises import capital_back_of
from msai.services.outbox import Letter
from msai.services.postings import Paper, backer_holder, enterprise_bank, post
from msai.services.staking.coming_back import posted_on
from msai.services.staking.terms import LENT
from msai.services.views.facts import currency_of


def take_in_given_up(session: Session, actor: Actor, letter: Letter) -> None:
    """The claim ends here, too: 2200 / 4800 or 3100 / 3400 with its shares, and 2400 where all of it ends.

    What had left before the letter came is not given up any more.

    Raises:
        FunderUnknown: the enterprise has no such backer.
    """
    said, book_id = letter.body, letter.recipient_id
    require(actor, Action.HISTORY_IMPORT, Target(book_id))
    who, is_whole = read_backers(session, book_id).get(said["alias"]), bool(said["whole"])
    told_on = date.fromisoformat(said["on"])
    day = open_day(session, book_id, posted_on(session, book_id, told_on, at=letter.at))
    there = who.lent_minor if who.instrument in LENT else who.capital_minor
    claim = there if is_whole else min(said["claim_minor"], there)
    entries = _entries(session, book_id, who, day=day, claim_minor=claim, is_whole=is_whole)
    for step, entry in enumerate(entries, start=1):
        post(session, actor, book_id, entry=entry, step=f"given_up:{step}",
             paper=Paper(SourceKind.STAKE, letter.message_id, letter.at))
    backer_id = backer_holder(book_id, who.alias).id
    _owe_at_most(session, book_id, backer_id, there - claim, is_whole=is_whole)
    if is_whole:
        end_backer_without_money(session, book_id, backer_id, on=told_on, for_good=True)


def _entries(
    session: Session, book_id: UUID, who: BackerStanding, *, day: date, claim_minor: int, is_whole: bool,
) -> Iterator[JournalEntry]:
    holder, lent = backer_holder(book_id, who.alias), who.instrument in LENT
    if claim_minor and lent:
        yield enterprise.loss_borne(day, holder, amount_minor=claim_minor)
    elif claim_minor:
        capital = capital_back_of(
            session, book_id, who.alias, Money(claim_minor, currency_of(session, book_id)))
        yield enterprise.capital_bought_back(day, capital, price_minor=0, out_of=enterprise_bank(book_id))
    if is_whole and who.owed_minor > 0:
        yield enterprise.return_let_go(day, holder, amount_minor=who.owed_minor, lent=lent)


def _owe_at_most(
    session: Session, book_id: UUID, backer_id: UUID, left_minor: int, *, is_whole: bool,
) -> None:
    """No more of its claim is owed than is left, what was agreed last being the first to go."""
    rows = [row for row in open_owed(session, book_id, backer_id) if is_whole or row.kind != "income"]
    over = sum(claim_open_minor(row) for row in rows) - left_minor
    for row in reversed(rows):
        claim = claim_open_minor(row)
        kept = 0 if is_whole else claim - max(0, min(claim, over))
        over -= claim - kept
        session.execute(
            update(OwedHome)
            .where(OwedHome.book_id == book_id, OwedHome.obligation_id == row.obligation_id)
            .values(open_minor=_price_of(row, kept)))


def _price_of(row: Row[Any], claim_minor: int) -> int:
    """What is still to be paid for so much of a claim, by its agreed price."""
    return row.amount_minor * claim_minor // row.claim_minor if row.claim_minor else 0
