"""Made-up turns that are neither a meeting nor capital: people, closings, the enterprises' months."""

from datetime import date, timedelta

from .amounts import DECIMALS, to_text
from .story import WORTH, Story, join


def newcomer(story: Story, day: date) -> None:
    """Somebody joins after the group has begun."""
    join(story, day)


def leave(story: Story, day: date) -> None:
    """A member leaves, paid at once or later."""
    here = story.world.active(day.isoformat())
    if len(here) < 4:
        return
    number = story.rng.choice(here)
    saved = -story.group.of("3100", "savings", f"member-{number}")
    purse = story.purse_with("savings", saved)
    pay = story.likely(60) and purse is not None
    story.tell(
        "member_left",
        group="group-1",
        number=number,
        date=day.isoformat(),
        tender=purse if pay else None,
        pay=pay,
    )


def close_fund(story: Story, day: date) -> None:
    """A fund's income and costs are closed; then the social fund may be shared."""
    fund = story.rng.choice(["savings", "social", "investment"])
    story.tell("fund_closed", group="group-1", fund=fund, date=day.isoformat())
    if fund == "social":
        share_social(story, day)


def share_social(story: Story, day: date) -> None:
    """Share most of one purse of the social fund."""
    purse = story.purse_with("social", 1)
    if purse is None or not any(story.group.held("3300", "social").values()):
        return
    cash = story.group.of(story.world.tenders[purse], "social", purse)
    pay = story.likely(60)
    story.tell(
        "social_shared", group="group-1", date=day.isoformat(),
        amount=story.text(cash * story.rng.randint(40, 100) // 100),
        by=story.rng.choice(["equal", "paid_in"]), pay=pay, tender=purse if pay else None,
    )  # fmt: skip


def close_year(story: Story, day: date) -> None:
    """An enterprise closes its year."""
    key = story.rng.choice(sorted(story.world.enterprises))
    story.tell("year_closed", enterprise=key, date=day.isoformat())


def home_money(story: Story, key: str, dollars: int) -> int:
    """About so many dollars in minor units of the enterprise's currency."""
    currency = story.world.enterprises[key].currency
    return dollars * 10**6 * int("1" + "0" * DECIMALS[currency]) // WORTH[currency]


def owner_pays_in(story: Story, day: date) -> None:
    """The owner of an enterprise adds money."""
    put_in(story, day, story.rng.choice(sorted(story.world.enterprises)))


def put_in(story: Story, day: date, key: str) -> None:
    """The owner of this enterprise adds money."""
    amount = home_money(story, key, story.rng.randint(100, 900))
    text = to_text(amount, story.world.enterprises[key].currency)
    story.tell("owner_paid_in", enterprise=key, date=day.isoformat(), amount=text)


def other_backer(story: Story, day: date) -> None:
    """A backer whose book is elsewhere puts capital into an enterprise, at times the one it is in already."""
    enterprise = story.rng.choice(sorted(story.world.enterprises))
    known = [key for key, of in story.world.backers.items() if of == enterprise]
    key = story.rng.choice(known) if known and story.likely(30) else story.name("backer")
    amount = home_money(story, enterprise, story.rng.randint(50, 2000)) + story.rng.randint(0, 99)
    text = to_text(amount, story.world.enterprises[enterprise].currency)
    story.tell("backer_capital", enterprise=enterprise, key=key, date=day.isoformat(), amount=text)


def report_months(story: Story, day: date) -> None:
    """On the last Sunday of a month every enterprise reports it."""
    if (day + timedelta(weeks=1)).month != day.month:
        for key in story.world.enterprises:
            report(story, day, key)


def report(story: Story, day: date, key: str) -> None:
    """One month: sales over costs, or in a bad year far below them, with the owner helping out."""
    book = story.world.enterprises[key]
    costs = [home_money(story, key, story.rng.randint(0, 150)) + story.rng.randint(0, 99) for _ in range(4)]
    percent = story.rng.randint(0, 70) if key in story.poor else story.rng.randint(80, 220)
    sold = sum(costs) * percent // 100
    if book.of("1020", "enterprise", "bank") + sold < sum(costs):
        put_in(story, day, key)
    inputs, women, men, other = (to_text(cost, book.currency) for cost in costs)
    weight = str(story.rng.randint(0, 900))
    story.tell(
        "monthly_report", enterprise=key, id=story.uuid(day), month=day.isoformat()[:7], date=day.isoformat(),
        activity=story.rng.choice(activities(story, key)), harvested_kg=weight,
        sold={"quantity": weight, "unit": "kg", "amount": to_text(sold, book.currency)}, inputs=inputs,
        wages={
            "women": {"people": 3, "hours": "240", "amount": women},
            "men": {"people": 2, "hours": "150", "amount": men},
        },
        other_costs=other, hectares_organic="2.5",
    )  # fmt: skip


def activities(story: Story, key: str) -> list[str]:
    """What the enterprise does, as its set-up line said."""
    lines = (event for event in story.events if event["event"] == "enterprise" and event["key"] == key)
    return list(next(lines)["activities"])
