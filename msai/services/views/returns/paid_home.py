"""What enterprises paid home by their own books, where a history was read in; all of them at once.

A transfer that was recorded here is told to the group with its paper. Of a history only the enterprise's
entries say what was sent, gross, and its papers at which mid rate it was declared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import TENDER_CODES
from ledgers.returns.flows import FlowKind, SentHome
from msai.models.enterprises import Document, Stake
from msai.services.postings import backer_holder
from msai.services.views.returns.told import MidRates

_DUE_TO_BACKER = (2200, 2400, 3100)
_RETAINED = 3400


def read_paid_home(
    session: Session, stakes: Sequence[Stake], *, rates: MidRates, on: date,
) -> Iterator[tuple[UUID, SentHome]]:
    """What enterprises paid to these stakes until a day, by the stake; they bear the same names there."""
    if not stakes:
        return
    enterprises = sorted({row.enterprise_id for row in stakes})
    by_backer = {backer_holder(row.enterprise_id, row.alias).id: row for row in stakes}
    _learn_declared_rates(session, stakes, enterprises, rates=rates)
    lines = session.execute(_paid(enterprises, on).execution_options(scatter=True)).all()
    whose = {(line.book_id, line.source_id): by_backer[line.holder] for line in lines
             if line.source_id and line.holder in by_backer}
    for line in lines:
        stake = whose.get((line.book_id, line.source_id))
        if stake is not None and (line.holder in by_backer or line.code == _RETAINED):
            yield stake.stake_id, _sent(line, stake, rates)


def _sent(line: Row[Any], stake: Stake, rates: MidRates) -> SentHome:
    kind = FlowKind.INCOME if line.code == 2400 else FlowKind.CAPITAL
    return SentHome(kind, line.occurred_on, line.amount_minor, line.source_id,
                    rates.of(stake.claim_currency, line.occurred_on))


def _paid(enterprises: Sequence[UUID], on: date) -> Any:
    """What left a tender on what was due to somebody, or on what was retained; what was reversed left out."""
    p, back = t.posting, t.posting.alias("back")
    due, paid_from = t.account.alias("due"), t.account.alias("paid_from")
    undone = exists().where(
        back.c.book_id == p.c.book_id, back.c.reverses_seq == p.c.seq, back.c.reverses_line == p.c.line)
    return (
        select(p.c.book_id, due.c.code, due.c.holder, p.c.amount_minor, t.entry.c.source_id,
               t.entry.c.occurred_on)
        .join(t.entry, and_(t.entry.c.book_id == p.c.book_id, t.entry.c.seq == p.c.seq))
        .join(due, and_(due.c.book_id == p.c.book_id, due.c.account_no == p.c.debit_no))
        .join(paid_from, and_(paid_from.c.book_id == p.c.book_id, paid_from.c.account_no == p.c.credit_no))
        .where(p.c.book_id.in_(enterprises), due.c.code.in_((*_DUE_TO_BACKER, _RETAINED)),
               paid_from.c.code.in_(TENDER_CODES), t.entry.c.occurred_on <= on,
               p.c.reverses_seq.is_(None), ~undone)
        .order_by(t.entry.c.occurred_on, p.c.seq, p.c.line))


def _learn_declared_rates(
    session: Session, stakes: Sequence[Stake], enterprises: Sequence[UUID], *, rates: MidRates,
) -> None:
    """A history notes the day's mid rate where the enterprise declared."""
    homes = {(row.enterprise_id, row.alias): row.claim_currency for row in stakes}
    rows = session.execute(
        select(Document.book_id, Document.body)
        .where(Document.book_id.in_(enterprises), Document.kind == "return_declared")
        .order_by(Document.dated_on).execution_options(scatter=True))
    for row in rows:
        said = json.loads(row.body)
        home = homes.get((row.book_id, said.get("stake")))
        if home is not None and said.get("mid_date"):
            rates.learn(home, date.fromisoformat(said["mid_date"]), rate=said.get("mid_rate"),
                        source=said.get("mid_source"))
