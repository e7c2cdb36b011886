"""An investment fund of three members: a later joiner, income and capital that go back, and a loss.

On 11 January Lorna and Amina put in 1,190.00 together, at 1.00 a unit.  The fund earns 220.00, so that
1,410.00 stand behind 1,190 units, as in the published example of an investment club (PUB-09): a unit is worth
141/119, and nobody rounds it.  On 18 January Siti puts in 141.00 and gets 119 units: she pays what a part is
worth that day, and the others lose nothing by her coming.

On 1 February the group gives 300.00 to its members.  Only 220.00 of it were earned; the other 80.00 are the
members' own money, and are called capital passed on.  Or all of it is lost: two officers end the units, with
what was put in for them, and the next 50.00 buy 50 units at 1.00.  Domain, section 5: "Investment units".

The first valuation of another fund is PUB-11: its units began at 10.00, ten of them are one of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest
from sqlalchemy.orm import Session

from ledgers.units import UNIT
from msai.db import Database
from msai.services.units.wanted import Distribute, StartAnew
from tests.msai.services.sundays import AMINA, AT, FIRST, LORNA, SECOND, SITI, decimal, open_savers
from tests.msai.services.units.desk import decide, earn, fund_of, holdings, invest
from tests.vectors.reading import cents, shown, vector


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the fund earned 220.00 and Siti joined after that."""
    with database.write() as session:
        open_savers(session)
        invest(session, {LORNA: "690.00", AMINA: "500.00"}, FIRST)
        earn(session, 22_000)
        invest(session, {SITI: "141.00"}, SECOND)
        yield session


def book(session: Session) -> str:
    """Every account of the fund that holds something, debit positive; units with four decimals."""
    lines = []
    for key, minor in sorted(holdings(session).items()):
        units = f"{'-' if minor < 0 else ''}{abs(minor) // 10_000}.{abs(minor) % 10_000:04d}"
        lines.append(f"{key:<26} {units if '|units|' in key else decimal(minor):>11}")
    return "\n".join(lines)


def test_a_joiner_pays_todays_value(session: Session) -> None:
    """119 units for 141.00, and the value of a unit is what it was: 141/119."""
    _, expected = vector("PUB-09")

    assert fund_of(session).value() == 100 * Fraction(expected["derived_exact_unit_value"])
    assert book(session) == dedent("""\
        1010|investment|box            1551.00
        3200|investment|member-1       -690.00
        3200|investment|member-2       -500.00
        3200|investment|member-3       -141.00
        4700|investment|None           -220.00
        9100|units|None             -1309.0000
        9200|units|member-1           690.0000
        9200|units|member-2           500.0000
        9200|units|member-3           119.0000""")


def test_pub_11_the_first_valuation(database: Database) -> None:
    """100.00 and 200.00 were put in, 400.00 are there: a third is gained, 13.33 for each 10.00."""
    given, expected = vector("PUB-11")
    with database.write() as session:
        open_savers(session)
        invest(session, {LORNA: f"{given['paid']['you']}.00", AMINA: f"{given['paid']['john']}.00"}, FIRST)
        earn(session, cents(given["net_worth_now"]) - 30_000)
        fund, held = fund_of(session), holdings(session)

    first = int(given["start_unit_value"])
    assert shown(fund.value() * first) == expected["unit_value"]
    assert [held[f"9200|units|member-{number}"] // UNIT // first for number in (LORNA, AMINA)] == [
        int(units) for units in expected["units"].values()]


def test_more_than_income_is_the_members_own_money(session: Session) -> None:
    """Of 300.00 the first 220.00 are income; 80.00 come off what each had put in, by units."""
    decide(session, Distribute(amount_minor=30_000))

    assert book(session) == dedent("""\
        1010|investment|box            1551.00
        2100|investment|member-1       -158.14
        2100|investment|member-2       -114.59
        2100|investment|member-3        -27.27
        3200|investment|member-1       -647.83
        3200|investment|member-2       -469.44
        3200|investment|member-3       -133.73
        3400|investment|None            220.00
        4700|investment|None           -220.00
        9100|units|None             -1309.0000
        9200|units|member-1           690.0000
        9200|units|member-2           500.0000
        9200|units|member-3           119.0000""")


def test_a_fund_that_lost_all_starts_anew(session: Session) -> None:
    """The 1,551.00 are lost; the units end, and Siti's next 50.00 buy 50 units."""
    earn(session, -155_100)
    decide(session, StartAnew(), at=AT + 5)
    invest(session, {SITI: "50.00"}, date(2026, 1, 25))

    assert book(session) == dedent("""\
        1010|investment|box              50.00
        3200|investment|member-3        -50.00
        3400|investment|None          -1331.00
        4700|investment|None           -220.00
        5300|investment|None           1551.00
        9100|units|None               -50.0000
        9200|units|member-3            50.0000""")
