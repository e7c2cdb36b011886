"""The references under which a book knows people, places and papers.

A holder's id follows from its book and its alias, so whoever knows both can name it
without asking the database, and two imports of one history name the same things.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

from ledgers.accounts import Holder, HolderKind, one_holder

_TENDER_CODES = {"cash": 1010, "bank": 1020, "wallet": 1030, "officer": 1035, "currency": 1040}


@lru_cache(maxsize=8192)
def holder(book_id: UUID, kind: HolderKind, alias: str) -> Holder:
    """The holder of that alias in a book; ids are version-5 UUIDs in the book's own name space."""
    return one_holder(uuid5(book_id, f"holder:{alias}"), kind, alias)


@lru_cache(maxsize=8192)
def member_holder(book_id: UUID, number: int) -> Holder:
    """The holder of a member by her number in the group: `member-7`."""
    return holder(book_id, HolderKind.MEMBER, f"member-{number}")


def tender_code(kind: str) -> int:
    """The number in the chart of a kind of tender: cash, bank, wallet, officer, currency."""
    return _TENDER_CODES[kind]
