"""The books a history is read into, while it is: what its set-up lines introduced, and how money lands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from ledgers.books import insert_row
from ledgers.entries import SourceKind
from ledgers.journal import Stamp
from ledgers.money import Money, amount_from_decimal
from ledgers.rules.stakes import Arrival
from ledgers.rules.tenders import Tender
from ledgers.tables import metadata
from msai.models.enterprises import RemittanceLanding
from msai.permissions import Actor
from msai.services import ServiceError, income, stakes
from msai.services.holders import holder, tender_code
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY
from msai.services.postings import Paper

if TYPE_CHECKING:
    from msai.services.history.importing import HistoryEvent, ImportHistory


class UnknownReference(ServiceError):
    """The event names a stake, enterprise, tender or remittance that the history has not introduced."""

    code = "unknown_reference"


class SheetNotPosted(ServiceError):
    """A recorded sheet breaks the books' own rules; its first reason is named."""

    code = "sheet_refused"


IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Landing:
    """The second half of money that came home: what reached the group, and when."""

    landed_on: date
    paper: Paper
    stake: str
    arrival: Arrival
    carried_minor: int | None = None
    price: Money | None = None
    claim: Money | None = None
    mid_rate: Fraction | None = None
    number: int = 1

    @property
    def step(self) -> str:
        """The step of its paper: which landing this is."""
        return f"landed:{self.number}"

    def carrying(self, carried_minor: int) -> Landing:
        """The same landing with what it stood at in the group's book."""
        return replace(self, carried_minor=carried_minor)

    def of_capital(self, *, price: Money, claim: Money, mid_rate: Fraction | None) -> Landing:
        """The same landing as capital given back for an agreed price and a part of the claim."""
        return replace(self, price=price, claim=claim, mid_rate=mid_rate)


class HistoryBooks:
    """The books a history writes to, and what its set-up lines introduced."""

    def __init__(self, session: Session, actor: Actor, command: ImportHistory) -> None:
        self.session = session
        self.actor = actor
        self.group_id = command.group_id
        self.currency = command.currency
        self.enterprise_ids = command.enterprise_ids
        self.at = command.at
        self.home: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.stakes: dict[str, Mapping[str, Any]] = {}
        self.tenders: dict[str, Tender] = {}
        self.backers: dict[str, str] = {}
        self._sent: dict[str, str] = {}
        self._opened: date | None = None

    def remember(self, events: Iterable[HistoryEvent]) -> None:
        """Know again what lines imported earlier had introduced."""
        for event in events:
            self.introduce(event)

    def introduce(self, event: HistoryEvent) -> None:
        """Take note of what later lines will name."""
        said = event.data
        match event.kind:
            case "group":
                self._opened = said["opened"]
                self.tenders = {
                    tender["key"]: Tender(
                        tender_code(tender["kind"]), holder(self.group_id, HolderKind.TENDER, tender["key"]))
                    for tender in said["tenders"]
                }
            case "enterprise":
                self.home[said["key"]], self.names[said["key"]] = said["currency"], said["name"]
            case "stake":
                self.stakes[said["key"]] = said
            case "backer_capital":
                self.backers[said["key"]] = said["enterprise"]
            case "remittance_sent":
                self._sent[said["key"]] = said["stake"]

    @property
    def opened_on(self) -> date:
        """The first day of the group.

        Raises:
            UnknownReference: no line opened the group.
        """
        if self._opened is None:
            raise UnknownReference(what="group", name="")
        return self._opened

    def stake_of(self, remittance: str) -> str:
        """The stake a remittance was sent for."""
        return str(_known(self._sent, remittance, "remittance"))

    def minor(self, text: str) -> int:
        """An amount in the group's currency."""
        return amount_from_decimal(text, self.currency)

    def enterprise(self, key: str) -> UUID:
        """The book of an enterprise of this history.

        Raises:
            UnknownReference: no line opened it.
        """
        book_id: UUID = _known(self.enterprise_ids, key, "enterprise")
        return book_id

    def home_money(self, enterprise: str, text: str) -> Money:
        """An amount in an enterprise's currency."""
        currency = self.home_of(enterprise)
        return Money(amount_from_decimal(text, currency), currency)

    def enterprise_of(self, backer: str) -> str:
        """The enterprise a stake, or a backer outside this file, is in."""
        if backer in self.backers:
            return self.backers[backer]
        return str(_known(self.stakes, backer, "stake")["enterprise"])

    def stake(self, key: str) -> Mapping[str, Any]:
        """What the set-up said of a stake of this history.

        Raises:
            UnknownReference: no line took it up.
        """
        said: Mapping[str, Any] = _known(self.stakes, key, "stake")
        return said

    def home_of(self, enterprise: str) -> str:
        """The currency of an enterprise that a line above opened.

        Raises:
            UnknownReference: no line above opened it.
        """
        return str(_known(self.home, enterprise, "enterprise"))

    def tender(self, key: str | None) -> Tender:
        """A place the group's money lies in.

        Raises:
            UnknownReference: the group has none of that name.
        """
        tender: Tender = _known(self.tenders, key or "", "tender")
        return tender

    def paper(self, event: HistoryEvent, kind: SourceKind) -> Paper:
        """The paper an event is."""
        return Paper(kind, event.id, self.at)

    def land(self, landing: Landing) -> None:
        """Post what reached the group."""
        insert_row(metadata.tables[RemittanceLanding.__tablename__], {
            "book_id": self.group_id, "remittance_id": landing.paper.id, "landing_no": landing.number,
            "landed_on": landing.landed_on, "received_minor": landing.arrival.received_minor,
            "receiving_fee_minor": landing.arrival.fee_minor, "carried_minor": landing.carried_minor,
            "confirmed_as": IMPORTED, "landing_id": None, "is_last": None, "tender": None,
            "confirmed_by": None, "confirmed_at": None,
        }, connection=self.session.connection())
        if landing.price is not None and landing.claim is not None:
            stakes.land_capital_back(self.session, self.actor, stakes.CapitalReturned(
                book_id=self.group_id, stake=landing.stake, landed_on=landing.landed_on, price=landing.price,
                claim=landing.claim, arrival=landing.arrival, mid_rate=landing.mid_rate, host=self.currency,
                paper=landing.paper, step=landing.step))
            return
        income.land_home(self.session, self.actor, income.LandHome(
            book_id=self.group_id, stake=landing.stake, landed_on=landing.landed_on, arrival=landing.arrival,
            carried_minor=landing.carried_minor or 0, paper=landing.paper, step=landing.step))

    def take_back(self, landing: Landing) -> Landing:
        """Reverse a landing that was posted at the end of a shorter file; it is posted again in its place."""
        last = self.session.execute(
            select(RemittanceLanding.landing_no, RemittanceLanding.carried_minor)
            .where(RemittanceLanding.book_id == self.group_id,
                   RemittanceLanding.remittance_id == landing.paper.id)
            .order_by(RemittanceLanding.landing_no.desc()).limit(1)).one()
        journal = journal_of(self.session, self.group_id)
        reference = landing.paper.reference(f"landed:{last.landing_no}")
        journal.reverse(
            journal.refs_of(reference), occurred_on=landing.landed_on, client_ref=f"{reference}:taken_back",
            stamp=Stamp(self.actor.user_id or NOBODY, self.at))
        return replace(landing, number=last.landing_no + 1, carried_minor=last.carried_minor)


def _known(names: Mapping[str, Any], name: str, what: str) -> Any:
    if name not in names:
        raise UnknownReference(what=what, name=name)
    return names[name]
