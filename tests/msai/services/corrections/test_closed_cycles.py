"""Lines of a cycle that was closed or shared out, and lines that dealt in units: worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.cycles import close_cycle, open_cycle, share_out_cycle
from ledgers.entries import JournalEntry
from ledgers.errors import CycleClosed
from ledgers.journal import Stamp
from ledgers.rules import closing
from ledgers.rules.share_out import Leftover, ShareTaken, share_out
from ledgers.rules.tenders import Tender
from msai.db import Database
from msai.services.corrections import Cash
from msai.services.group_books import load_group
from msai.services.holders import member_holder
from msai.services.keys import journal_of
from msai.services.sheets import LineKind, Receipt, SheetLine
from tests.msai.services.corrections.desk import approve, ask, put_right, saving, wanted
from tests.msai.services.leaving.desk import leave
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    FOUR,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    Paper,
    begun,
    close,
    holdings,
    is_sound,
)

ENDED = date(2026, 1, 25)
FINE = {"kind": "fine", "member": SITI, "amount": "10.00", "tender": "box"}
FOUR_AND_A_FINE = Paper([*FOUR.lines, FINE])


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A first Sunday in the book; afterwards verification finds nothing."""
    with begun(database, FOUR_AND_A_FINE) as session:
        yield session
        assert is_sound(session)


def post(session: Session, entry: JournalEntry) -> None:
    """Post an entry of the group's year."""
    journal_of(session, GROUP).post(entry, client_ref=f"year:{entry.kind}", stamp=Stamp(UUID(int=1), AT))


def end_the_cycle(session: Session) -> None:
    """Income and costs become surplus, and the cycle is over."""
    post(session, closing.fund_closed(ENDED, balances(session, GROUP, funds=["savings"])))
    close_cycle(session, GROUP, cycle_no=1, closed_on=ENDED)


def share_it_out(session: Session, carrying_on: int | None = None) -> None:
    """Everybody takes her savings from the box but one, who may carry on; the surplus stays."""
    box: Tender = load_group(session, GROUP, FIRST).tenders["box"]
    taken = [ShareTaken(member_holder(GROUP, number), 5000 * shares, 5000 * shares,
                        Leftover.CARRIED_ON if number == carrying_on else box,
                        shares=0 if number == carrying_on else shares)
             for number, shares in ((LORNA, 1), (AMINA, 2), (SITI, 4))]
    post(session, share_out(ENDED, taken, step=1))
    share_out_cycle(session, GROUP, cycle_no=1)
    open_cycle(session, GROUP, cycle_no=2, opened_on=date(2026, 1, 26))


def test_a_fine_of_a_closed_cycle_comes_from_the_surplus(session: Session) -> None:
    """It was never owed: she gets her 10.00 back, and the surplus is 10.00 less."""
    end_the_cycle(session)
    open_cycle(session, GROUP, cycle_no=2, opened_on=date(2026, 1, 26))
    assert holdings(session)["3400|savings|None"] == -1000

    put_right(session, "4", None, Cash.HANDED_OVER)

    found = holdings(session)
    assert ("3400|savings|None" in found, found["1010|savings|box"]) == (False, 35000)


def test_savings_that_were_shared_out_are_owed_back(session: Session) -> None:
    """She was paid four shares and had saved three: she owes 50.00, and the box was over for it."""
    end_the_cycle(session)
    share_it_out(session)

    put_right(session, "3", saving(3))

    assert holdings(session) == {
        "1010|savings|box": 1000, "2100|savings|member-3": 5000, "3400|savings|None": -6000}


def test_savings_that_were_forgotten_are_due_to_her(session: Session) -> None:
    """She had saved five: 50.00 are due to her, and she brings them to the box today as proof."""
    end_the_cycle(session)
    share_it_out(session)

    put_right(session, "3", saving(5), Cash.HANDED_OVER)

    assert holdings(session) == {
        "1010|savings|box": 6000, "2100|savings|member-3": -5000, "3400|savings|None": -1000}


def test_who_carried_on_has_her_savings_still(session: Session) -> None:
    """Siti's savings went on into the new cycle, so they are corrected where they are."""
    end_the_cycle(session)
    share_it_out(session, carrying_on=SITI)

    put_right(session, "3", saving(3), Cash.HANDED_OVER)

    found = holdings(session)
    assert (found["3100|savings|member-3"], found["9400|shares|member-3"]) == (-15000, 3)


def test_without_an_open_cycle_nothing_is_put_right(session: Session) -> None:
    """A correction is dated in the open cycle; there is none."""
    close_cycle(session, GROUP, cycle_no=1, closed_on=ENDED)

    with pytest.raises(CycleClosed):
        put_right(session, "3", saving(3))


def test_units_are_worth_what_they_were_on_the_first_day(session: Session) -> None:
    """Bought at 1.00 before a gift doubled the fund; the missing 20.00 buy at 1.00 too."""
    farm = {"kind": "investment", "member": SITI, "amount": "10.00", "tender": "box"}
    gift = {"kind": "donation", "amount": "10.00", "tender": "box", "fund": "investment"}
    assert isinstance(close(session, Paper([farm], held_on=SECOND)), Receipt)
    assert isinstance(close(session, Paper([gift], held_on=ENDED)), Receipt)
    assert holdings(session)["9200|units|member-3"] == 100_000
    put_in = SheetLine(kind=LineKind.INVESTMENT, ref="", member=SITI, tender="box", amount_minor=3000)

    approve(session, ask(session, wanted(session, "1", put_in, kind="investment")))

    found = holdings(session)
    assert (found["9200|units|member-3"], found["3200|investment|member-3"]) == (300_000, -3000)


def test_money_that_was_meant_for_the_farm(session: Session) -> None:
    """It was written as savings: it leaves the savings, and buys units at the value of that day."""
    put_in = SheetLine(kind=LineKind.INVESTMENT, ref="", member=SITI, tender="box", amount_minor=20000)

    put_right(session, "3", put_in)

    found = holdings(session)
    assert (found["9200|units|member-3"], found["1010|investment|box"]) == (2_000_000, 20000)
    assert {"3100|savings|member-3", "9400|shares|member-3"}.isdisjoint(found)


def test_who_carried_on_and_was_paid_a_year_later_owes_it(session: Session) -> None:
    """Her savings went through one share-out and were paid in the next: they are not where they were."""
    end_the_cycle(session)
    share_it_out(session, carrying_on=SITI)
    box: Tender = load_group(session, GROUP, FIRST).tenders["box"]
    paid = ShareTaken(member_holder(GROUP, SITI), 20_000, 20_000, box, shares=4)
    journal_of(session, GROUP).post(
        share_out(date(2026, 1, 28), [paid], step=1), client_ref="year:next", stamp=Stamp(UUID(int=1), AT))

    put_right(session, "3", saving(3))

    found = holdings(session)
    assert (found["2100|savings|member-3"], "3100|savings|member-3" in found) == (5000, False)


def test_savings_of_a_member_who_left_stand_where_her_exit_left_them(session: Session) -> None:
    """She was paid for four shares: for three she owes one back, for five one more is due to her."""
    leave(session)
    before = holdings(session)
    put_right(session, "3", saving(3), Cash.HANDED_OVER)

    found = holdings(session)
    assert (found["2100|savings|member-3"], found["1010|savings|box"]) == (
        5000, before["1010|savings|box"] - 5000)
    put_right(session, "3", saving(5), Cash.HANDED_OVER)
    found = holdings(session)
    assert found["2100|savings|member-3"] == -5000
    assert {"3100|savings|member-3", "9400|shares|member-3"}.isdisjoint(found)
