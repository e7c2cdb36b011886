"""A stake from the first day to the last: what both sides decide, send and find, each in their own book.

The group's officers are Lorna and Amina, the farm's people Rosa and Ben. Every book is told as text, whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Backer, Remittance, Stake
from msai.models.remittances import Arriving
from msai.models.stakes import OwedHome
from msai.services.outbox.delivering import deliver_from
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import AnswerRemittance, answer_remittance, shown_of
from msai.services.remitting.home import DraftHome, draft_home, send_home
from msai.services.remitting.homeward.early import NoteLanding, note_landing
from msai.services.remitting.landing import ConfirmLanding
from msai.services.remitting.landing_home import land_home
from msai.services.remitting.rates import EnterRate, Rates, enter_rate
from msai.services.remitting.sending import SendRemittance
from msai.services.staking.coming_back import post_rated
from msai.services.staking.terms import Terms
from msai.services.views.facts import read_group
from msai.services.views.returns.reading import read_group_stakes
from msai.services.views.sending.far_ends import read_far_ends
from msai.services.views.sending.transfers import Way, list_transfers
from tests.msai.services.staking.desk import (
    BEN,
    FARM,
    MANAGERS,
    NOTHING_AGREED,
    OFFICERS,
    ROSA,
    TODAY,
    are_sound,
    begin,
    owner_puts_in,
    send,
    take_up,
)
from tests.msai.services.sundays import AT, GROUP, TREASURER, decimal

LATER = date(2026, 2, 10)
_ON_BOTH = frozenset({GROUP, FARM})


class WayHome:
    """1,000.00 dollars landed with the farm as 7,000.00 pesos; the owner put 5,000.00 beside them."""

    def __init__(self, database: Database, instrument: str, terms: Terms = NOTHING_AGREED) -> None:
        self.database = database
        begin(database)
        self.stake = take_up(database, instrument, terms)
        with database.write() as session:
            send(session, "r-1", self.stake, amount="1000.00", landed="7000.00", rate="7")
            owner_puts_in(session, "5000.00")
            self.stake_id = session.scalars(select(Stake.stake_id).where(Stake.book_id == GROUP)).one()
            self.backer_id = session.scalars(select(Backer.backer_id).where(Backer.book_id == FARM)).one()

    def act(self, work: Callable[[Session], Any]) -> Any:
        """One transaction, and the letters it left."""
        with self.database.write() as session:
            answer = work(session)
        assert deliver_from(self.database, _ON_BOTH, at=AT).waiting == ()
        return answer

    def rate(self, rate: str, on: date = TODAY) -> None:
        """The treasurer types a mid rate, and what waited for it is posted."""
        def typed(session: Session) -> None:
            enter_rate(session, TREASURER, EnterRate(
                book_id=GROUP, currency="PHP", dated_on=on, rate=rate, source="Central bank", today=LATER,
                at=AT, is_sure=True))
            post_rated(session, TREASURER, GROUP, at=AT)
        self.act(typed)

    def farm_decides(self, wanted: Any, at: int = AT) -> UUID:
        """Rosa asks, and Ben answers where two are needed."""
        return MANAGERS.decide(self.database, wanted, at=at)

    def group_decides(self, wanted: Any, at: int = AT) -> UUID:
        """Lorna asks and Amina answers."""
        return OFFICERS.decide(self.database, wanted, at=at)

    def crossing(self, wanted: Any, *leaving: UUID) -> None:
        """The group decides while money leaves the farm; afterwards all letters arrive."""
        with self.database.write() as session:
            act = OFFICERS.ask(session, wanted)
        with self.database.write() as session:
            OFFICERS.answer(session, act)
        for remittance_id in leaving:
            with self.database.write() as session:
                self.leave(session, remittance_id)
        assert deliver_from(self.database, _ON_BOTH, at=AT).waiting == ()

    def owed(self, kind: str = "") -> UUID | None:
        """What the farm owes of a kind; of income all of it is one."""
        with self.database.read() as session:
            return session.scalars(select(OwedHome.obligation_id).where(
                OwedHome.book_id == FARM, OwedHome.kind == kind, OwedHome.open_minor > 0)).first()

    def sent(self, minor: int, kind: str = "income", word: str = "") -> UUID:
        """Rosa drafts it, Ben approves it, and it leaves the bank."""
        remittance_id = self.approved(minor, kind, word)
        self.act(lambda session: self.leave(session, remittance_id, word))
        return remittance_id

    def approved(self, minor: int, kind: str = "income", word: str = "") -> UUID:
        """Rosa drafts it, and Ben approves it."""
        remittance_id = uuid5(FARM, f"home:{kind}:{minor}:{word}")
        self.act(lambda session: draft_home(session, ROSA, DraftHome(
            book_id=FARM, remittance_id=remittance_id, backer_id=self.backer_id, amount_minor=minor,
            rates=Rates(applied="7", is_sure=True), today=TODAY, at=AT,
            obligation_id=self.owed(kind) if kind != "income" else None)))
        self.act(lambda session: self._approve(session, remittance_id))
        return remittance_id

    def leave(self, session: Session, remittance_id: UUID, word: str = "") -> None:
        """It leaves the farm's bank."""
        send_home(session, ROSA, SendRemittance(
            book_id=FARM, remittance_id=remittance_id, sent_on=TODAY, today=LATER, at=AT,
            references={1: word}))

    def _approve(self, session: Session, remittance_id: UUID) -> None:
        row = d.find_row(session, Remittance, FARM, remittance_id=remittance_id)
        seen = digest_of(shown_of(row, d.legs_of(session, FARM, remittance_id)))
        answer_remittance(session, BEN, AnswerRemittance(
            book_id=FARM, remittance_id=remittance_id, decision=Decision.APPROVE, seen_digest=seen, at=AT))

    def land(self, remittance_id: UUID, received: int, word: str = "all", **said: Any) -> None:
        """Lorna finds it in the box."""
        self.act(lambda session: land_home(session, TREASURER, ConfirmLanding(**{
            "book_id": GROUP, "remittance_id": remittance_id, "landing_id": uuid5(remittance_id, word),
            "landed_on": LATER, "received_minor": received, "today": LATER, "at": AT, "tender": "box",
            **said})))

    def note(self, home: int, received: int, word: str = "note", **said: Any) -> UUID:
        """Lorna finds money of which nobody told her that it was sent."""
        landing_id = uuid5(GROUP, word)
        self.act(lambda session: note_landing(session, TREASURER, NoteLanding(**{
            "book_id": GROUP, "landing_id": landing_id, "stake_id": self.stake_id, "purpose": "income",
            "home_minor": home, "landed_on": LATER, "tender": "box", "received_minor": received,
            "today": LATER, "at": AT, **said})))
        return landing_id

    def states(self, remittance_id: UUID) -> tuple[str | None, str | None]:
        """Where it stands with the farm and with the group."""
        with self.database.read() as session:
            sent = session.scalar(select(Remittance.state).where(
                Remittance.book_id == FARM, Remittance.remittance_id == remittance_id))
            told = session.scalar(select(Arriving.state).where(
                Arriving.book_id == GROUP, Arriving.remittance_id == remittance_id))
        return sent, told

    def ended(self) -> tuple[date | None, date | None]:
        """The days on which the stake and its backer's row ended."""
        with self.database.read() as session:
            return (session.scalars(select(Stake.ended_on).where(Stake.book_id == GROUP)).one(),
                    session.scalars(select(Backer.ended_on).where(Backer.book_id == FARM)).one())

    def cost_of_sending(self) -> list[tuple[int, int | None, int]]:
        """Each transfer home: sent, landed, and what was taken where it landed."""
        with self.database.read() as session:
            facts = read_group(session, GROUP)
            found = read_group_stakes(session, facts, on=LATER)
            far = read_far_ends(session, facts, found.told, found.stakes)
            lines = list_transfers(facts, found.stakes, told=found.told, far=far)
        return [(line.amount_minor, line.landed_minor, line.receiving_fee_minor) for line in lines
                if line.corridor.way is Way.HOME]

    def book(self, book_id: UUID = GROUP) -> str:
        """A whole book but members' and units' accounts, debit positive, as text."""
        with self.database.read() as session:
            found = balances(session, book_id)
            assert are_sound(session)
        lines = [(f"{account.code} {account.alias if account.holder else '-'}", minor)
                 for account, minor in sorted(found.items(), key=lambda item: item[0].key)
                 if minor and account.code not in (3200, 9100, 9200)]
        return "\n".join(f"{name.replace(self.stake, 'stake')} {decimal(minor)}" for name, minor in lines)
