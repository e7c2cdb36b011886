"""Who is behind an enterprise on a day: capital in home money, shares, and what was declared and not sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE, SHARES, Account, Holder
from ledgers.balances import RegisterLine, balances, register
from ledgers.entries import EntryKind
from ledgers.money import round_half_up
from ledgers.sharing.splits import Contribution
from msai.measures.parts import funding_days
from msai.models.enterprises import Backer, Enterprise
from msai.models.stakes import OwedHome
from msai.services.postings import backer_holder
from msai.services.staking.errors import FunderUnknown
from msai.services.staking.terms import Instrument, Terms, terms_of

OWNER = "owner"
FUNDING = (2200, 2300, 3100, 3150)
"""Where money that works in the enterprise stands: lent, granted, capital, and what its owner drew."""
_CODES = (2200, 2300, 2400, 3100, 3150, 9400)


@dataclass(frozen=True, slots=True)
class BackerStanding:
    """A backer on a day, minor units of home money.

    `capital_minor` stands on 3100 or 2200, `grant_minor` is what is not used yet of a grant (2300),
    `owed_minor` what was declared and not sent (2400).
    """

    alias: str
    label: str
    instrument: Instrument
    since: date
    group_id: UUID | None
    terms: Terms
    ended_on: date | None
    capital_minor: int
    lent_minor: int
    grant_minor: int
    owed_minor: int
    shares: int

    @property
    def funding_minor(self) -> int:
        """All of it that works in the enterprise."""
        return self.capital_minor + self.lent_minor + self.grant_minor


@dataclass(frozen=True)
class Backers:
    """Everybody behind an enterprise, in the order in which they began; the owner first among equals."""

    book_id: UUID
    all: Sequence[BackerStanding]

    def get(self, alias: str) -> BackerStanding:
        """One of them.

        Raises:
            FunderUnknown: the enterprise has no such backer.
        """
        found = next((one for one in self.all if one.alias == alias), None)
        if found is None:
            raise FunderUnknown(funder=alias)
        return found

    def holder(self, alias: str) -> Holder:
        """The holder of a backer in the enterprise's book."""
        return backer_holder(self.book_id, alias)

    @property
    def shares(self) -> int:
        """All shares held."""
        return sum(one.shares for one in self.all)

    @property
    def funding_minor(self) -> int:
        """All that works in the enterprise."""
        return sum(one.funding_minor for one in self.all)


def read_backers(
    session: Session, book_id: UUID, *, on: date | None = None, terms_on: date | None = None,
) -> Backers:
    """Everybody behind an enterprise at the end of a day, or now, with the terms of a day, or the last."""
    found = balances(session, book_id, as_of=on, codes=_CODES, funds=(ENTERPRISE, SHARES))
    sums = _by_alias(found)
    rows = session.execute(
        select(*Backer.__table__.columns).where(Backer.book_id == book_id)
        .order_by(Backer.since, Backer.alias)).all()
    listed = [_standing(row, sums.pop(row.alias, {}), terms_on or on) for row in rows
              if on is None or row.since <= on or row.alias in sums]
    if OWNER in sums:
        opened = session.scalars(select(Enterprise.opened_on).where(Enterprise.book_id == book_id)).first()
        listed.insert(0, _owner(sums[OWNER], opened or date.min))
    return Backers(book_id, listed)


def _by_alias(found: Mapping[Account, int]) -> dict[str, dict[int, int]]:
    sums: dict[str, dict[int, int]] = {}
    for account, minor in found.items():
        if account.holder is not None:
            sums.setdefault(account.alias, {})[account.code] = minor
    return sums


def _standing(row: Row[Any], by_code: Mapping[int, int], on: date | None) -> BackerStanding:
    return BackerStanding(
        row.alias, row.label or row.alias, Instrument(row.instrument), row.since, row.group_id,
        terms_of_backer(row.terms, on), row.ended_on, **_amounts(by_code))


def _owner(by_code: Mapping[int, int], opened_on: date) -> BackerStanding:
    return BackerStanding(OWNER, OWNER, Instrument.OWNER, opened_on, None, Terms(), None, **_amounts(by_code))


def terms_of_backer(text: str | None, on: date | None) -> Terms:
    """The terms of a backer on a day (or those agreed last), out of all that was agreed."""
    dated = json.loads(text) if text else []
    if isinstance(dated, Mapping):
        return terms_of(dated)
    held = [one["terms"] for one in dated if on is None or one["from"] <= on.isoformat()]
    return terms_of(held[-1]) if held else Terms()


def agreed_too(
    text: str | None, terms: Mapping[str, object], *, since: date, holds_from: date,
) -> str:
    """All that was agreed with a backer, with other terms from a day on."""
    dated = json.loads(text) if text else {}
    if isinstance(dated, Mapping):
        dated = [{"from": since.isoformat(), "terms": dict(dated)}]
    dated.append({"from": holds_from.isoformat(), "terms": dict(terms)})
    return json.dumps(sorted(dated, key=lambda one: str(one["from"])), sort_keys=True)


def _amounts(by_code: Mapping[int, int]) -> dict[str, int]:
    """Capital is what was put in less what the owner drew."""
    return {
        "capital_minor": -by_code.get(3100, 0) - by_code.get(3150, 0), "lent_minor": -by_code.get(2200, 0),
        "grant_minor": -by_code.get(2300, 0), "owed_minor": -by_code.get(2400, 0),
        "shares": by_code.get(9400, 0)}


def capital_days_of(
    session: Session, book_id: UUID, *, since: date, until: date,
) -> dict[str, int]:
    """What each put in, weighed by the days it worked in a period, in minor units x days.

    `until` is not counted. Grants count as they came: what was used of them still stands in the enterprise.
    """
    return worked_days(register(session, book_id, codes=FUNDING, until=until), since=since, until=until)


def worked_days(lines: Iterable[RegisterLine], *, since: date, until: date) -> dict[str, int]:
    """The same of lines of the book that were read already; those of other accounts say nothing of it."""
    funding = [line for line in lines if line.account.code in FUNDING]
    used = {(line.seq, line.line) for line in funding if line.kind == EntryKind.GRANT_USED}
    moves = [Contribution(line.account.alias, line.occurred_on, -line.amount_minor) for line in funding
             if (line.seq, line.line) not in used and line.reverses not in used]
    return funding_days(moves, start=since, end=until)


def open_owed(session: Session, book_id: UUID, backer_id: UUID) -> Sequence[Row[Any]]:
    """What is owed to a backer and not sent, the oldest first."""
    return session.execute(
        select(*OwedHome.__table__.columns)
        .where(OwedHome.book_id == book_id, OwedHome.backer_id == backer_id, OwedHome.open_minor > 0)
        .order_by(OwedHome.agreed_on, OwedHome.obligation_id)).all()


def principal_owed_minor(session: Session, book_id: UUID, backer_id: UUID) -> int:
    """What of the principal is due to go home already and still stands on 2200, at any price."""
    return claim_owed_minor(session, book_id, backer_id)


def claim_owed_minor(session: Session, book_id: UUID, backer_id: UUID) -> int:
    """What of a backer's capital or principal is to go home already and still stands in the book."""
    owed = open_owed(session, book_id, backer_id)
    return sum(claim_open_minor(row) for row in owed if row.kind != "income")


def claim_open_minor(row: Row[Any]) -> int:
    """The part of the claim that ends with what is still to be paid of an obligation, half up."""
    claim, price = row.claim_minor * row.open_minor, row.amount_minor
    return round_half_up(Fraction(claim, price)) if price else 0
