"""Where an enterprise keeps its money, and how much of it is there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, require
from msai.services.enterprise_money.book import read_money_book
from msai.services.views.enterprise_money.words import KINDS_OF_PLACES
from msai.services.views.labels import Text


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place: what its people call it, what it is, and what is there."""

    alias: str
    label: Text
    kind: Text
    code: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PlacesView:
    """All places of an enterprise's money, and the kinds of places that can be added."""

    book_id: UUID
    name: str
    currency: str
    lines: tuple[PlaceLine, ...]
    kinds: tuple[tuple[str, Text], ...]

    @property
    def total_minor(self) -> int:
        """All its money."""
        return sum(line.amount_minor for line in self.lines)


def show_places(session: Session, actor: Actor, book_id: UUID) -> PlacesView:
    """Where the money of an enterprise lies.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    book = read_money_book(session, book_id)
    kinds = dict(KINDS_OF_PLACES.values())
    of_code = {code: text for code, (_kind, text) in KINDS_OF_PLACES.items()}
    lines = tuple(
        PlaceLine(alias, book.labels[alias][1] or of_code[place.code], of_code[place.code], place.code,
                  sum(minor for account, minor in book.found.items()
                      if account.code == place.code and account.holder == place.holder))
        for alias, place in book.places.items())
    return PlacesView(book_id, book.facts.name, book.currency, lines, tuple(kinds.items()))
