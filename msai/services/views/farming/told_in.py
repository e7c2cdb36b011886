"""Where else an event of a batch stands: in the report of a month, with its receipt, or in another batch.

What a report told is taken back with the report, and its receipt lies with the amount of the same line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from msai.measures.production.stock import MOVES
from msai.models.farming import Batch, BatchEvent
from msai.models.money import MoneyAct
from msai.models.reporting import MonthReport
from msai.services.farming.reading import KeptEvent
from msai.services.views.farming.words import batch_label
from msai.services.views.labels import Text


@dataclass(frozen=True)
class ToldIn:
    """Months of reports by their ids, lines of them that have a receipt, and the other batch of a move."""

    months: Mapping[UUID, date]
    receipts: frozenset[tuple[UUID, str | None]]
    others: Mapping[UUID, Text]

    def month(self, event: KeptEvent) -> date | None:
        """The month in whose report an event was told; None where it was told by itself."""
        return self.months.get(event.document_id)

    def has_receipt(self, event: KeptEvent) -> bool:
        """Whether a picture of a receipt is kept with it, or with its amount in the report."""
        return event.proof_id is not None or (event.document_id, event.line_ref) in self.receipts

    def other(self, event: KeptEvent) -> Text | None:
        """The batch it came from or went to; None where it moved nowhere."""
        return self.others.get(event.document_id) if event.kind in MOVES else None


def read_told_in(session: Session, book_id: UUID, events: Sequence[KeptEvent], *, batch_id: UUID) -> ToldIn:
    """Where some events of a batch stand besides, in two statements, or one where nothing was moved."""
    documents = sorted({event.document_id for event in events})
    moved = sorted({event.document_id for event in events if event.kind in MOVES})
    rows = session.execute(
        select(MonthReport.report_id, MonthReport.month, MoneyAct.line_ref, MoneyAct.receipt_id)
        .outerjoin(MoneyAct, and_(MoneyAct.book_id == MonthReport.book_id,
                                  MoneyAct.report_id == MonthReport.report_id))
        .where(MonthReport.book_id == book_id, MonthReport.report_id.in_(documents))).all()
    return ToldIn(
        {row.report_id: row.month for row in rows},
        frozenset((row.report_id, row.line_ref) for row in rows if row.receipt_id is not None),
        _others(session, book_id, moved, batch_id) if moved else {})


def _others(session: Session, book_id: UUID, moved: Sequence[UUID], batch_id: UUID) -> dict[UUID, Text]:
    rows = session.execute(
        select(BatchEvent.document_id, Batch.name, Batch.opened_on)
        .join(Batch, and_(Batch.book_id == BatchEvent.book_id, Batch.batch_id == BatchEvent.batch_id))
        .where(BatchEvent.book_id == book_id, BatchEvent.document_id.in_(moved),
               BatchEvent.batch_id != batch_id))
    return {row.document_id: batch_label(row.name, row.opened_on) for row in rows}
