"""Her part of what grew at the enterprises of a fund, by the weights that her money has there.

Of each product a stake has the part that its money times the days it worked is of all money times days in
the last twelve months; of that she has what her part of the claim is. Both are split by largest remainder, so
that members add up to their group, and funders to the whole harvest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select, union_all
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Account, Holder, HolderKind
from ledgers.balances import RegisterLine
from ledgers.trace.fund import StakeTrace
from msai.measures.parts import parts_shown
from msai.messages import N_, Message
from msai.models.enterprises import Backer
from msai.services.backing.backers import FUNDING, worked_days
from msai.services.views.letters.grown import Grown, read_grown_or_told
from msai.services.views.trace.reading import Reading
from msai.services.views.trace.stops import Harvest


def read_her_part(
    session: Session, reading: Reading, hers: Holder, *, on: date,
) -> dict[UUID, Harvest]:
    """What grew and was sold of her money in the twelve months up to a day, by stake.

    Nothing for stakes in enterprises whose books are not kept here. In two statements at most.
    """
    stakes = {stake.stake.id: stake for stake in reading.traced.stakes if _weights(stake).get(hers)}
    funded = _funding(session, set(stakes), on) if stakes else []
    if not funded:
        return {}
    since, until = date(on.year - 1, on.month, 1), on + timedelta(days=1)
    grown = read_grown_or_told(session, {one.book_id for one in funded}, since=since, until=until)
    parts = {one.stake_id: tuple(_say(
        grown[one.book_id], worked_days(one.lines, since=since, until=until), one.alias,
        _weights(stakes[one.stake_id]), hers)) for one in funded if one.book_id in grown}
    return {stake_id: Harvest(since, rows) for stake_id, rows in parts.items() if rows}


class _Funded(NamedTuple):
    """A stake as its enterprise calls it, with what moved on the accounts of all who fund that enterprise."""

    stake_id: UUID
    book_id: UUID
    alias: str
    lines: list[RegisterLine]


def _weights(stake: StakeTrace) -> Mapping[Holder, int]:
    claim = next(iter(stake.claims), None)
    return {one: minor for one, minor in claim.now.items() if minor > 0} if claim else {}


def _say(
    products: Sequence[Grown], worked: Mapping[str, int], alias: str, weights: Mapping[Holder, int],
    hers: Holder,
) -> Iterator[tuple[Message, Message]]:
    for one in products:
        for what, number in ((N_("Grown"), one.grown), (N_("Sold"), one.sold)):
            ours = parts_shown(number, worked, places=1).get(alias, Decimal(0))
            part = parts_shown(Fraction(ours), weights, places=1).get(hers, Decimal(0))
            if part:
                yield (Message(N_("%(product)s: %(what)s"), {"product": one.label, "what": Message(what)}),
                       Message(N_("%(number)s %(unit)s"), {"number": part, "unit": one.unit}))


def _funding(session: Session, stakes: Collection[UUID], on: date) -> list[_Funded]:
    """What moved up to a day on the accounts of who funds the enterprises of some stakes, by stake."""
    posting = t.posting.c
    theirs = posting.book_id.in_(select(Backer.book_id).where(Backer.stake_id.in_(sorted(stakes))))
    halves = union_all(*(
        select(posting.book_id, posting.seq, posting.line, number.label("number"),
               (posting.amount_minor * sign).label("minor"), posting.reverses_seq, posting.reverses_line)
        .where(theirs)
        for number, sign in ((posting.debit_no, 1), (posting.credit_no, -1)))).subquery("halves")
    rows = session.execute(
        select(*halves.c, t.account.c.code, t.account.c.fund, t.holder.c.holder, t.holder.c.alias,
               t.entry.c.kind, t.entry.c.occurred_on, Backer.stake_id, Backer.alias.label("called"))
        .join(t.account, and_(
            t.account.c.book_id == halves.c.book_id, t.account.c.account_no == halves.c.number))
        .join(t.holder, and_(
            t.holder.c.book_id == t.account.c.book_id, t.holder.c.holder == t.account.c.holder))
        .join(t.entry, and_(t.entry.c.book_id == halves.c.book_id, t.entry.c.seq == halves.c.seq))
        .join(Backer, Backer.book_id == halves.c.book_id)
        .where(Backer.stake_id.in_(sorted(stakes)), t.account.c.code.in_(FUNDING),
               t.entry.c.occurred_on <= on)
        .order_by(halves.c.seq, halves.c.line).execution_options(scatter=True))
    found: dict[UUID, _Funded] = {}
    for row in rows:
        found.setdefault(row.stake_id, _Funded(row.stake_id, row.book_id, row.called, []))
        found[row.stake_id].lines.append(_line(row))
    return list(found.values())


def _line(row: Any) -> RegisterLine:
    account = Account(row.code, row.fund, Holder(row.holder, HolderKind.STAKE, row.alias))
    back = None if row.reverses_seq is None else (row.reverses_seq, row.reverses_line)
    return RegisterLine(account, row.seq, row.line, row.kind, row.occurred_on, 0, row.book_id, row.minor,
                        None, None, None, back, 0, "")
