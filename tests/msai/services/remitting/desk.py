"""Sunday Savers, the farm they back, and the people on both sides of a transfer.

Lorna sends and Amina approves; Rosa runs the farm and Ben confirms for it. Each act is a transaction of its
own, after which letters are carried over, as the screens do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.errors import LedgerError
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Remittance, RemittanceLanding
from msai.models.remittances import Arriving
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services import enterprises, stakes
from msai.services.outbox import delivering
from msai.services.outbox.letters import books_that_left
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import (
    AnswerRemittance,
    DraftCapital,
    Leg,
    answer_remittance,
    draft_capital,
    shown_of,
)
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.sundays import AT, FIRST, GROUP, TREASURER, Paper, close, open_savers

FARM = UUID(int=0xFA)
STAKE, FAR_STAKE = "farm-share", "far-share"
TODAY = date(2026, 2, 20)
SENT_ON, LANDED_ON = date(2026, 2, 1), date(2026, 2, 3)
ROSA = Actor(UUID(int=0x21), "Rosa", standings={
    FARM: Standing(frozenset({Relation.ENTERPRISE_MANAGER}))})
BEN = Actor(UUID(int=0x22), "Ben", standings={FARM: Standing(frozenset({Relation.ENTERPRISE_SECOND}))})
OFFICERS: Mapping[UUID, tuple[Actor, Actor]] = {GROUP: (TREASURER, SECOND_OFFICER), FARM: (ROSA, BEN)}
KNOWN = Rates(applied="7.10", mid="7.15", mid_source="Central bank", mid_date=SENT_ON)


def begin(session: Session, *, instrument: str = "equity", invested: str = "1000.00") -> None:
    """The group with money to invest, the farm, and the stake one has in the other."""
    open_savers(session)
    close(session, Paper([{"kind": "investment", "member": 1, "amount": invested, "tender": "box"}], FIRST))
    enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
        book_id=FARM, alias="farm", name="Green Farm", country="PH", currency="PHP", activities=["hogs"],
        opened_on=date(2026, 1, 4), at=AT))
    for alias, enterprise_id in ((STAKE, FARM), (FAR_STAKE, UUID(int=0xFB))):
        stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
            book_id=GROUP, alias=alias, enterprise_id=enterprise_id, enterprise_name="Green Farm",
            instrument=instrument, claim_currency="PHP", opened_on=date(2026, 1, 4)))


def stake_id(alias: str = STAKE) -> UUID:
    """The id of a stake of the group."""
    return stakes.stake_holder(GROUP, alias).id


def named(word: str) -> UUID:
    """The id of something that was typed, by a word for it."""
    return uuid5(GROUP, word)


class Corridor:
    """Both books and the people who act on them, each act in a transaction of its own."""

    def __init__(self, database: Database, **begun: Any) -> None:
        self.database = database
        with database.write() as session:
            begin(session, **begun)

    def act(self, work: Callable[[Session], Any]) -> Any:
        """Do something in one transaction, then carry over what it left for the other book."""
        with self.database.write() as session:
            answer = work(session)
        delivering.deliver_from(self.database, books_that_left(session), at=AT)
        return answer

    def read(self, work: Callable[[Session], Any]) -> Any:
        """Look something up."""
        with self.database.read() as session:
            return work(session)

    def draft(self, word: str = "first", amount: int = 50_000, **said: Any) -> UUID:
        """Lorna writes down what shall be sent."""
        fee = said.pop("fee", 2_000)
        self.act(lambda session: draft_capital(session, said.pop("by", TREASURER), DraftCapital(**{
            "book_id": GROUP, "remittance_id": named(word), "stake_id": stake_id(), "fee_on_top": True,
            "legs": (Leg(tender="box", amount_minor=amount, fee_minor=fee),), "rates": KNOWN,
            "today": SENT_ON, "at": AT, **said})))
        return named(word)

    def approve(self, remittance_id: UUID, book_id: UUID = GROUP, **said: Any) -> None:
        """The second person agrees with what she is shown."""
        _first, second = OFFICERS[book_id]
        self.act(lambda session: answer_remittance(session, said.pop("by", second), AnswerRemittance(**{
            "book_id": book_id, "remittance_id": remittance_id, "decision": Decision.APPROVE,
            "seen_digest": self.seen(session, book_id, remittance_id), "at": AT + 1, **said})))

    def seen(self, session: Session, book_id: UUID, remittance_id: UUID) -> bytes:
        """The digest of what her screen shows."""
        row = d.find_row(session, Remittance, book_id, remittance_id=remittance_id)
        return digest_of(shown_of(row, d.legs_of(session, book_id, remittance_id)))

    def send(self, remittance_id: UUID, **said: Any) -> None:
        """Lorna sends what was approved."""
        self.act(lambda session: send_capital(session, said.pop("by", TREASURER), SendRemittance(**{
            "book_id": GROUP, "remittance_id": remittance_id, "sent_on": SENT_ON, "today": TODAY,
            "at": AT + 2, **said})))

    def sent(self, word: str = "first", amount: int = 50_000, **said: Any) -> UUID:
        """A remittance drafted, approved and sent."""
        remittance_id = self.draft(word, amount, **said)
        self.approve(remittance_id)
        self.send(remittance_id)
        return remittance_id

    def land(self, remittance_id: UUID, received: int = 355_000, word: str = "landing", **said: Any) -> None:
        """Ben confirms what reached the farm's account."""
        use = said.pop("use", confirm_landing)
        self.act(lambda session: use(session, said.pop("by", BEN), ConfirmLanding(**{
            "book_id": FARM, "remittance_id": remittance_id, "landing_id": named(word),
            "landed_on": LANDED_ON, "received_minor": received, "today": TODAY, "at": AT + 3, **said})))

    def state(self, remittance_id: UUID) -> tuple[str | None, str | None]:
        """Where it stands in the sender's book and in the receiver's."""
        with self.database.read() as session:
            sender = session.scalar(select(Remittance.state).where(
                Remittance.book_id.in_((GROUP, FARM)), Remittance.remittance_id == remittance_id
            ).execution_options(scatter=True))
            receiver = session.scalar(select(Arriving.state).where(
                Arriving.book_id.in_((GROUP, FARM)), Arriving.remittance_id == remittance_id
            ).execution_options(scatter=True))
        return sender, receiver

    def landings(self, book_id: UUID) -> int:
        """How many landings a book knows of."""
        with self.database.read() as session:
            return len(session.execute(select(RemittanceLanding.landing_no).where(
                RemittanceLanding.book_id == book_id)).all())

    def holdings(self, book_id: UUID = GROUP) -> dict[str, int]:
        """Every balance but members' and units', debit positive, as text."""
        with self.database.read() as session:
            return {account.key.replace("|None", "").replace("|", "/"): minor
                    for account, minor in balances(session, book_id).items()
                    if account.code not in (3200, 9100, 9200)}

    def is_sound(self) -> bool:
        """Whether verification finds nothing in either book."""
        return verify_everything(self.database, SYSTEM_IMPORT, VerifyBooks()) == []


def refusal(work: Callable[[], Any]) -> str:
    """The code with which something is refused."""
    try:
        work()
    except LedgerError as error:
        return error.code
    raise AssertionError("nothing was refused")
