"""Who handed the money over: what others paid for a member, and what she paid for others.

The money is hers whose line it is; both passbooks say who brought it, so that neither has to be believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, bindparam, case, or_
from sqlalchemy.orm import Session

from ledgers.tables import Id
from msai.models.groups import Member
from msai.models.meetings import PaidFor
from msai.services.keys import vault_of
from msai.services.sheets import LineKind
from msai.services.views.facts import BOOK
from msai.services.views.happenings import line_label
from msai.services.views.labels import Text
from msai.services.views.naming import PEOPLE, opened


@dataclass(frozen=True, slots=True)
class PaidForOther:
    """A line of somebody else that she paid."""

    held_on: date
    name: Text
    label: Text
    amount_minor: int
    meeting_id: UUID


@dataclass(frozen=True, slots=True)
class PaidLines:
    """Her lines that others paid, by meeting and reference of the line; and theirs that she paid."""

    by: Mapping[tuple[UUID, str], Text] = field(default_factory=dict)
    for_others: tuple[PaidForOther, ...] = ()


_HERS = bindparam("hers", type_=Id())
# The other of the two, with her name; composed once.
_PAID = (
    PEOPLE.add_columns(
        PaidFor.meeting_id, PaidFor.line_ref, PaidFor.payer_id, PaidFor.held_on, PaidFor.kind,
        PaidFor.amount_minor)
    .join(PaidFor, and_(
        PaidFor.book_id == BOOK,
        Member.member_id == case((PaidFor.payer_id == _HERS, PaidFor.member_id), else_=PaidFor.payer_id)))
    .where(or_(PaidFor.payer_id == _HERS, PaidFor.member_id == _HERS))
    .order_by(PaidFor.held_on.desc(), PaidFor.line_ref)
)


def read_paid_lines(session: Session, book_id: UUID, member_id: UUID) -> PaidLines:
    """What was paid for a member and by her, in one statement, the newest first."""
    vault, by, others = vault_of(session), {}, []
    for row in session.connection().execute(_PAID, {"book": book_id, "hers": member_id}):
        name = opened(row, vault).name
        if row.payer_id == member_id:
            others.append(PaidForOther(
                row.held_on, name, line_label(LineKind(row.kind)), row.amount_minor, row.meeting_id))
        else:
            by[row.meeting_id, row.line_ref] = name
    return PaidLines(by, tuple(others))
