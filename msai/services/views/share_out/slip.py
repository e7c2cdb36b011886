"""What one member got at a share-out, and how it was worked out: her own slip, for her and the officers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.share_out import ShareOutRow
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.share_out.again import plan_again
from msai.services.share_out.closing import get_share_out
from msai.services.views.share_out.report import PartRow, Report, draw_report, read_words


@dataclass(frozen=True, slots=True)
class SlipView:
    """One member's part in a share-out; of the report only what concerns everybody is shown beside it."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    report: Report
    row: PartRow


def show_slip(session: Session, actor: Actor, target: Target, *, share_out_id: UUID) -> SlipView:
    """The part in a posted share-out of the member that `target` names.

    Raises:
        NotFound: it was never posted, she had no part in it, or she is not the reader's to know of.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    if target.book_id is None or target.holder is None:
        raise NotFound()
    row = get_share_out(session, target.book_id, share_out_id)
    if row.posted_seq is None:
        raise NotFound()
    plan = plan_again(session, row)
    words = read_words(session, plan.book)
    report = draw_report(plan, words)
    hers = next((one for one in report.rows if one.part.member.id == target.holder), None)
    if hers is None:
        raise NotFound()
    return SlipView(target.book_id, words.facts.name, words.facts.currency, target.holder, report, hers)


def find_posted(session: Session, book_id: UUID, share_out_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these are share-outs that can be worked out again; others were read in with a history."""
    if not share_out_ids:
        return frozenset()
    return frozenset(session.scalars(select(ShareOutRow.share_out_id).where(
        ShareOutRow.book_id == book_id, ShareOutRow.share_out_id.in_(share_out_ids),
        ShareOutRow.posted_seq.is_not(None))))
