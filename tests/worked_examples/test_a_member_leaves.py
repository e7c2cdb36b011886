"""OWN-05: Siti leaves in the middle of a cycle, by each of three customs.

The group holds 220 shares of 50.00 and has 12,100.00 for its members: savings of 11,000.00, a gift of
1,030.00, interest of 20.00 and a fine of 50.00 charged to Siti. A share is worth 55.00. Siti holds 30 shares
and owes her loan of 400.00, the interest and the fine: 470.00 in all.

* By face value she takes what she saved: 1,500.00 less 470.00 is 1,030.00, and a share of those who stay is
  worth 55.79.
* By today's value she takes 30 x 55.00 = 1,650.00 less 470.00: 1,180.00, and nobody gains or loses.
* By today's value less 3 percent the group keeps 49.50 of it: she takes 1,130.50, and a share is worth 55.26.

The shares that she held end with her membership (9300 / 9400).  Domain, section 5: "Joining and leaving".
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from tests.msai.services.leaving.desk import before_she_leaves, leave
from tests.msai.services.sundays import decimal, holdings
from tests.vectors.reading import shown, vector

AT_VALUE = {"leaver": "current_value"}
IN_THE_BOX = 11_630_00


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction."""
    with database.write() as session:
        yield session


def book_after(session: Session, **rules: Any) -> str:
    """Every account that holds something once Siti was paid from the box, debit positive."""
    before_she_leaves(session, **rules)
    leave(session)
    return "\n".join(f"{key:<22} {decimal(minor):>9}" for key, minor in sorted(holdings(session).items())
                     if "shares" not in key)


def taken(session: Session) -> str:
    """What she took out of the box, as the vector writes it."""
    return shown(IN_THE_BOX - holdings(session)["1010|savings|box"])


def test_by_face_value_what_she_leaves_behind_is_the_others(session: Session) -> None:
    """11,630.00 in the box less 1,030.00; the surplus of 1,100.00 stays whole."""
    assert book_after(session) == dedent("""\
        1010|savings|box        10600.00
        3100|savings|member-1   -9500.00
        4100|savings|member-3     -20.00
        4200|savings|member-3     -50.00
        4850|savings|None       -1030.00""")
    assert taken(session) == vector("OWN-05")[1]["policy_a_face_value"]


def test_by_todays_value_she_takes_her_part_of_the_surplus(session: Session) -> None:
    """150.00 of the surplus are hers (3400 / 3100), and 1,180.00 leave the box."""
    assert book_after(session, **AT_VALUE) == dedent("""\
        1010|savings|box        10450.00
        3100|savings|member-1   -9500.00
        3400|savings|None         150.00
        4100|savings|member-3     -20.00
        4200|savings|member-3     -50.00
        4850|savings|None       -1030.00""")
    assert taken(session) == vector("OWN-05")[1]["policy_b_current_unit_value"]


def test_less_a_charge_a_little_of_it_comes_back(session: Session) -> None:
    """Three percent of 1,650.00 is 49.50 of income to the group (3100 / 4300)."""
    assert book_after(session, **AT_VALUE, leaver_percent="3") == dedent("""\
        1010|savings|box        10499.50
        3100|savings|member-1   -9500.00
        3400|savings|None         150.00
        4100|savings|member-3     -20.00
        4200|savings|member-3     -50.00
        4300|savings|member-3     -49.50
        4850|savings|None       -1030.00""")
    assert taken(session) == vector("OWN-05")[1]["policy_c_unit_value_less_fee"]
