"""A fine of 20.00 raised on one Sunday, paid in part on the next, and the rest let go by two officers.

Siti comes late on 11 January and has no money with her: the fine is raised (1150 / 4200) and she owes it.
On 18 January she pays 12.00 of it (tender / 1150); no income arises a second time.  On 1 February the group
hears that her child was ill: Lorna asks that the 8.00 left be let go, Amina agrees, and because the income of
the fine still stands in this cycle it is taken back (4200 / 1150).  The group has earned 12.00, which is what
it holds.  Domain, section 4: "fine or fee: paid at once, raised, paid later, waived".
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from msai.services.dues.owed import list_owed
from tests.msai.services.corrections.desk import TODAY
from tests.msai.services.dues.desk import fine, let_go, pay, sunday
from tests.msai.services.sundays import FIRST, GROUP, SECOND, SITI, decimal, holdings, open_savers


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which Siti was fined on the first Sunday."""
    with database.write() as session:
        open_savers(session)
        sunday(session, FIRST, fine(SITI, "20.00"))
        yield session


def book(session: Session) -> str:
    """Every account that holds something, debit positive."""
    return "\n".join(f"{key:<22} {decimal(minor):>7}" for key, minor in sorted(holdings(session).items()))


def test_raised_it_is_income_and_owed(session: Session) -> None:
    """Nothing is in the box yet."""
    assert book(session) == dedent("""\
        1150|savings|member-3    20.00
        4200|savings|member-3   -20.00""")


def test_paid_in_part_the_rest_stands(session: Session) -> None:
    """Twelve in the box; eight of the fine of 11 January are still hers to pay."""
    sunday(session, SECOND, pay(SITI, "12.00"))

    assert book(session) == dedent("""\
        1010|savings|box         12.00
        1150|savings|member-3     8.00
        4200|savings|member-3   -20.00""")
    [owed] = list_owed(session, GROUP, on=TODAY)
    assert [(part.raised_on, part.left_minor) for part in owed.parts] == [(FIRST, 800)]


def test_let_go_the_income_is_what_was_paid(session: Session) -> None:
    """She owes nothing, and the group has earned what lies in its box."""
    sunday(session, SECOND, pay(SITI, "12.00"))
    let_go(session)

    assert book(session) == dedent("""\
        1010|savings|box         12.00
        4200|savings|member-3   -12.00""")
    assert list_owed(session, GROUP, on=TODAY) == ()
