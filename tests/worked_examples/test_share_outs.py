"""Five friends saved for a year in shares of 50.00 and share out, as two officers do it.

Ana has 60 shares, Bela 37, Citra 52, Dewi 45, Elena 6: 200 shares, 10,000.00 saved. What each gets is
asserted from the vectors OWN-01 (a loan is taken off), OWN-02 (only whole dollars are in the box) and OWN-14
(a loan larger than its owner's part), and the whole book before and after is written out. Other groups
follow: PUB-01 (a tenth of all shares), PUB-03 (savings back and profit) and PUB-04 (profit follows savings).
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.db import Database
from msai.services.share_out import Basis, Part, Plan, check_share_out
from tests.ledgers.book_text import balances_as_text
from tests.msai.services.share_out.table import (
    ANA,
    DEWI,
    GROUP,
    NAMES,
    RULES,
    TREASURER,
    earn,
    give_social,
    lend,
    open_five,
    save_all,
    share_it_out,
)
from tests.vectors.reading import cents, shown, vector

PEOPLE = {f"member-{number}": name for number, name in enumerate(NAMES, start=1)} | {
    "loan-1": "Dewi's", "box": "box"}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Everybody has saved; the box holds 10,000.00."""
    with database.write() as session:
        open_five(session)
        save_all(session)
        yield session


def book(session: Session) -> str:
    """The whole book, one account a line."""
    return balances_as_text(balances(session, GROUP), PEOPLE)


def shared(session: Session, **changes: Any) -> Plan:
    """The share-out both officers agreed to, worked out again from the book as it stood."""
    again = check_share_out(session, TREASURER, GROUP, share_it_out(session, **changes))
    assert again.is_same
    return again.plan


def by_name(plan: Plan, what: str) -> dict[str, str]:
    """One amount of each member, as the vectors write it."""
    return {NAMES[part.number - 1]: shown(_minor(part, what)) for part in plan.parts}


def _minor(part: Part, what: str) -> int:
    return int(getattr(part, what))


def test_own_01_a_loan_is_taken_off(session: Session) -> None:
    """Dewi owes 1,800.00; 3,037.50 were earned. The box is empty afterwards, but for the social fund."""
    given, expected = vector("OWN-01")
    lend(session, DEWI, cents("1800.00"))
    earn(session, cents("3037.50"))
    give_social(session, {ANA: cents(given["social_fund_cash"])})
    assert book(session) == dedent("""\
        cash box: box/savings              Dr   11237.50 HKD
        loans to members: Dewi's/savings   Dr    1800.00 HKD
        members' savings: Ana/savings      Cr    3000.00 HKD
        members' savings: Bela/savings     Cr    1850.00 HKD
        members' savings: Citra/savings    Cr    2600.00 HKD
        members' savings: Dewi/savings     Cr    2250.00 HKD
        members' savings: Elena/savings    Cr     300.00 HKD
        donations/savings                  Cr    3037.50 HKD
        cash box: box/social               Dr     960.00 HKD
        social fund: Ana/social            Cr     960.00 HKD
        shares issued/shares               Cr        200 SHARE
        shares held: Ana/shares            Dr         60 SHARE
        shares held: Bela/shares           Dr         37 SHARE
        shares held: Citra/shares          Dr         52 SHARE
        shares held: Dewi/shares           Dr         45 SHARE
        shares held: Elena/shares          Dr          6 SHARE""")

    plan = shared(session)

    assert shown(plan.value, 4) == expected["share_value_exact"]
    assert by_name(plan, "entitlement_minor") == expected["entitlement_paid"]
    assert by_name(plan, "paid_minor") == expected["cash_paid"]
    assert book(session) == dedent("""\
        cash box: box/social      Dr   960.00 HKD
        social fund: Ana/social   Cr   960.00 HKD""")


def test_own_02_only_whole_dollars_are_in_the_box(session: Session) -> None:
    """What cannot be paid in whole dollars, 0.50, stays in the surplus and is named."""
    given, expected = vector("OWN-02")
    lend(session, DEWI, cents("1800.00"))
    earn(session, cents("3037.50"))

    plan = shared(session, step_minor=cents(given["cash_unit"]))

    assert by_name(plan, "entitlement_minor") == expected["entitlement"]
    assert shown(plan.stays_minor) == expected["carried_to_next_cycle"]
    assert book(session) == dedent("""\
        cash box: box/savings      Dr   0.50 HKD
        retained surplus/savings   Cr   0.50 HKD""")


def test_own_14_a_loan_larger_than_its_owners_part(session: Session) -> None:
    """Dewi owes 5,000.00. Nobody is promised what is not there; 2,666.50 of it stay owed."""
    given, expected = vector("OWN-14")
    lend(session, DEWI, cents(given["debts"]["Dewi"]))
    earn(session, cents("3037.50"))

    plan = shared(session)

    assert str(plan.value / 100) == expected["share_value_exact"]
    assert by_name(plan, "entitlement_minor") == expected["entitlement_paid"]
    assert shown(plan.parts[DEWI - 1].still_owed_minor) == expected["dewi_still_owes"]
    assert book(session) == dedent("""\
        cash box: box/savings              Dr      0.10 HKD
        loans to members: Dewi's/savings   Dr   2666.50 HKD
        retained surplus/savings           Cr   2666.60 HKD""")


def test_a_year_that_lost_money(session: Session) -> None:
    """1,234.50 were lost: 43.8275 a share, and each bears it by her shares."""
    earn(session, -cents("1234.50"))

    plan = shared(session)

    assert by_name(plan, "result_minor") == {
        "Ana": "-370.30", "Bela": "-228.40", "Citra": "-321.00", "Dewi": "-277.80", "Elena": "-37.00"}
    assert book(session) == ""


def test_pub_01_a_tenth_of_the_shares_is_a_tenth_of_the_pot(database: Database) -> None:
    """Ana has 100 of 1,000 shares of 5.00; the group doubled its money; 1,000.00 of 10,000.00 are hers."""
    given, expected = vector("PUB-01")
    others = given["total_shares"] - given["member_shares"]
    with database.write() as session:
        open_five(session, {**RULES, "share_value": "5.00"})
        save_all(session, {ANA: given["member_shares"], DEWI: others}, price_minor=500)
        earn(session, cents(given["pot"]) - 500 * given["total_shares"])
        plan = shared(session, share_value_minor=500)

    assert shown(plan.pot_minor, 0) == given["pot"]
    assert by_name(plan, "paid_minor")["Ana"] == expected["member_payout"]


def test_pub_03_savings_back_and_a_part_of_the_profit(session: Session) -> None:
    """A tenth of the profit comes on top of each share: 50.00 become 60.00, as 5 became 6 there."""
    _, expected = vector("PUB-03")
    earn(session, cents("2000.00"))

    plan = shared(session)

    assert shown(plan.value / 10) == expected["derived_end_share_value"]
    assert {part.result_minor * 5 for part in plan.parts} == {part.savings_minor for part in plan.parts}


def test_pub_04_by_savings_profit_follows_savings(database: Database) -> None:
    """A saved 37.05 % of the money and gets 37.05 % of the profit."""
    given, expected = vector("PUB-04")
    saved = {number: cents(amount) // 5000 for number, amount in enumerate(given["savings"].values(), 1)}
    with database.write() as session:
        open_five(session)
        save_all(session, saved)
        earn(session, cents(given["profit"]))
        plan = shared(session, basis=Basis.SAVINGS, share_value_minor=0)

    profits = [shown(part.result_minor, 0) for part in plan.parts if part.savings_minor]
    assert profits == list(expected["profit_share"].values())
