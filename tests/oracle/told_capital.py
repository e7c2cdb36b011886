"""Made-up capital: what the group sends and gets back, what fails on the way, what its stakes are worth."""

from datetime import date, timedelta
from fractions import Fraction

from .amounts import DECIMALS, at_rate, half_up, to_text
from .capital import carrying
from .story import Story, millionths, working_day
from .world import Stake


def a_stake(story: Story) -> Stake | None:
    """Any stake that was not given up."""
    live = [stake for key, stake in story.world.stakes.items() if key not in story.closed_stakes]
    return story.rng.choice(live) if live else None


def mids(story: Story, day: date, home: str, *, known: bool = True) -> dict[str, str | None]:
    """The mid rate of the day with its source, or nothing of it."""
    if not known:
        return {"mid_rate": None, "mid_source": None, "mid_date": None}
    return {"mid_rate": story.mid_rate(home), "mid_source": "central bank", "mid_date": day.isoformat()}


def near(story: Story, rate: str, low: int, high: int) -> Fraction:
    """A rate some per mille of another, as it would be written."""
    parts = half_up(Fraction(rate) * 1000 * story.rng.randint(low, high))
    return Fraction(millionths(parts))


def to_home(host_minor: int, host: str, home: str, rate: Fraction) -> int:
    """Host minor units in home minor units."""
    return half_up(host_minor * rate * Fraction(10) ** (DECIMALS[home] - DECIMALS[host]))


def send_capital(story: Story, day: date) -> None:
    """Send some of the investment fund's money to a stake."""
    stake = a_stake(story)
    purse = story.purse_with("investment", story.step * 2)
    if stake is None or purse is None:
        return
    cash = story.group.of(story.world.tenders[purse], "investment", purse)
    fee = story.rng.choice([0, story.step // 8, story.step // 4])
    amount = cash * story.rng.randint(30, 95) // 100 - fee
    if story.likely(60):
        amount -= amount % max(1, story.step // 10)
    mid = mids(story, day, stake.home, known=story.likely(85))
    applied = near(story, mid["mid_rate"] or story.mid_rate(stake.home), 985, 1003)
    key, on_top = story.name("remittance"), story.likely(50)
    told = story.tell(
        "remittance_sent", group="group-1", stake=stake.key, key=key, purpose="capital", date=day.isoformat(),
        amount=story.text(amount), fee=story.text(fee), fee_on_top=on_top, tender=purse,
        applied_rate=millionths(int(applied * 10**6)), **mid,
    )  # fmt: skip
    if told:
        arriving = to_home(amount - (0 if on_top else fee), story.group.currency, stake.home, applied)
        see_it_through(story, day, key, stake, arriving)


def see_it_through(story: Story, day: date, key: str, stake: Stake, arriving: int) -> None:
    """Decide what becomes of money under way: landed soon or late, returned, lost, or not heard of yet."""
    fate = story.rng.randrange(100)
    if fate < 76:
        story.later(
            day, story.rng.choice([1, 2, 3, 9, 16, 25]), lambda s, on: land(s, on, key, stake, arriving)
        )
    elif fate < 87:
        story.later(day, story.rng.randint(2, 20), lambda s, on: come_back(s, on, key))
    elif fate < 95:
        story.later(day, story.rng.randint(10, 40), lambda s, on: lose(s, on, key))


def lose(story: Story, day: date, key: str) -> None:
    """Nobody finds the money again."""
    story.tell("remittance_lost", key=key, date=day.isoformat())


def land(story: Story, day: date, key: str, stake: Stake, arriving: int) -> None:
    """Capital reaches the enterprise, sometimes less a receiving fee."""
    fee = arriving * story.rng.randint(1, 12) // 1000 if story.likely(45) else 0
    story.tell(
        "remittance_landed", key=key, date=day.isoformat(),
        received=to_text(arriving - fee, stake.home), receiving_fee=to_text(fee, stake.home),
    )  # fmt: skip


def come_back(story: Story, day: date, key: str) -> None:
    """Capital returns to one of the group's purses, rarely to the cent."""
    left = story.group.of("1200", "investment", key)
    fee = story.rng.choice([0, story.step // 10])
    amount = left * story.rng.randint(950, 1010) // 1000 - fee if story.likely(70) else left - fee
    purse = story.rng.choice(sorted(story.world.tenders))
    story.tell(
        "remittance_returned", key=key, date=day.isoformat(),
        amount=story.text(max(amount, 0)), fee=story.text(fee), tender=purse,
    )  # fmt: skip


def declare(story: Story, day: date) -> None:
    """An enterprise declares a return on a stake, and mostly sends it home."""
    stake = a_stake(story)
    if stake is None or not story.world.group.sums.get(stake.claim[0]):
        return
    bank = story.world.enterprises[stake.enterprise].of("1020", "enterprise", "bank")
    amount = bank * story.rng.randint(2, 20) // 100
    mid = mids(story, day, stake.home)
    if amount and story.tell(
        "dividend_declared", stake=stake.key, date=day.isoformat(), amount=to_text(amount, stake.home), **mid
    ):
        story.later(day, story.rng.choice([0, 1, 1, 8, 30]), lambda s, on: send_home(s, on, stake, amount))


def send_home(story: Story, day: date, stake: Stake, amount: int) -> None:
    """The enterprise pays a declared return; it may land weeks later."""
    host = at_rate(amount, stake.home, story.group.currency, story.mid_rate(stake.home))
    story.tell(
        "remittance_home", key=story.name("return"), stake=stake.key, purpose="dividend",
        sent=day.isoformat(), amount=to_text(amount, stake.home), **arrival(story, day, host),
    )  # fmt: skip


def arrival(story: Story, day: date, host: Fraction) -> dict[str, str]:
    """When and where host money comes in, and what the way costs."""
    fee = story.rng.choice([0, story.step // 8])
    received = max(int(host * story.rng.randint(975, 1005) / 1000) - fee, 1)
    landed = working_day(day + timedelta(days=story.rng.choice([0, 1, 2, 2, 10, 19])))
    return {
        "landed": landed.isoformat(),
        "received": story.text(received),
        "fee": story.text(fee),
        "tender": story.rng.choice(sorted(story.world.tenders)),
    }


def distribute(story: Story, day: date) -> None:
    """Credit some income to members by units, at times paid at once."""
    book = story.group
    room = min(book.net_assets("investment") // 4, 12 * story.step)
    amount = story.rng.randint(1, max(room, 1))
    purse = story.purse_with("investment", amount)
    pay = story.likely(45) and purse is not None
    story.tell(
        "distribution", group="group-1", date=day.isoformat(), amount=story.text(amount), by="units", pay=pay,
        tender=purse if pay else None,
    )  # fmt: skip


def write_down(story: Story, day: date) -> None:
    """Set something aside against a stake."""
    stake = a_stake(story)
    worth = carrying(story.world, stake).worth if stake else 0
    if stake and worth > 1:
        amount = story.text(story.rng.randint(1, worth // 2))
        story.tell("stake_written_down", stake=stake.key, date=day.isoformat(), amount=amount)


def recover(story: Story, day: date) -> None:
    """Take some of a write-down back."""
    for stake in story.world.stakes.values():
        allowance = carrying(story.world, stake).allowance
        if allowance > 0:
            amount = allowance if story.likely(30) else story.rng.randint(1, allowance)
            story.tell("stake_recovered", stake=stake.key, date=day.isoformat(), amount=story.text(amount))
            return


def write_off(story: Story, day: date) -> None:
    """Give a stake up, when nothing of it is on its way in either direction."""
    stake = a_stake(story)
    if stake is None or carrying(story.world, stake).cost <= 0 or busy(story, stake):
        return
    if story.tell("stake_written_off", stake=stake.key, date=day.isoformat()):
        story.closed_stakes.add(stake.key)


def busy(story: Story, stake: Stake) -> bool:
    """Whether money of the stake is under way."""
    out = (
        sent.stake
        for key, sent in story.world.remittances.items()
        if story.group.of("1200", "investment", key)
    )
    back = (event["stake"] for _, _, event, _ in story.world.waiting)
    return stake in set(out) or stake.key in set(back)


def give_back(story: Story, day: date) -> None:
    """The enterprise gives some or all of a stake's capital back, at a price the two agreed."""
    stake = a_stake(story)
    claim = carrying(story.world, stake).claim if stake else 0
    if stake is None or claim <= 0 or busy(story, stake):
        return
    part = claim if story.likely(35) else story.rng.randint(1, claim)
    bank = story.world.enterprises[stake.enterprise].of("1020", "enterprise", "bank")
    price = min(part * story.rng.choice([60, 100, 100, 100, 130]) // 100, bank)
    mid = mids(story, day, stake.home, known=story.likely(85))
    host = at_rate(price, stake.home, story.group.currency, mid["mid_rate"] or story.mid_rate(stake.home))
    if price > 0:
        story.tell(
            "capital_returned", key=story.name("exit"), stake=stake.key, sent=day.isoformat(), **mid,
            amount=to_text(price, stake.home), claim=to_text(part, stake.home), **arrival(story, day, host),
        )  # fmt: skip


def declare_to_others(story: Story, day: date) -> None:
    """A return for a backer whose book is elsewhere, declared and paid."""
    if not story.world.backers:
        return
    key = story.rng.choice(sorted(story.world.backers))
    book = story.world.enterprises[story.world.backers[key]]
    amount = book.of("1020", "enterprise", "bank") * story.rng.randint(1, 15) // 100
    declared = {
        "date": day.isoformat(),
        "amount": to_text(amount, book.currency),
        **mids(story, day, "", known=False),
    }
    if amount and story.tell("dividend_declared", stake=key, **declared):
        story.later(day, story.rng.choice([0, 5, 20]), lambda s, on: pay_others(s, on, key, amount))


def pay_others(story: Story, day: date, key: str, amount: int) -> None:
    """The enterprise's side of paying a backer elsewhere."""
    home = story.world.enterprises[story.world.backers[key]].currency
    paid = {"amount": to_text(amount, home), "received": None, "fee": None, "tender": None}
    days = {"sent": day.isoformat(), "landed": None}
    story.tell("remittance_home", key=story.name("return"), stake=key, purpose="dividend", **days, **paid)
