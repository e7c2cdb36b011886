"""All events of a history file but those of capital: set-up, sheets, exits, closings, enterprises."""

from collections.abc import Callable
from dataclasses import replace

from . import capital
from .amounts import split, to_minor
from .book import Book, NotValid
from .lines import LINES, Sheet
from .world import LENT, TENDER_CODES, Event, Member, Stake, World

FUNDS = ("savings", "social", "investment")


def group(world: World, event: Event) -> None:
    """The group and its purses; the first cash purse is the one that is counted."""
    world.group = Book(event["currency"])
    world.tenders = {tender["key"]: TENDER_CODES[tender["kind"]] for tender in event["tenders"]}
    world.box = next(tender["key"] for tender in event["tenders"] if tender["kind"] == "cash")


def member(world: World, event: Event) -> None:
    """A member, whenever she joins."""
    world.members[event["number"]] = Member(joined=event["joined"])


def enterprise(world: World, event: Event) -> None:
    """An enterprise and its own book."""
    world.enterprises[event["key"]] = Book(event["currency"])


def stake(world: World, event: Event) -> None:
    """What the group holds in an enterprise."""
    key, of = event["key"], event["enterprise"]
    world.stakes[key] = Stake(key, of, world.enterprises[of].currency, event["instrument"] in LENT)


def meeting(world: World, event: Event) -> None:
    """A closed sheet: the opening must be the book, then every line, then the count of the box."""
    require_opening(world, event)
    sheet = Sheet(world)
    for line in event["lines"]:
        LINES[line["kind"]](sheet, line)
    difference = world.money(event["cash_counted"]) - in_the_box(world)
    if difference != world.money(event["cash_difference"]):
        raise NotValid("the count is not the book and its difference")
    box = world.purse(world.box, "savings")
    world.group.move(box, "4900|savings|None", max(difference, 0))
    world.group.move("5900|savings|None", box, max(-difference, 0))


def in_the_box(world: World) -> int:
    """What the book has in the counted box, over all funds."""
    return sum(world.group.sums.get(world.purse(world.box, fund), 0) for fund in FUNDS)


def require_opening(world: World, event: Event) -> None:
    """Raise NotValid unless the sheet opens with what the book has per tender and fund."""
    said = {key: world.money(text) for key, text in event["opening"].items()}
    if said != opening(world):
        raise NotValid(f"opening {said} is not {opening(world)}")


def opening(world: World) -> dict[str, int]:
    """Money per "tender/fund" in the group's book, zeros left out."""
    found = {
        f"{tender}/{fund}": world.group.sums.get(world.purse(tender, fund), 0)
        for tender in world.tenders
        for fund in FUNDS
    }
    return {place: n for place, n in found.items() if n}


def member_left(world: World, event: Event) -> None:
    """She leaves at face value: dues and loans are set off, oldest first, the rest is due to her or paid."""
    number, book = event["number"], world.group
    holder, saved = f"member-{number}", f"3100|savings|member-{number}"
    loans = [f"1100|savings|{key}" for key, borrower in world.loans.items() if borrower == number]
    for debt in (f"1150|savings|{holder}", *loans):
        book.move(saved, debt, min(-book.sums.get(saved, 0), book.sums.get(debt, 0)))
    rest = -book.sums.get(saved, 0)
    book.move(saved, f"2100|savings|{holder}", rest)
    if event["pay"]:
        book.move(f"2100|savings|{holder}", world.purse(event["tender"], "savings"), rest)
    book.move("9300|shares|None", f"9400|shares|{holder}", book.of("9400", "shares", holder))
    world.members[number] = replace(world.members[number], left=event["date"])


def fund_closed(world: World, event: Event) -> None:
    """Income and costs of a fund go to its surplus."""
    world.group.close(event["fund"])


def social_shared(world: World, event: Event) -> None:
    """Money of the social fund goes to the members there are, equally or by what each had paid in."""
    book, here = world.group, [f"member-{n}" for n in world.active(event["date"])]
    paid_in = {holder: -n for holder, n in book.held("3300", "social").items()}
    weights = [1 if event["by"] == "equal" else max(paid_in.get(holder, 0), 0) for holder in here]
    parts = dict(zip(here, split(world.money(event["amount"]), weights), strict=True))
    for holder in sorted({*parts, *paid_in}):
        part, had, account = parts.get(holder, 0), paid_in.get(holder, 0), f"3300|social|{holder}"
        book.move("3400|social|None", account, max(part - had, 0))
        book.move(account, "3400|social|None", max(had - part, 0))
        to = world.purse(event["tender"], "social") if event["pay"] else f"2100|social|{holder}"
        book.move(account, to, part)


def monthly_report(world: World, event: Event) -> None:
    """A month of the enterprise through its bank."""
    book = world.enterprises[event["enterprise"]]
    wages = [to_minor(paid["amount"], book.currency) for paid in event["wages"].values()]
    sold = to_minor(event["sold"]["amount"], book.currency)
    book.move(capital.BANK, f"4100|enterprise|{event['activity']}", sold)
    book.move("5100|enterprise|None", capital.BANK, to_minor(event["inputs"], book.currency))
    book.move("5200|enterprise|None", capital.BANK, sum(wages))
    book.move("5900|enterprise|None", capital.BANK, to_minor(event["other_costs"], book.currency))


def owner_paid_in(world: World, event: Event) -> None:
    """The owner puts money into the enterprise."""
    paid_in(world, event, holder="owner")


def backer_capital(world: World, event: Event) -> None:
    """Capital of a backer whose own book is not in this file."""
    world.backers[event["key"]] = event["enterprise"]
    paid_in(world, event, holder=event["key"])


def paid_in(world: World, event: Event, *, holder: str) -> None:
    """Capital reaches the enterprise's bank in home money."""
    book = world.enterprises[event["enterprise"]]
    book.move(capital.BANK, f"3100|enterprise|{holder}", to_minor(event["amount"], book.currency))


def year_closed(world: World, event: Event) -> None:
    """The enterprise's income and costs go to what it retains."""
    world.enterprises[event["enterprise"]].close("enterprise")


SET_UP = ("group", "member", "enterprise", "stake")
EVENTS: dict[str, Callable[[World, Event], None]] = {
    "group": group,
    "member": member,
    "enterprise": enterprise,
    "stake": stake,
    "meeting": meeting,
    "monthly_report": monthly_report,
    "owner_paid_in": owner_paid_in,
    "backer_capital": backer_capital,
    "year_closed": year_closed,
    "member_left": member_left,
    "fund_closed": fund_closed,
    "social_shared": social_shared,
    "remittance_sent": capital.remittance_sent,
    "remittance_landed": capital.remittance_landed,
    "remittance_returned": capital.remittance_returned,
    "remittance_lost": capital.remittance_lost,
    "remittance_home": capital.remittance_home_sent,
    "dividend_declared": capital.dividend_declared,
    "distribution": capital.distribution,
    "stake_written_down": capital.stake_written_down,
    "stake_recovered": capital.stake_recovered,
    "stake_written_off": capital.stake_written_off,
    "capital_returned": capital.capital_returned_sent,
}
