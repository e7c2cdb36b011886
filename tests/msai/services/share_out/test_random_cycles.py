"""Cycles that nobody planned, shared out by both officers: nothing is lost, overdrawn or different again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, seed, settings
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, TENDER_CODES, Account
from ledgers.balances import balances
from ledgers.cycles import list_cycles
from ledgers.entries import EntryKind, Posting
from ledgers.errors import NoShareOut, NothingToSplitBy
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.group_books import load_group
from msai.services.share_out import Decisions, Plan, StaysBecause, check_share_out
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.imports.recorded import fresh
from tests.msai.services.share_out.lived import Lived, cycles, live_through
from tests.msai.services.share_out.table import ENDED, GROUP, TREASURER, post, share_it_out

Book = Mapping[Account, int]
NEXT_YEAR = date(2027, 1, 3)
SEEN = {
    "shared by shares", "shared by savings", "shared by savings_days", "social kept", "social equally",
    "social by_paid_in", "some due", "some carried_on", "paid from the bank", "a loss", "a gain", "a loan",
    "fines", "a leaver", "a late joiner", "kept back", "debts stay"}
"""What has to be among the cycles that were shared out, each at least twice."""


MOST = 5
"""Rounds of cycles: what one draws depends on the modules its process has loaded, so one may not do."""


def test_cycles_nobody_planned() -> None:
    """The parts are the whole, every fund balances, no place is overdrawn, and again it is the same."""
    shared_out: Counter[str] = Counter()

    def seldom() -> dict[str, int]:
        return {trait: shared_out[trait] for trait in SEEN if shared_out[trait] < 2}

    with fresh() as database:
        for number in range(MOST):
            if number == 0 or seldom():
                live_through_some(database, shared_out, number)

    assert seldom() == {}


def live_through_some(database: Database, shared_out: Counter[str], number: int) -> None:
    """Forty cycles; counts what was among those that were shared out."""

    @seed(number)
    @given(lived=cycles())
    @settings(max_examples=40, database=None, phases=[Phase.generate, Phase.shrink],
              suppress_health_check=list(HealthCheck))
    def run(lived: Lived) -> None:
        with database.write() as session:
            shared_out.update(lived.traits() if is_right(session, lived) else ["not shared out"])
            session.rollback()

    run()


def is_right(session: Session, lived: Lived) -> bool:
    """Live through a cycle, share it out and look at it; whether there was anything to share."""
    decided = live_through(session, lived)
    before = balances(session, GROUP)
    share_out_id = shared(session, decided)
    if share_out_id is None:
        assert len(list_cycles(session, GROUP)) == 1
        return False
    after = balances(session, GROUP)
    begin_next_year(session)
    again = check_share_out(session, TREASURER, GROUP, share_out_id)
    assert again.is_same
    parts_are_the_whole(again.plan)
    book_is_the_plan(again.plan, before, after)
    funds_balance(after)
    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
    return True


def shared(session: Session, decided: Decisions) -> UUID | None:
    """The share-out both officers agreed to; none where there is nothing to share."""
    try:
        return share_it_out(session, decided)
    except (NoShareOut, NothingToSplitBy):
        return None


def begin_next_year(session: Session) -> None:
    """The box moves on before anybody asks for the share-out again."""
    box = load_group(session, GROUP, ENDED).tenders["box"].account(SAVINGS)
    post(session, EntryKind.DONATION, Posting(box, Account(4850, SAVINGS), 777), on=NEXT_YEAR)


def parts_are_the_whole(plan: Plan) -> None:
    """All coins of the pot are somebody's, or are named; everybody's part goes where she wants it."""
    rounding = sum(stays.amount_minor for stays in plan.stays if stays.because is StaysBecause.ROUNDING)

    assert sum(part.entitlement_minor for part in plan.parts) + rounding == plan.pot_minor
    assert 0 <= rounding < plan.decided.step_minor * len(plan.parts)
    assert sum(part.social.minor for part in plan.parts) == plan.social_minor
    for part in plan.parts:
        assert abs(part.entitlement_minor - part.worth) < plan.decided.step_minor
        assert part.entitlement_minor == (
            part.set_off_minor + part.paid_minor + part.due_minor + part.carried_minor)
        assert min(part.paid_minor, part.due_minor, part.carried_minor, part.still_owed_minor) >= 0


def book_is_the_plan(plan: Plan, before: Book, after: Book) -> None:
    """What was paid has left its places; savings, shares and what is due are what the parts say."""
    paid = sum(part.paid_minor + part.social.minor * bool(part.social.tender) for part in plan.parts)

    assert total(before, *TENDER_CODES) - total(after, *TENDER_CODES) == paid
    assert -after.get(Account(3400, SAVINGS), 0) == plan.stays_minor
    for part in plan.parts:
        due = Account(2100, SAVINGS, part.member)
        assert -after.get(Account(3100, SAVINGS, part.member), 0) == part.carried_minor
        assert after.get(Account(9400, "shares", part.member), 0) == part.shares_after
        assert before.get(due, 0) - after.get(due, 0) == part.due_minor


def total(book: Book, *codes: int) -> int:
    """What stands in some numbers together."""
    return sum(minor for account, minor in book.items() if account.code in codes)


def funds_balance(after: Book) -> None:
    """Debits are credits in each fund, its year is closed, and nobody pays what is not there."""
    funds: dict[str, int] = defaultdict(int)
    for account, minor in after.items():
        funds[account.fund] += minor

    assert set(funds.values()) <= {0}
    assert [one for one in after if one.fund in (SAVINGS, SOCIAL) and 4000 <= one.code < 6000] == []
    assert [one for one, minor in after.items() if one.code in TENDER_CODES and minor < 0] == []
