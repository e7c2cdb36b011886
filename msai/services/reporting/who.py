"""Who may send a report: its manager, and those who type her paper form in, each under her own name."""

from __future__ import annotations

from uuid import UUID

from msai.permissions import Action, Actor, Relation, Standing, Target, is_allowed, require


def may_report(actor: Actor, book_id: UUID) -> bool:
    """Whether it is her own report, so that nobody else has to be named."""
    return is_allowed(actor, Action.ENTERPRISE_REPORT, Target(book_id))


def for_its_manager(actor: Actor, book_id: UUID) -> Actor:
    """The same person, for the length of one report in her place: what is kept carries her own id.

    Raises:
        NotPermitted, NotFound: she may not type in what this enterprise reports.
    """
    require(actor, Action.MONTH_ENTER, Target(book_id))
    if actor.system:
        return actor
    there = actor.standings.get(book_id, Standing())
    return actor.in_book(book_id, Standing(
        there.relations | {Relation.ENTERPRISE_MANAGER}, there.member_id, there.invented))
