"""What can happen to money between three groups and two farms, one small step after another.

A thread is one thing under way: capital, a pool, an exit, money home. `next` does what usually comes next in
it; other acts come in between. What the books refuse is a part of the story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.approvals import Decision, digest_of
from msai.models.enterprises import Backer
from msai.models.stakes import ExitOffer
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import AnswerExit, DeclareDividend, DeclareInterest
from msai.services.pooling import rows as p
from msai.services.pooling.closing import ClosePool, close_pool
from msai.services.pooling.errors import PoolClosed
from msai.services.pooling.landing import confirm_pool, explain_pool
from msai.services.pooling.opening import JoinPool, OpenPool, join_pool, open_pool
from msai.services.remitting import documents as d
from msai.services.remitting.drafting import (
    AnswerRemittance,
    DraftCapital,
    Leg,
    cancel_remittance,
    draft_capital,
)
from msai.services.remitting.ending import (
    GiveUp,
    TakeBack,
    answer_lost,
    ask_lost,
    lost_shown,
    take_back,
)
from msai.services.remitting.home import DraftHome, draft_home, list_owed, send_home
from msai.services.remitting.homeward.turned_back import TurnBack, turn_back
from msai.services.remitting.landing import ConfirmLanding, confirm_landing
from msai.services.remitting.landing_home import land_home
from msai.services.remitting.matching import Explain, explain_remittance
from msai.services.remitting.rates import EnterRate, Rates, enter_rate
from msai.services.remitting.sending import SendRemittance, send_capital
from msai.services.staking.coming_back import post_rated
from msai.services.staking.desk import GROUP_DESK
from msai.services.staking.wanted import AskExit, Revalue
from tests.msai.services.remitting.world import (
    FARMS,
    GROUPS,
    SENT_ON,
    TODAY,
    World,
    confirmer,
    manager,
    second,
    stake_of,
    treasurer,
)
from tests.msai.services.staking.desk import Table
from tests.msai.services.sundays import AT

KNOWN = Rates(applied="7.10", mid="7.15", mid_source="x", mid_date=SENT_ON)
NEXT = {"draft": "approve", "approved": "send", "sent": "land", "received": "land", "disputed": "explain"}


@dataclass(frozen=True)
class Thread:
    """One thing under way between a group and a farm; its id is a remittance's, a pool's or an offer's."""

    kind: str
    group_id: UUID
    farm_id: UUID
    id: UUID


@dataclass
class Story:
    """The world and what is under way in it; `tally` counts which acts were let through and which refused."""

    world: World
    threads: list[Thread] = field(default_factory=list)
    tally: Counter[tuple[str, bool]] = field(default_factory=Counter)
    acts: int = 0

    def tell(self, kind: str, which: int, commits: int) -> None:
        """One event: an act, and as many transactions of its deliveries as the server lives for."""
        self.acts += 1
        if kind in STARTS:
            STARTS[kind](self, which, commits)
        elif self.threads:
            thread = self.threads[-1 - which % min(4, len(self.threads))]
            STEPS[thread.kind](self, thread, kind, commits)

    def act(self, name: str, work: Callable[[Session], Any], commits: int) -> bool:
        """Do it where the books let it, and count it."""
        code = self.world.act(work, commits)
        self.tally[name, code == ""] += 1
        return code == ""

    def begin(self, kind: str, group_id: UUID, farm_id: UUID) -> Thread:
        """Something new is under way."""
        return Thread(kind, group_id, farm_id, uuid5(group_id, f"{kind}:{self.acts}"))

    def keep(self, thread: Thread, is_begun: bool) -> None:
        """Remember it where it was let through."""
        if is_begun:
            self.threads.append(thread)

    def decide(self, name: str, table: Table, wanted: Any, commits: int) -> UUID | None:
        """Two persons of a book decide something about a stake or a backer."""
        at, asked = AT + self.acts, list[tuple[UUID, bool]]()

        def ask(session: Session) -> None:
            plan = table.plan(session, wanted, on=TODAY)
            asked.append((table.ask(session, wanted, on=TODAY, at=at, is_sure=True), plan.alone))

        if not self.act(name, ask, commits):
            return None
        act_id, alone = asked[0]
        if not alone:
            self.act(f"{name} answered", partial(table.answer, act_id=act_id, on=TODAY, at=at), commits)
        return act_id


def capital(story: Story, which: int, commits: int) -> None:
    """A group writes down 30.00 or more for a farm, with or without rates, with the fee on top or not."""
    thread = story.begin("out", GROUPS[which % 3], FARMS[which % 2])
    command = DraftCapital(
        book_id=thread.group_id, remittance_id=thread.id, fee_on_top=which % 2 == 0, at=AT, today=SENT_ON,
        stake_id=stake_of(thread.group_id, thread.farm_id), rates=Rates() if which == 4 else KNOWN,
        legs=(Leg(tender="box", amount_minor=3_000 + 7 * which, fee_minor=100),))
    story.keep(thread, story.act("capital", lambda session: draft_capital(
        session, treasurer(thread.group_id), command), commits))


def step_out(story: Story, thread: Thread, kind: str, commits: int) -> None:
    """Whatever may happen next to capital on its way."""
    group_id = thread.group_id
    of_it: dict[str, Any] = {"book_id": group_id, "remittance_id": thread.id}
    if kind == "next":
        kind = NEXT.get(story.world.state(group_id, thread.id), "land")
    if kind == "approve":
        story.tally[kind, story.world.approve(group_id, thread.id, commits) == ""] += 1
        return
    who, part = treasurer(group_id), kind == "part"
    landing = ConfirmLanding(
        book_id=thread.farm_id, remittance_id=thread.id, landed_on=TODAY, today=TODAY, at=AT,
        landing_id=uuid5(thread.id, kind), is_last=not part, received_minor=9_000 if part else 20_000,
        receiving_fee_minor=50)
    acts: dict[str, Callable[[Session], Any]] = {
        "send": lambda session: send_capital(session, who, SendRemittance(
            **of_it, sent_on=SENT_ON, today=TODAY, at=AT)),
        "explain": lambda session: explain_remittance(session, who, Explain(
            **of_it, words="A fee.", on=TODAY, at=AT)),
        "back": lambda session: take_back(session, who, TakeBack(
            **of_it, on=TODAY, tender="box", received_minor=1_000, fee_minor=10, today=TODAY, at=AT)),
        "cancel": lambda session: cancel_remittance(
            session, who, group_id, remittance_id=thread.id, at=AT),
        "lose": lambda session: ask_lost(session, who, GiveUp(
            **of_it, on=TODAY, reason="The shop closed.", today=TODAY, at=AT)),
    }
    land = partial(confirm_landing, actor=confirmer(thread.farm_id), command=landing)
    if story.act(kind, acts.get(kind, land), commits) and kind == "lose":
        story.act("lost", partial(_agree_lost, thread=thread), commits)


def _agree_lost(session: Session, thread: Thread) -> None:
    row = d.remittance_row(session, thread.group_id, thread.id)
    answer_lost(session, second(thread.group_id), AnswerRemittance(
        book_id=thread.group_id, remittance_id=thread.id, decision=Decision.APPROVE, at=AT,
        seen_digest=digest_of(lost_shown(session, row))))


def pool(story: Story, which: int, commits: int) -> None:
    """A group opens a pool, and two or three groups join it with a part each."""
    thread = story.begin("pool", GROUPS[which % 3], FARMS[which % 2])
    story.keep(thread, story.act("pool", lambda session: open_pool(
        session, treasurer(thread.group_id), OpenPool(
            book_id=thread.group_id, pool_id=thread.id, most_fee_minor=500, fee_on_top=which % 2 == 0,
            stake_id=stake_of(thread.group_id, thread.farm_id), today=SENT_ON, at=AT)), commits))
    for number in range(2 + which % 2):
        group_id = GROUPS[(which + number) % 3]
        joined = story.act("join", partial(_join, thread=thread, group_id=group_id), commits)
        if joined and number != 1 + which % 3:
            story.world.approve(group_id, uuid5(thread.id, str(group_id)), commits)


def _join(session: Session, thread: Thread, group_id: UUID) -> None:
    join_pool(session, treasurer(group_id), JoinPool(
        book_id=group_id, remittance_id=uuid5(thread.id, str(group_id)), code=p.code_of(thread.id),
        stake_id=stake_of(group_id, thread.farm_id), tender="box", today=SENT_ON, at=AT,
        amount_minor=1_000 + 333 * GROUPS.index(group_id)))


def step_pool(story: Story, thread: Thread, kind: str, commits: int) -> None:
    """Close it, record the parts, land it; or somebody leaves, or a part comes back."""
    farm_id, name = thread.farm_id, f"pool {kind}"
    group_id = GROUPS[story.acts % 3]
    part_id = uuid5(thread.id, str(group_id))
    if kind == "cancel":
        story.act(name, lambda session: cancel_remittance(
            session, treasurer(group_id), group_id, remittance_id=part_id, at=AT), commits)
    elif kind == "back":
        story.act(name, lambda session: take_back(session, treasurer(group_id), TakeBack(
            book_id=group_id, remittance_id=part_id, on=TODAY, tender="box", received_minor=900,
            today=TODAY, at=AT)), commits)
    elif kind == "explain":
        story.act(name, lambda session: explain_pool(session, confirmer(farm_id), Explain(
            book_id=farm_id, remittance_id=thread.id, words="A fee.", on=TODAY, at=AT)), commits)
    elif kind == "next" and story.act("close", partial(_close, thread=thread, at=AT + story.acts), commits):
        record_parts(story, thread, commits)
    else:
        landing = ConfirmLanding(
            book_id=farm_id, remittance_id=thread.id, landing_id=uuid5(thread.id, kind), landed_on=TODAY,
            received_minor=7_001 if kind == "part" else 12_347, receiving_fee_minor=31, today=TODAY, at=AT,
            is_last=kind != "part")
        story.act("pool land", lambda session: confirm_pool(session, confirmer(farm_id), landing), commits)


def _close(session: Session, thread: Thread, at: int) -> None:
    parts = [part.remittance_id for part in p.parts_of(session, thread.farm_id, thread.id)
             if part.state == p.AGREED]
    if p.pool_row(session, thread.group_id, thread.id).state != p.OPEN:
        raise PoolClosed(pool="")
    close_pool(session, treasurer(thread.group_id), ClosePool(
        book_id=thread.group_id, pool_id=thread.id, remittance_ids=tuple(parts), fee_minor=401,
        sent_on=SENT_ON, rates=KNOWN, today=TODAY, at=at))


def record_parts(story: Story, thread: Thread, commits: int) -> None:
    """Every group writes down that its part left, as far as it knows its share."""
    for group_id in GROUPS:
        story.act("record", partial(_record, thread=thread, group_id=group_id), commits)


def _record(session: Session, thread: Thread, group_id: UUID) -> None:
    send_capital(session, treasurer(group_id), SendRemittance(
        book_id=group_id, remittance_id=uuid5(thread.id, str(group_id)), sent_on=SENT_ON, today=TODAY, at=AT))


def officers(group_id: UUID) -> Table:
    """Who decides in a group."""
    return Table(group_id, GROUP_DESK, treasurer(group_id), second(group_id))


def managers(farm_id: UUID) -> Table:
    """Who decides in a farm."""
    return Table(farm_id, ENTERPRISE_DESK, manager(farm_id), confirmer(farm_id))


def backer_alias(session: Session, group_id: UUID, farm_id: UUID) -> str:
    """What a farm calls a group's stake; nothing where it does not know of it yet."""
    return session.scalar(select(Backer.alias).where(
        Backer.book_id == farm_id, Backer.group_id == group_id)) or ""


def declare(story: Story, which: int, commits: int) -> None:
    """A farm declares a dividend on its shares, the other one interest on a group's loan."""
    if which % 2 == 0:
        story.decide("declare", managers(FARMS[0]), DeclareDividend(
            amount_minor=1_001 + story.acts, record_on=TODAY), commits)
        return
    with story.world.database.read() as session:
        alias = backer_alias(session, GROUPS[which % 3], FARMS[1])
    story.decide("interest", managers(FARMS[1]), DeclareInterest(
        backer=alias, amount_minor=701 + story.acts), commits)


def rate(story: Story, which: int, commits: int) -> None:
    """A group types the mid rate of the day; what waited for it is posted."""
    who, group_id = treasurer(GROUPS[which % 3]), GROUPS[which % 3]
    story.act("rate", lambda session: enter_rate(session, who, EnterRate(
        book_id=group_id, currency="PHP", dated_on=TODAY, rate="7.20", source="x", today=TODAY, at=AT)),
        commits)
    story.act("rated", lambda session: post_rated(session, who, group_id, at=AT), commits)


def revalue(story: Story, which: int, commits: int) -> None:
    """A group lets what it lent follow the rate."""
    group_id = GROUPS[which % 3]
    story.decide("revalue", officers(group_id), Revalue(
        stake=f"in-{FARMS[1].int}-{group_id.int}", mid_rate=f"7.{10 + which}", mid_source="x"), commits)


def leave(story: Story, which: int, commits: int) -> None:
    """A group asks for some of its capital back, above or below its claim."""
    thread = story.begin("exit", GROUPS[which % 3], FARMS[0])
    story.decide("exit", officers(thread.group_id), AskExit(
        stake=f"in-{FARMS[0].int}-{thread.group_id.int}", claim_minor=2_003, price_minor=1_900 + 50 * which),
        commits)
    with story.world.database.read() as session:
        offer = session.scalar(select(ExitOffer.offer_id).where(
            ExitOffer.book_id == thread.farm_id, ExitOffer.state == "open"))
    if offer is not None:
        story.decide("exit agreed", managers(thread.farm_id), AnswerExit(
            offer_id=str(offer), agreed=which != 5), commits)


def home(story: Story, which: int, commits: int) -> None:
    """A farm drafts what it owes to somebody: income, or capital at the price agreed."""
    farm_id = FARMS[which % 2]
    with story.world.database.read() as session:
        backers = session.execute(select(*Backer.__table__.columns).where(Backer.book_id == farm_id)).all()
        owed = list_owed(session, farm_id, backers)
    if not owed:
        return
    one = owed[which % len(owed)]
    group_id = next(backer.group_id for backer in backers if backer.backer_id == one.backer_id)
    thread = story.begin("home", group_id, farm_id)
    story.keep(thread, story.act("home", lambda session: draft_home(session, manager(farm_id), DraftHome(
        book_id=farm_id, remittance_id=thread.id, backer_id=one.backer_id, obligation_id=one.obligation_id,
        amount_minor=one.open_minor, rates=Rates(applied="7.20"), today=TODAY, at=AT)), commits))


def step_home(story: Story, thread: Thread, kind: str, commits: int) -> None:
    """Whatever may happen next to money on its way home."""
    farm_id, name = thread.farm_id, f"home {kind}"
    state = story.world.state(farm_id, thread.id)
    if state == "draft":
        story.world.approve(farm_id, thread.id, commits)
    elif state == "approved":
        story.act("send home", lambda session: send_home(session, manager(farm_id), SendRemittance(
            book_id=farm_id, remittance_id=thread.id, sent_on=TODAY, today=TODAY, at=AT)), commits)
    elif kind == "back":
        story.act(name, partial(_turn_back, thread=thread), commits)
    else:
        landing = ConfirmLanding(
            book_id=thread.group_id, remittance_id=thread.id, landing_id=uuid5(thread.id, kind),
            landed_on=TODAY, received_minor=40 if kind == "part" else 110, receiving_fee_minor=1,
            today=TODAY, at=AT, is_last=kind != "part", explanation="The rate.", tender="box")
        story.act("land home", lambda session: land_home(
            session, treasurer(thread.group_id), landing), commits)


def _turn_back(session: Session, thread: Thread) -> None:
    row = d.remittance_row(session, thread.farm_id, thread.id)
    turn_back(session, manager(thread.farm_id), TurnBack(
        book_id=thread.farm_id, remittance_id=thread.id, on=TODAY, received_minor=row.amount_minor,
        today=TODAY, at=AT))


STARTS: dict[str, Callable[[Story, int, int], None]] = {
    "capital": capital, "pool": pool, "declare": declare, "rate": rate, "revalue": revalue, "exit": leave,
    "home": home}
STEPS: dict[str, Callable[[Story, Thread, str, int], None]] = {
    "out": step_out, "pool": step_pool, "home": step_home}
