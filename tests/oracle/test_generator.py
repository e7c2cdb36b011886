"""The generated histories are true ones, and between them everything happens often."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from .amounts import to_minor
from .arithmetic import dated, expected, read, state, world_at
from .events import EVENTS
from .generator import dates_of, generate, write
from .lines import LINES
from .world import Event, World

COMPARED = range(50)
OFTEN = 5
GROUP_CODES = (
    "1010", "1020", "1030", "1100", "1150", "1200", "1300", "1310", "1390", "1400", "2100", "3100",
    "3200", "3300", "3400", "3900", "4100", "4200", "4300", "4400", "4500", "4600", "4700", "4800",
    "4850", "4900", "5100", "5150", "5200", "5300", "5400", "5500", "5600", "5700", "5900",
)  # fmt: skip
ENTERPRISE_CODES = ("1020", "2200", "2400", "3100", "3400", "4100", "5100", "5200", "5500", "5900")


@cache
def history(seed: int) -> list[Event]:
    """The events of a seed, made once."""
    return generate(seed)


@cache
def ended(seed: int) -> World:
    """The books of a seed after its last line."""
    return world_at(history(seed))


def of_kind(events: list[Event], kind: str) -> list[Event]:
    """The events of one kind."""
    return [event for event in events if event["event"] == kind]


def test_a_seed_always_tells_the_same_history() -> None:
    """A failure seen once must be seen again."""
    assert generate(7) == generate(7)
    assert generate(7) != generate(8)


def test_histories_balance_in_every_fund_and_value_units_alike() -> None:
    """The unit value is found a second way: from what members put in and what became of it."""
    for seed in COMPARED:
        events = history(seed)
        for day in dates_of(events).values():
            block = state(events, day)
            totals: Counter[str] = Counter()
            for key, n in block["group"].items():
                totals[key.split("|")[1]] += n
            assert not any(totals.values()), (seed, day)
            assert Fraction(block["unit_value"]) == value_from_claims(block), (seed, day)


def value_from_claims(block: Event) -> Fraction:
    """Capital, surplus, income and costs of the fund, per unit: the other side of its net assets."""
    codes = ("32", "34", "35", "4", "5")
    worth = -sum(
        n for key, n in block["group"].items() if key.startswith(codes) and key.split("|")[1] == "investment"
    )
    return Fraction(worth * 10_000, sum(block["units_e4"].values()))


def test_every_kind_of_event_and_line_happens_often() -> None:
    """A rule that no history asks for is a rule that nobody compared."""
    events = [event for seed in COMPARED for event in history(seed)]
    kinds = Counter(event["event"] for event in events)
    lines = Counter(line["kind"] for sheet in of_kind(events, "meeting") for line in sheet["lines"])
    print(dict(kinds), dict(lines))

    assert set(kinds) == set(EVENTS)
    assert set(lines) == set(LINES)
    assert min(kinds.values()) >= OFTEN
    assert min(lines.values()) >= OFTEN


@pytest.mark.parametrize("code", GROUP_CODES)
def test_every_account_of_the_group_is_moved_often(code: str) -> None:
    """Gains and losses, over and short: both directions of every difference occur."""
    moved = [seed for seed in COMPARED if any(key.startswith(code) for key in ended(seed).group.sums)]

    assert len(moved) >= OFTEN


@pytest.mark.parametrize("code", ENTERPRISE_CODES)
def test_every_account_of_an_enterprise_is_moved_often(code: str) -> None:
    """Good years, bad years, owners, lenders and backers."""
    books = [book for seed in COMPARED for book in ended(seed).enterprises.values()]

    assert sum(any(key.startswith(code) for key in book.sums) for book in books) >= OFTEN


def sundays_between(events: list[Event], start: str, end: str) -> int:
    """Sheets dated between two days."""
    return sum(start < sheet["date"] < end for sheet in of_kind(events, "meeting"))


def landed_late(events: list[Event]) -> bool:
    """Capital that landed after a later meeting."""
    sent = {event["key"]: event["date"] for event in of_kind(events, "remittance_sent")}
    landed = of_kind(events, "remittance_landed")
    return any(sundays_between(events, sent[event["key"]], event["date"]) for event in landed)


def home_late(events: list[Event]) -> bool:
    """A return that landed after a later meeting."""
    coming = [event for event in of_kind(events, "remittance_home") if event["landed"]]
    return any(sundays_between(events, event["sent"], event["landed"]) for event in coming)


def loss_year(events: list[Event]) -> bool:
    """An enterprise whose months cost more than they brought."""
    results: Counter[str] = Counter()
    for event in of_kind(events, "monthly_report"):
        paid = [
            event["inputs"],
            event["other_costs"],
            *(wages["amount"] for wages in event["wages"].values()),
        ]
        costs = sum(Fraction(text) for text in paid)
        results[event["enterprise"]] += int(Fraction(event["sold"]["amount"]) - costs)
    return any(result < 0 for result in results.values())


def without_mid_rate(events: list[Event]) -> bool:
    """Capital that landed without anybody knowing the mid rate."""
    unknown = {event["key"] for event in of_kind(events, "remittance_sent") if event["mid_rate"] is None}
    return any(event["key"] in unknown for event in of_kind(events, "remittance_landed"))


def left_with_debts(events: list[Event]) -> bool:
    """A leaver who still owed a loan."""
    world = world_at(events)
    gone = {number for number, member in world.members.items() if member.left}
    lent = {
        line["member"]
        for sheet in of_kind(events, "meeting")
        for line in sheet["lines"]
        if line["kind"] == "loan"
    }
    return bool(gone & lent)


def late_joiner(events: list[Event]) -> bool:
    """A member whose line stands among the dated ones."""
    return any(event["joined"] > events[0]["opened"] for event in of_kind(events, "member"))


SITUATIONS: dict[str, Callable[[list[Event]], bool]] = {
    "saving by amount": lambda events: events[0]["rules"]["saving"] == "amount",
    "fee deducted": lambda events: any(
        not event["fee_on_top"] and Fraction(event["fee"]) for event in of_kind(events, "remittance_sent")
    ),
    "receiving fee": lambda events: any(
        Fraction(event["receiving_fee"]) for event in of_kind(events, "remittance_landed")
    ),
    "no mid rate": without_mid_rate,
    "late landing": landed_late,
    "late return": home_late,
    "loss year": loss_year,
    "leaver who borrowed": left_with_debts,
    "late joiner": late_joiner,
    "several enterprises": lambda events: len(of_kind(events, "enterprise")) > 1,
    "several backers": lambda events: len(of_kind(events, "backer_capital")) > 1,
    "several banks or wallets": lambda events: len(events[0]["tenders"]) > 3,
    "paid out at once": lambda events: any(event["pay"] for event in of_kind(events, "distribution")),
    "credited only": lambda events: any(not event["pay"] for event in of_kind(events, "distribution")),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_occurs_in_several_histories(situation: str) -> None:
    """What the books must stand is not left to chance."""
    assert sum(SITUATIONS[situation](history(seed)) for seed in COMPARED) >= OFTEN


def test_many_currencies_meet() -> None:
    """With decimals and without, on both sides."""
    hosts = {history(seed)[0]["currency"] for seed in COMPARED}
    homes = {event["currency"] for seed in COMPARED for event in of_kind(history(seed), "enterprise")}

    assert hosts == {"HKD", "KRW", "TWD", "SGD", "MYR", "EUR", "USD", "CAD", "JPY"}
    assert homes == {"PHP", "IDR", "THB", "NPR", "LKR", "BDT", "INR", "VND"}


def test_lines_come_in_the_order_of_their_days() -> None:
    """Set-up first, then by date, each meeting on a Sunday with an id of its own."""
    for seed in COMPARED:
        days = [event["joined"] if late(event) else dated(event) for event in history(seed)]
        sheets = of_kind(history(seed), "meeting")
        assert days == sorted(days), seed
        assert len({sheet["id"] for sheet in sheets}) == len(sheets)
        assert all(date.fromisoformat(sheet["date"]).weekday() == 6 for sheet in sheets)


def late(event: Event) -> bool:
    """Whether the line is a member's who joined after the first Sunday."""
    return bool(event["event"] == "member" and date.fromisoformat(event["joined"]).weekday() != 6)


def test_amounts_have_the_decimals_of_their_currency() -> None:
    """A reader that insists on the currency's form finds nothing to refuse."""
    for seed in COMPARED:
        currency = history(seed)[0]["currency"]
        amounts = [
            line.get("amount", "0") for sheet in of_kind(history(seed), "meeting") for line in sheet["lines"]
        ]
        assert min(to_minor(text, currency) for text in amounts) >= 0


def test_the_command_writes_a_history_and_its_figures(tmp_path: Path) -> None:
    """What is on disk is what was generated, and can be judged again."""
    write(3, tmp_path)

    assert read(tmp_path / "history.jsonl") == history(3)
    figures = json.loads((tmp_path / "expected.json").read_text(encoding="utf-8"))
    assert figures == expected(history(3), dates_of(history(3)))
    assert figures["end"]["date"] >= dated(history(3)[-1])
