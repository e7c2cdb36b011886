"""The oracle agrees with the recorded histories, whose figures two others had found before."""

import ast
import json
import sys
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from .amounts import half_up, split, to_minor, to_text
from .arithmetic import expected, read, world_at
from .book import Book, NotValid
from .world import Event

HISTORIES = Path(__file__).parent.parent / "histories"


@pytest.mark.parametrize("place", ["hong-kong", "korea"])
def test_the_recorded_years_come_out_to_the_cent(place: str) -> None:
    """An oracle that missed a recorded figure would be no witness for the generated ones."""
    recorded: dict[str, Any] = json.loads((HISTORIES / place / "expected.json").read_text(encoding="utf-8"))
    blocks = {name: block for name, block in recorded.items() if isinstance(block, dict)}
    dates = {name: block["date"] for name, block in blocks.items() if "date" in block}

    assert len(dates) == 2
    assert expected(read(HISTORIES / place / "history.jsonl"), dates) == recorded


def test_halves_round_away_from_zero() -> None:
    """Single amounts round half up, and a loss is as large as the gain would have been."""
    halves = [half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 2, 3)]

    assert halves == [-2, -1, 0, 1, 1, 2]


def test_a_split_gives_the_odd_cents_to_the_largest_rests_then_the_earlier() -> None:
    """Three equal claims on a cent: the first gets it."""
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [5, 3, 3]) == [4, 3, 3]


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("0.05", "HKD", 5), ("-5.00", "HKD", -500), ("70", "KRW", 70)]
)
def test_amounts_are_read_and_written_alike(text: str, currency: str, minor: int) -> None:
    """Files written by the generator must be in the form of the recorded ones."""
    assert to_minor(text, currency) == minor
    assert to_text(minor, currency) == text


def test_won_have_no_cents() -> None:
    """An amount finer than the currency is a damaged line."""
    with pytest.raises(ValueError, match="too many decimals"):
        to_minor("5000.50", "KRW")


def test_money_never_changes_fund_in_one_movement() -> None:
    """The rule that keeps every fund balanced by itself holds for the oracle too."""
    with pytest.raises(NotValid):
        Book("HKD").move("1010|social|box", "3100|savings|member-1", 500)


GROUP: Event = {
    "event": "group", "key": "group-1", "name": "Sunday Savers", "country": "HK", "currency": "HKD",
    "opened": "2025-01-05", "rules": {"saving": "shares", "share_value": "50.00"},
    "tenders": [{"key": "box", "kind": "cash"}, {"key": "bank", "kind": "bank"}],
}  # fmt: skip
LORNA, AMINA = ({"event": "member", "number": n, "joined": "2025-01-05"} for n in (1, 2))
FARM: Event = {"event": "enterprise", "key": "enterprise-1", "currency": "PHP", "activities": ["palay"]}
STAKE: Event = {"event": "stake", "key": "stake-1", "enterprise": "enterprise-1", "instrument": "equity"}
SET_UP: list[Event] = [GROUP, LORNA, AMINA, FARM, STAKE]


def sheet(
    date: str, *lines: dict[str, Any], opening: dict[str, str] | None = None, counted: str = "0.00"
) -> Event:
    """A sheet without attendance, the box agreeing with the book."""
    head = {"event": "meeting", "date": date, "opening": opening or {}, "lines": list(lines)}
    return {**head, "cash_counted": counted, "cash_difference": "0.00"}


INVESTED = sheet(
    "2025-01-05",
    {"member": 1, "kind": "investment", "amount": "600.00", "tender": "bank"},
    {"member": 2, "kind": "investment", "amount": "400.00", "tender": "bank"},
)
SENT: Event = {
    "event": "remittance_sent", "stake": "stake-1", "key": "remittance-1", "date": "2025-01-06",
    "amount": "700.00", "fee": "10.00", "fee_on_top": False, "tender": "bank", "mid_rate": "7.000000",
}  # fmt: skip
LANDED: Event = {
    "event": "remittance_landed", "key": "remittance-1", "date": "2025-01-08", "received": "4725.00",
    "receiving_fee": "70.00",
}  # fmt: skip


def book_after(*events: Event) -> str:
    """The group's money after the set-up and these events, an account a line."""
    return "\n".join(f"{key} {n}" for key, n in world_at([*SET_UP, *events]).group.printed().items())


def farm_after(*events: Event) -> str:
    """The enterprise's money after the set-up and these events, an account a line."""
    book = world_at([*SET_UP, *events]).enterprises["enterprise-1"]
    return "\n".join(f"{key} {n}" for key, n in book.printed().items())


def test_a_landing_is_cost_fees_and_margin() -> None:
    """700 sent: 10 kept by the sender, 70 pesos by the receiver, 4725 pesos are 675 at mid; 5 is margin."""
    assert book_after(INVESTED, SENT, LANDED) == dedent("""\
        1020|investment|bank 30000
        1300|investment|stake-1 67500
        3200|investment|member-1 -60000
        3200|investment|member-2 -40000
        5100|investment|None 2000
        5150|investment|None 500""")


def test_without_a_mid_rate_the_receiving_fee_stays_in_the_cost() -> None:
    """Nobody can say what the margin was, so it is neither guessed nor booked."""
    assert book_after(INVESTED, {**SENT, "mid_rate": None}, LANDED) == dedent("""\
        1020|investment|bank 30000
        1300|investment|stake-1 69000
        3200|investment|member-1 -60000
        3200|investment|member-2 -40000
        5100|investment|None 1000""")


def test_a_landing_above_the_mid_rate_costs_no_more_than_was_sent() -> None:
    """A lucky rate makes no gain: the cost is capped by what the fees leave."""
    assert "1300|investment|stake-1 68000\n" in book_after(INVESTED, SENT, {**LANDED, "received": "4900.00"})


def test_capital_that_came_back_clears_the_transit() -> None:
    """680 came back of 700 and the bank took 5: the rest is exchange loss."""
    back = {"event": "remittance_returned", "key": "remittance-1", "date": "2025-01-09", "amount": "680.00"}

    assert book_after(INVESTED, SENT, {**back, "fee": "5.00", "tender": "box"}) == dedent("""\
        1010|investment|box 68000
        1020|investment|bank 30000
        3200|investment|member-1 -60000
        3200|investment|member-2 -40000
        5100|investment|None 500
        5500|investment|None 1500""")


def test_capital_that_is_lost_is_a_loss_of_all_of_it() -> None:
    """The deducted fee never took effect either; the group lost what it sent."""
    lost = {"event": "remittance_lost", "key": "remittance-1", "date": "2025-02-09"}

    assert "5600|investment|None 70000" in book_after(INVESTED, SENT, lost)
    with pytest.raises(NotValid):
        world_at([*SET_UP, INVESTED, SENT, LANDED, lost])


WRITTEN_DOWN: Event = {
    "event": "stake_written_down",
    "stake": "stake-1",
    "date": "2025-02-03",
    "amount": "100.00",
}
RETURNED: Event = {
    "event": "capital_returned", "key": "exit-1", "stake": "stake-1", "sent": "2025-02-04",
    "landed": "2025-02-06", "amount": "3500.00", "claim": "2362.50",
    "received": "490.00", "fee": "5.00", "tender": "bank", "mid_rate": "7.000000",
}  # fmt: skip


def test_half_the_claim_takes_half_of_cost_and_allowance_with_it() -> None:
    """Half of 675 with 50 set aside is worth 287.50; sold for 500, of which 495 arrived before the fee."""
    assert book_after(INVESTED, SENT, LANDED, WRITTEN_DOWN, RETURNED) == dedent("""\
        1020|investment|bank 79000
        1300|investment|stake-1 33750
        1390|investment|stake-1 -5000
        3200|investment|member-1 -60000
        3200|investment|member-2 -40000
        4600|investment|stake-1 -21250
        5100|investment|None 2500
        5150|investment|None 500
        5500|investment|None 500
        5600|investment|None 10000""")


def test_the_enterprise_pays_above_the_claim_out_of_what_it_retained() -> None:
    """4725 had landed; 2362.50 of it goes back for 3500."""
    assert farm_after(INVESTED, SENT, LANDED, RETURNED) == dedent("""\
        1020|enterprise|bank 122500
        3100|enterprise|stake-1 -236250
        3400|enterprise|None 113750""")


def test_a_stake_given_up_uses_its_allowance_first() -> None:
    """The loss was 100 when it was written down and is the other 575 now; the claim is gone too."""
    off = {"event": "stake_written_off", "stake": "stake-1", "date": "2025-03-03"}
    world = world_at([*SET_UP, INVESTED, SENT, LANDED, WRITTEN_DOWN, off])

    assert world.group.of("5600", "investment") == 67500
    assert world.group.held("1300", "investment") == world.group.held("1390", "investment") == {}
    assert world.group.held("9500", "claims.PHP") == {}


SAVED = sheet(
    "2025-01-05",
    {"member": 1, "kind": "savings", "shares": 4, "amount": "200.00", "tender": "box"},
    {"member": 2, "kind": "savings", "shares": 5, "amount": "250.00", "tender": "box"},
    {"member": 1, "kind": "fee", "fee": "passbook", "amount": "20.00", "tender": None},
    {"member": 1, "kind": "loan", "loan": "loan-1", "amount": "100.00", "tender": "box"},
    {"member": 1, "kind": "loan", "loan": "loan-2", "amount": "120.00", "tender": "box"},
    counted="230.00",
)
LEFT: Event = {"event": "member_left", "number": 1, "date": "2025-01-07", "pay": True, "tender": "box"}


def test_a_leavers_debts_are_set_off_dues_first_then_the_oldest_loan() -> None:
    """Lorna saved 200 and owes 240: the fee and the first loan are covered, 40 of the second stays owed."""
    assert book_after(SAVED, LEFT) == dedent("""\
        1010|savings|box 23000
        1100|savings|loan-2 4000
        3100|savings|member-2 -25000
        4300|savings|member-1 -2000""")


def test_a_closing_empties_income_and_costs_into_the_surplus() -> None:
    """After it the fund starts a new year with the same net assets."""
    closed = {"event": "fund_closed", "fund": "savings", "date": "2025-01-07"}

    assert "3400|savings|None -2000" in book_after(SAVED, closed)
    assert "4300" not in book_after(SAVED, closed)


def test_the_social_fund_is_shared_among_those_who_are_still_there() -> None:
    """Lorna paid in 10, Amina 5; Lorna left; Amina gets 12 and the surplus keeps the rest."""
    paid = [{"member": n, "kind": "social", "amount": f"{15 - 5 * n}.00", "tender": "box"} for n in (1, 2)]
    shared = {"event": "social_shared", "date": "2025-01-08", "amount": "12.00", "by": "paid_in", "pay": True}

    assert book_after(
        sheet("2025-01-05", *paid, counted="15.00"), LEFT, {**shared, "tender": "box"}
    ) == dedent("""\
        1010|social|box 300
        3400|social|None -300""")


def test_units_are_redeemed_at_their_value_and_capital_goes_in_proportion() -> None:
    """The fund is worth 1.10 a unit: half of Lorna's 600 units bring 330, 300 of it her own capital."""
    gift = {"kind": "donation", "fund": "investment", "amount": "100.00", "tender": "bank"}
    back = {"member": 1, "kind": "redemption", "units_e4": 3_000_000, "tender": "bank"}
    second = sheet("2025-01-12", gift, opening={"bank/investment": "1000.00"})

    assert book_after(
        INVESTED, second, sheet("2025-01-19", back, opening={"bank/investment": "1100.00"})
    ) == dedent("""\
        1020|investment|bank 77000
        3200|investment|member-1 -30000
        3200|investment|member-2 -40000
        3400|investment|None 3000
        4850|investment|None -10000""")


def test_money_lent_between_funds_leaves_the_value_of_a_unit_alone() -> None:
    """What another fund owes is worth as much as the cash was."""
    lent = {
        "kind": "between_funds",
        "from_fund": "investment",
        "to_fund": "social",
        "amount": "90.00",
        "tender": "bank",
    }
    after = sheet("2025-01-12", lent, opening={"bank/investment": "1000.00"})

    assert world_at([*SET_UP, INVESTED, after]).unit_value() == 100


def test_a_backer_elsewhere_touches_the_enterprise_alone() -> None:
    """Its own group keeps its own book."""
    capital = {
        "event": "backer_capital",
        "enterprise": "enterprise-1",
        "key": "backer-1",
        "date": "2025-01-06",
    }
    declared = {"event": "dividend_declared", "stake": "backer-1", "date": "2025-01-07", "mid_rate": None}
    home = {
        "event": "remittance_home",
        "key": "return-1",
        "stake": "backer-1",
        "sent": "2025-01-08",
        "landed": None,
    }
    told: list[Event] = [
        {**capital, "amount": "900.00"},
        {**declared, "amount": "90.00"},
        {**home, "amount": "90.00"},
    ]

    assert book_after(*told) == ""
    assert farm_after(*told) == dedent("""\
        1020|enterprise|bank 81000
        3100|enterprise|backer-1 -90000
        3400|enterprise|None 9000""")


def test_a_sheet_that_does_not_open_with_the_book_is_refused() -> None:
    """Somebody moved money between the meetings and told nobody."""
    with pytest.raises(NotValid, match="opening"):
        world_at([*SET_UP, INVESTED, sheet("2025-01-12", opening={"bank/investment": "999.00"})])


def test_a_purse_below_zero_is_refused() -> None:
    """Money that is not there cannot be sent."""
    with pytest.raises(NotValid, match="below zero"):
        world_at([*SET_UP, INVESTED, {**SENT, "amount": "1000.01"}])


def test_the_oracle_imports_nothing_of_the_project() -> None:
    """Two readings that share code share mistakes."""
    found = set()
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).split(".")[0])

    assert found - sys.stdlib_module_names == {"pytest"}
