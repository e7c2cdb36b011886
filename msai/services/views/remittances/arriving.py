"""Money that another book said is on its way here: both papers side by side, and the form of its landing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import Message
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.group_books import load_group
from msai.services.remitting import documents as d
from msai.services.views.facts import read_enterprise, read_group
from msai.services.views.labels import Text, tender_labels
from msai.services.views.remittances.homeward import NOTHING_ASKED, StillAsked, read_still_asked
from msai.services.views.remittances.words import (
    Fact,
    LandingSaid,
    StateSaid,
    StepSaid,
    say_landings,
    say_purpose,
    say_sent,
    say_state,
    say_steps,
)


@dataclass(frozen=True, slots=True)
class ArrivingView:
    """One remittance that comes to this book."""

    book_id: UUID
    name: str
    is_enterprise: bool
    currency: str
    remittance_id: UUID
    alias: str
    sender: str
    purpose: Text
    state: StateSaid
    is_late: bool
    sent_on: date
    facts: tuple[Fact, ...]
    landings: tuple[LandingSaid, ...]
    steps: tuple[StepSaid, ...]
    proof_sha256: str | None
    tenders: dict[str, Message]
    pool_id: UUID | None
    may_confirm: bool
    asked: StillAsked

    @property
    def can_land(self) -> bool:
        """Whether this reader may confirm a landing now."""
        return self.may_confirm and self.pool_id is None and self.asked.waits_for is None and (
            self.state.state in ("on_its_way", "received", "disputed"))

    @property
    def can_explain(self) -> bool:
        """Whether a difference waits for her words."""
        return self.may_confirm and self.pool_id is None and self.state.state == d.DISPUTED


def show_arriving(
    session: Session, actor: Actor, book_id: UUID, *, remittance_id: UUID, today: date, at: int,
    is_enterprise: bool,
) -> ArrivingView:
    """A remittance on its way to an enterprise, or home to a group.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ARRIVING_VIEW if is_enterprise else Action.REMITTANCE_VIEW, target)
    row = d.find_row(session, Arriving, book_id, remittance_id=remittance_id)
    if (row.direction == "out") is not is_enterprise:
        raise NotFound()
    facts = read_enterprise(session, book_id) if is_enterprise else read_group(session, book_id)
    confirm = Action.REMITTANCE_CONFIRM if is_enterprise else Action.HOME_LAND
    tenders = {} if is_enterprise else tender_labels(
        {alias: tender.code for alias, tender in load_group(session, book_id, today).tenders.items()})
    return ArrivingView(
        book_id, facts.name, is_enterprise, facts.currency, remittance_id, row.alias, row.sender_name,
        say_purpose(row.purpose), say_state(row.state), d.is_late(row.state, row.sent_on, today=today),
        row.sent_on, say_sent(row, sent_in=row.currency, landed_in=facts.currency),
        say_landings(d.landings_of(session, book_id, remittance_id), facts.currency),
        say_steps(session, book_id, remittance_id),
        bytes(row.proof_sha256).hex() if row.proof_sha256 else None, tenders,
        row.pool_id, is_allowed(actor, confirm, target),
        NOTHING_ASKED if is_enterprise else read_still_asked(
            session, actor, row, currency=facts.currency, at=at))
