"""One made-up history while it is told: who is in it, what money they use, and the books so far.

Every line is first tried on a copy of the books; a line that no true book could hold is simply not
told. Chance comes from one seeded source, so a seed always tells the same history.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from .amounts import DECIMALS, to_text
from .arithmetic import dated, feed
from .book import Book, NotValid
from .world import Event, World

# What a unit of each currency is worth in millionths of a US dollar: only the size matters.
WORTH = {
    "HKD": 128_000, "KRW": 750, "TWD": 31_000, "SGD": 740_000, "MYR": 220_000, "EUR": 1_080_000,
    "USD": 1_000_000, "CAD": 730_000, "JPY": 6_700,
    "PHP": 17_500, "IDR": 62, "THB": 28_500, "NPR": 7_450, "LKR": 3_330, "BDT": 8_400, "INR": 11_900,
    "VND": 40,
}  # fmt: skip
HOSTS = {
    "HK": ("HKD", 50), "KR": ("KRW", 10_000), "TW": ("TWD", 200), "SG": ("SGD", 10), "MY": ("MYR", 20),
    "IT": ("EUR", 10), "US": ("USD", 10), "CA": ("CAD", 10), "JP": ("JPY", 1_000),
}  # fmt: skip
HOMES = {
    "PH": "PHP", "ID": "IDR", "TH": "THB", "NP": "NPR", "LK": "LKR", "BD": "BDT", "IN": "INR", "VN": "VND",
}  # fmt: skip
NAMES = (
    "Lorna Reyes", "Amina Begum", "Siti Rahayu", "Rajesh Thapa", "Kanya Boonmee", "Dewi Lestari",
    "Maya Gurung", "Nimali Perera", "Josefina Abad", "Thuy Nguyen", "Wulan Sari", "Sunita Tamang",
    "Rosa Cruz", "Somchai Rung", "Fatima Khatun", "Grace Villar", "Anong Suk", "Bimala Rai",
)  # fmt: skip
Deed = Callable[["Story", date], None]


@dataclass
class Story:
    """The events told so far and the books they make."""

    rng: Random
    world: World = field(default_factory=World)
    events: list[Event] = field(default_factory=list)
    agenda: list[tuple[str, int, Deed]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    poor: set[str] = field(default_factory=set)
    closed_stakes: set[str] = field(default_factory=set)
    given_up: list[tuple[str, int]] = field(default_factory=list)
    meetings: int = 0

    @property
    def group(self) -> Book:
        """The group's book as it stands."""
        return self.world.group

    def tell(self, event: str, **fields: Any) -> bool:
        """Add a line when the books can hold it; say whether they could."""
        line = {"event": event, **fields}
        trial = self.world.copy()
        try:
            feed(trial, line)
        except NotValid:
            return False
        if trial.unit_value() * 20 < 10 ** DECIMALS[self.group.currency or trial.group.currency]:
            return False
        self.world = trial
        self.events.append(line)
        return True

    def likely(self, percent: int) -> bool:
        """True in about so many cases of a hundred."""
        return self.rng.randrange(100) < percent

    def name(self, kind: str) -> str:
        """The next key of a kind: loan-1, loan-2, ..."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}-{self.counts[kind]}"

    def text(self, minor: int) -> str:
        """An amount of the group's currency as files write it."""
        return to_text(minor, self.group.currency)

    def later(self, day: date, days: int, deed: Deed) -> None:
        """Put a deed on the agenda for the first working day after so many days."""
        due = working_day(day + timedelta(days=days))
        self.counts["agenda"] = self.counts.get("agenda", 0) + 1
        heapq.heappush(self.agenda, (due.isoformat(), self.counts["agenda"], deed))

    def keep_appointments(self, day: date) -> None:
        """Do all that the agenda has up to this day, and let landed money land."""
        while self.agenda and self.agenda[0][0] <= day.isoformat():
            heapq.heappop(self.agenda)[2](self, day)
        self.world.advance(day.isoformat())

    def uuid(self, day: date) -> str:
        """A time-ordered identifier made at noon of the day."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        stamp = int(noon.timestamp()) * 1000
        bits = stamp << 80 | 7 << 76 | self.rng.getrandbits(12) << 64 | 2 << 62 | self.rng.getrandbits(62)
        digits = f"{bits:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def mid_rate(self, home: str) -> str:
        """A rate of home money per 1 host, drifting a little, to six decimals."""
        return millionths(WORTH[self.group.currency] * self.rng.randint(930_000, 1_070_000) // WORTH[home])

    def purse_with(self, fund: str, amount: int, kinds: str = "1010 1020 1030") -> str | None:
        """A tender that holds at least so much of the fund, or None."""
        held = {
            tender: self.group.of(code, fund, tender)
            for tender, code in self.world.tenders.items()
            if code in kinds
        }
        fit = [tender for tender, n in held.items() if n >= amount > 0]
        return self.rng.choice(fit) if fit else None

    def last_day(self) -> str:
        """The day of the last line told."""
        return max(dated(event) for event in self.events)


def millionths(n: int) -> str:
    """A rate given in millionths, as text."""
    return f"{n // 10**6}.{n % 10**6:06d}"


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def begin(seed: int) -> Story:
    """Tell the set-up: the group, its rules and purses, members, enterprises, stakes."""
    story = Story(rng=Random(seed))
    opened = date(2024, 1, 7) + timedelta(weeks=story.rng.randrange(80))
    country = story.rng.choice(sorted(HOSTS))
    currency, base = HOSTS[country]
    story.step = base * int("1" + "0" * DECIMALS[currency])
    story.rules = rules_of(story, currency, by_amount=story.likely(35))
    story.tell(
        "group", key="group-1", name="Sunday Savers", country=country, currency=currency,
        opened=opened.isoformat(), rules=story.rules, tenders=tenders(story.rng),
    )  # fmt: skip
    for _ in range(story.rng.randint(5, 11)):
        join(story, opened)
    for home in story.rng.sample(sorted(HOMES), story.rng.choice([1, 1, 2, 3])):
        found_enterprise(story, home, opened)
    return story


def rules_of(story: Story, currency: str, *, by_amount: bool) -> dict[str, Any]:
    """The group's rules, saving by shares or by amount."""
    step = story.step
    common = {
        "social_contribution": to_text(step // 10, currency),
        "fines": {"late": to_text(step // 5, currency), "absent": to_text(step // 2, currency)},
        "loan_charge_percent_per_month": "1",
        "meets": "FREQ=WEEKLY;BYDAY=SU",
    }
    if by_amount:
        return {
            "saving": "amount",
            "minimum": to_text(step, currency),
            "usual": to_text(3 * step, currency),
            **common,
        }
    return {
        "saving": "shares",
        "share_value": to_text(step, currency),
        "shares_per_meeting": [1, 5],
        **common,
    }


def tenders(rng: Random) -> list[dict[str, str]]:
    """A box to count, a bank or two, and perhaps wallets, under whatever names."""
    box = [{"key": rng.choice(["box", "box", "cash-box", "tin"]), "kind": "cash"}]
    banks = rng.sample(["bank", "post-office", "bank-2"], rng.choice([1, 1, 2]))
    wallets = rng.sample(["wallet", "alipay", "kakao"], rng.choice([0, 1, 1, 2]))
    rest = [{"key": key, "kind": "bank"} for key in banks] + [
        {"key": key, "kind": "wallet"} for key in wallets
    ]
    rng.shuffle(rest)
    return box + rest


def join(story: Story, day: date) -> None:
    """One more member."""
    number = len(story.world.members) + 1
    if number > len(NAMES):
        return
    story.tell(
        "member", group="group-1", number=number, name=NAMES[number - 1],
        sex=story.rng.choice(["female", "female", "male"]), joined=day.isoformat(),
    )  # fmt: skip


def found_enterprise(story: Story, country: str, opened: date) -> None:
    """An enterprise, well or badly run, and one or two stakes of the group in it."""
    key = story.name("enterprise")
    activities = story.rng.sample(["palay", "hogs", "goats", "vegetables", "coffee", "fish"], 2)
    story.tell(
        "enterprise",
        key=key,
        name=f"Green Field {key[-1]}",
        country=country,
        currency=HOMES[country],
        activities=activities,
    )
    if story.likely(45):
        story.poor.add(key)
    for _ in range(story.rng.choice([1, 1, 2])):
        story.tell(
            "stake", key=story.name("stake"), group="group-1", enterprise=key, opened=opened.isoformat(),
            instrument=story.rng.choice(["equity", "equity", "coop_share", "loan"]),
        )  # fmt: skip
