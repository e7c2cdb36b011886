"""A person's first page: the groups and enterprises she may open.

Her list is only an index; what she is to each book is read again from beside the books,
for all of them at once, so that a role that ended is gone from the list as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, Select, case, cast, func, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import TENDER_CODES, AccountType, BookKind
from ledgers.chart import CHARTS
from msai.models.access import BookAccess, BookBacker, Membership
from msai.models.enterprises import Enterprise, Stake
from msai.models.groups import Group, Meeting, Member
from msai.permissions import Action, Actor, Relation, require
from msai.services import memberships
from msai.services.views.labels import Text, standing_label


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group at a glance; somebody who left sees its name and her own passbook, and no more."""

    book_id: UUID
    name: str
    country: str
    currency: str
    members: int
    total_minor: int
    last_held_on: date | None
    standing: Text
    may_record: bool
    own_member: UUID | None
    only_passbook: bool = False


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """An enterprise at a glance."""

    book_id: UUID
    name: str
    country: str
    currency: str
    cash_minor: int
    standing: Text


@dataclass(frozen=True, slots=True)
class BooksView:
    """All books the reader may open."""

    groups: tuple[GroupCard, ...]
    enterprises: tuple[EnterpriseCard, ...]


def list_cards(session: Session, actor: Actor, *, today: date) -> BooksView:
    """The books of the reader, groups first, in a number of statements that her list does not change.

    Raises:
        SignInRequired
    """
    require(actor, Action.BOOKS_LIST)
    listed = _with_backed(session, memberships.list_books(session, actor))
    relations = _relations(session, actor, listed)
    books = [book_id for book_id in listed if book_id in relations]
    money = _money(session, books)
    groups = _groups(session, actor, books, today=today)
    enterprises = _enterprises(session, books)
    return BooksView(
        tuple(_group_card(row, money.get(row.book_id, {}), relations[row.book_id]) for row in groups),
        tuple(_enterprise_card(row, money.get(row.book_id, {}), relations[row.book_id])
              for row in enterprises))


def _over_books(session: Session, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Run a query over the reader's books, wherever they are kept."""
    return session.execute(query.execution_options(scatter=True)).all()


def _with_backed(session: Session, listed: Sequence[UUID]) -> list[UUID]:
    """Her books, and the enterprises in which her groups have money."""
    stakes = _over_books(session, select(Stake.enterprise_id).where(Stake.book_id.in_(listed)).distinct())
    return list(dict.fromkeys([*listed, *(row.enterprise_id for row in stakes)]))


def _relations(session: Session, actor: Actor, books: Sequence[UUID]) -> dict[UUID, Relation]:
    found: dict[UUID, Relation] = {}
    backed = select(BookBacker.book_id, BookBacker.group_id).where(BookBacker.book_id.in_(books))
    by_enterprise = {row.book_id: row.group_id for row in _over_books(session, backed)}
    shared = select(BookAccess.book_id, BookAccess.scope).where(
        BookAccess.book_id.in_(books), BookAccess.organisation_id.in_(actor.facilitates))
    if actor.facilitates:
        found |= {row.book_id: Relation(f"facilitator_{row.scope}") for row in _over_books(session, shared)}
    # Who left a group is nothing to it any more; only her own passbook is hers to read.
    left = Member.left_on.is_not(None) & (Membership.role == Relation.MEMBER.value)
    roles = select(Membership.book_id, case((left, Relation.OWN.value), else_=Membership.role).label("role"))
    roles = roles.outerjoin(Member, (Member.book_id == Membership.book_id)
                            & (Member.member_id == Membership.member_id)).where(
        Membership.user_id == actor.user_id,
        or_(Membership.book_id.in_(books), Membership.book_id.in_(by_enterprise.values())))
    held = {row.book_id: Relation(row.role) for row in _over_books(session, roles)}
    found |= {book_id: Relation.BACKER for book_id, group in by_enterprise.items() if group in held}
    return found | {book_id: role for book_id, role in held.items() if book_id in books}


def _money(session: Session, books: Sequence[UUID]) -> dict[UUID, dict[int, int]]:
    """Sums by book and number over the money funds, from the roll-up."""
    debit_positive = func.sum(t.rollup.c.debit_minor - t.rollup.c.credit_minor)
    query = (
        select(t.rollup.c.book_id, t.rollup.c.code, cast(debit_positive, BigInteger).label("minor"))
        .where(t.rollup.c.book_id.in_(books), t.rollup.c.code < 2000)
        .group_by(t.rollup.c.book_id, t.rollup.c.code)
    )
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    for row in _over_books(session, query):
        found[row.book_id][row.code] = row.minor
    return found


def _groups(session: Session, actor: Actor, books: Sequence[UUID], *, today: date) -> Sequence[Any]:
    members = select(func.count()).where(
        Member.book_id == Group.book_id, Member.joined_on <= today,
        or_(Member.left_on.is_(None), Member.left_on > today)).scalar_subquery()
    last = select(func.max(Meeting.held_on)).where(Meeting.book_id == Group.book_id).scalar_subquery()
    own = select(Membership.member_id).where(
        Membership.book_id == Group.book_id, Membership.user_id == actor.user_id).scalar_subquery()
    query = (
        select(Group.book_id, Group.name, Group.country, t.book.c.currency, members.label("members"),
               last.label("last_held_on"), own.label("own_member"))
        .join(t.book, t.book.c.book_id == Group.book_id)
        .where(Group.book_id.in_(books)).order_by(Group.name)
    )
    return _over_books(session, query)


def _enterprises(session: Session, books: Sequence[UUID]) -> Sequence[Any]:
    query = (
        select(Enterprise.book_id, Enterprise.name, Enterprise.country, t.book.c.currency)
        .join(t.book, t.book.c.book_id == Enterprise.book_id)
        .where(Enterprise.book_id.in_(books)).order_by(Enterprise.name)
    )
    return _over_books(session, query)


def _group_card(row: Any, money: Mapping[int, int], relation: Relation) -> GroupCard:
    lines = CHARTS[BookKind.GROUP].lines
    total = sum(minor for code, minor in money.items() if lines[code].type is AccountType.ASSET)
    return GroupCard(row.book_id, row.name, row.country, row.currency, row.members, total, row.last_held_on,
                     standing_label(relation.value), relation is Relation.TREASURER, row.own_member,
                     relation is Relation.OWN)


def _enterprise_card(row: Any, money: Mapping[int, int], relation: Relation) -> EnterpriseCard:
    cash = sum(minor for code, minor in money.items() if code in TENDER_CODES)
    return EnterpriseCard(row.book_id, row.name, row.country, row.currency, cash,
                          standing_label(relation.value))
