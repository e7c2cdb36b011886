"""Money between the group and its enterprises: sent, landed, returned, lost, valued, declared, shared."""

from dataclasses import dataclass
from fractions import Fraction

from .amounts import at_rate, half_up, split, to_minor
from .book import Book, NotValid
from .world import Event, Sent, Stake, World

FUND = "investment"
BANK = "1020|enterprise|bank"


def cost_of(code: str) -> str:
    """A cost or income account of the investment fund that nobody holds."""
    return f"{code}|{FUND}|None"


def remittance_sent(world: World, event: Event) -> None:
    """Capital leaves; a fee on top is paid now, a deducted one when it lands."""
    fee, on_top = world.money(event["fee"]), event["fee_on_top"]
    purse = world.purse(event["tender"], FUND)
    world.group.move(transit(event), purse, world.money(event["amount"]))
    world.group.move(cost_of("5100"), purse, fee if on_top else 0)
    world.remittances[event["key"]] = Sent(
        stake=world.stakes[event["stake"]], deducted_fee=0 if on_top else fee, mid_rate=event["mid_rate"]
    )


def transit(event: Event) -> str:
    """The account of one remittance's money under way."""
    return f"1200|{FUND}|{event['key']}"


def under_way(world: World, event: Event) -> int:
    """What is still in transit for the event's remittance; there must be something."""
    left = world.group.of("1200", FUND, event["key"])
    if left <= 0:
        raise NotValid("nothing in transit")
    return left


def remittance_landed(world: World, event: Event) -> None:
    """Capital arrives: fees, then cost at the mid rate, the rest is the exchange margin."""
    sent, left, book = world.remittances[event["key"]], under_way(world, event), world.group
    received = to_minor(event["received"], sent.stake.home)
    fees, cost = landed_parts(world, event, received=received, left=left)
    book.move(cost_of("5100"), transit(event), fees)
    book.move(sent.stake.asset, transit(event), cost)
    book.move(cost_of("5150"), transit(event), left - fees - cost)
    book.move(*sent.stake.claim, received)
    world.enterprises[sent.stake.enterprise].move(BANK, sent.stake.funding, received)


def landed_parts(world: World, event: Event, *, received: int, left: int) -> tuple[int, int]:
    """Fees and cost of a landing in host money; without a mid rate all but a deducted fee is cost."""
    sent, host = world.remittances[event["key"]], world.group.currency
    if sent.mid_rate is None:
        return sent.deducted_fee, left - sent.deducted_fee
    fee = to_minor(event["receiving_fee"], sent.stake.home)
    fees = sent.deducted_fee + half_up(at_rate(fee, sent.stake.home, host, sent.mid_rate))
    cost = half_up(at_rate(received, sent.stake.home, host, sent.mid_rate))
    return fees, min(cost, left - fees)


def remittance_returned(world: World, event: Event) -> None:
    """Capital came back instead of landing."""
    take_home(world, event, carried=under_way(world, event), account=transit(event))


def remittance_lost(world: World, event: Event) -> None:
    """Capital that will never arrive."""
    world.group.move(cost_of("5600"), transit(event), under_way(world, event))


def take_home(world: World, event: Event, *, carried: int, account: str) -> None:
    """Money received and its fee clear what was carried; the difference is exchange loss or gain."""
    got = world.money(event["received"] if "received" in event else event["amount"])
    fee = world.money(event["fee"])
    world.group.move(world.purse(event["tender"], FUND), account, got)
    world.group.move(cost_of("5100"), account, fee)
    world.group.move(cost_of("5500"), account, max(carried - got - fee, 0))
    world.group.move(account, cost_of("4500"), max(got + fee - carried, 0))


def dividend_declared(world: World, event: Event) -> None:
    """The enterprise owes a return; the group records it at the mid rate."""
    key = event["stake"]
    stake = world.stakes.get(key)
    book = enterprise_book(world, key)
    amount = to_minor(event["amount"], book.currency)
    source = "5500" if stake is not None and stake.lent else "3400"
    book.move(f"{source}|enterprise|None", f"2400|enterprise|{key}", amount)
    if stake is not None:
        host = half_up(at_rate(amount, stake.home, world.group.currency, event["mid_rate"]))
        world.group.move(f"1400|{FUND}|{key}", f"4400|{FUND}|{key}", host)
        world.dividends[key] = (*world.dividends.get(key, ()), (amount, host))


def enterprise_book(world: World, key: str) -> Book:
    """The book of the enterprise that a stake, or a backer outside this file, is in."""
    return world.enterprises[world.backers[key] if key in world.backers else world.stakes[key].enterprise]


def remittance_home_sent(world: World, event: Event) -> None:
    """The enterprise pays; which dividend it pays is settled in the order of sending."""
    key, book = event["stake"], enterprise_book(world, event["stake"])
    amount = to_minor(event["amount"], book.currency)
    book.move(f"2400|enterprise|{key}", BANK, amount)
    if key in world.stakes:
        world.coming_home[event["key"]] = take_dividend(world, key, amount)
        world.wait(event["landed"], event, remittance_home_landed)


def take_dividend(world: World, stake: str, amount: int) -> int:
    """The host value of the oldest dividend of exactly this amount, else of the oldest ones in proportion."""
    open_ones = world.dividends.get(stake, ())
    exact = next((i for i, (home, _) in enumerate(open_ones) if home == amount), None)
    if exact is not None:
        world.dividends[stake] = open_ones[:exact] + open_ones[exact + 1 :]
        return open_ones[exact][1]
    if not open_ones:
        raise NotValid("nothing was declared")
    (home, host), rest = open_ones[0], open_ones[1:]
    if amount < home:
        part = half_up(Fraction(host * amount, home))
        world.dividends[stake] = ((home - amount, host - part), *rest)
        return part
    world.dividends[stake] = rest
    return host + take_dividend(world, stake, amount - home)


def remittance_home_landed(world: World, event: Event) -> None:
    """The group receives what was declared, less what the way cost."""
    carried = world.coming_home.pop(event["key"])
    take_home(world, event, carried=carried, account=f"1400|{FUND}|{event['stake']}")


def distribution(world: World, event: Event) -> None:
    """Income credited to members by their units, and paid out at once where it says so."""
    world.dealing_value()
    units = world.group.units()
    holders = sorted(units, key=lambda holder: int(holder.split("-")[1]))
    if not holders:
        raise NotValid("nobody holds units")
    parts = split(world.money(event["amount"]), [units[holder] for holder in holders])
    for holder, part in zip(holders, parts, strict=True):
        world.group.move(cost_of("3400"), f"2100|{FUND}|{holder}", part)
        if event["pay"]:
            world.group.move(f"2100|{FUND}|{holder}", world.purse(event["tender"], FUND), part)
    world.distributions.append({holder: part for holder, part in zip(holders, parts, strict=True) if part})


def stake_written_down(world: World, event: Event) -> None:
    """The group thinks the stake is worth less than its cost."""
    stake = world.stakes[event["stake"]]
    world.group.move(cost_of("5600"), stake.allowance, world.money(event["amount"]))
    if carrying(world, stake).worth < 0:
        raise NotValid("written down below nothing")


def stake_recovered(world: World, event: Event) -> None:
    """A write-down taken back, at most to cost."""
    stake, amount = world.stakes[event["stake"]], world.money(event["amount"])
    if amount > carrying(world, stake).allowance:
        raise NotValid("recovered above cost")
    world.group.move(stake.allowance, cost_of("5600"), amount)


def stake_written_off(world: World, event: Event) -> None:
    """The stake is given up: allowance first, the rest is loss, and the claim goes with it."""
    stake = world.stakes[event["stake"]]
    now = carrying(world, stake)
    world.group.move(stake.allowance, stake.asset, now.allowance)
    world.group.move(cost_of("5600"), stake.asset, now.worth)
    held, recorded = stake.claim
    world.group.move(recorded, held, now.claim)


@dataclass(frozen=True)
class Carrying:
    """What a stake cost, what was set aside against it, and the home-currency claim behind it."""

    cost: int
    allowance: int
    claim: int

    @property
    def worth(self) -> int:
        """The carrying amount: cost less allowance."""
        return self.cost - self.allowance

    def part(self, claim: int) -> "Carrying":
        """The share of it that belongs to a part of the claim, each figure rounded half up."""
        if not 0 < claim <= self.claim:
            raise NotValid("more given back than is claimed")
        share = Fraction(claim, self.claim)
        return Carrying(half_up(self.cost * share), half_up(self.allowance * share), claim)


def carrying(world: World, stake: Stake) -> Carrying:
    """The stake as the group's book has it now."""
    cost, allowance, claim = (
        world.group.sums.get(account, 0) for account in (stake.asset, stake.allowance, stake.claim[0])
    )
    return Carrying(cost=cost, allowance=-allowance, claim=claim)


def capital_returned_sent(world: World, event: Event) -> None:
    """The enterprise gives capital back for an agreed price; the difference to the claim is its surplus."""
    stake = world.stakes[event["stake"]]
    price, claim = to_minor(event["amount"], stake.home), to_minor(event["claim"], stake.home)
    book, surplus = world.enterprises[stake.enterprise], "3400|enterprise|None"
    book.move(stake.funding, BANK, min(price, claim))
    book.move(surplus, BANK, max(price - claim, 0))
    book.move(stake.funding, surplus, max(claim - price, 0))
    world.wait(event["landed"], event, capital_returned_landed)


def capital_returned_landed(world: World, event: Event) -> None:
    """The given part of the stake leaves the books: allowance, gain or loss on the price, the money."""
    stake, book = world.stakes[event["stake"]], world.group
    gone = carrying(world, stake).part(to_minor(event["claim"], stake.home))
    price = agreed_price(world, event)
    book.move(stake.allowance, stake.asset, gone.allowance)
    book.move(stake.asset, f"4600|{FUND}|{stake.key}", max(price - gone.worth, 0))
    book.move(cost_of("5600"), stake.asset, max(gone.worth - price, 0))
    take_home(world, event, carried=price, account=stake.asset)
    held, recorded = stake.claim
    book.move(recorded, held, gone.claim)


def agreed_price(world: World, event: Event) -> int:
    """The price in host money at the day's mid rate; without one, what arrived and its fee."""
    if event["mid_rate"] is None:
        return world.money(event["received"]) + world.money(event["fee"])
    home = world.stakes[event["stake"]].home
    return half_up(at_rate(to_minor(event["amount"], home), home, world.group.currency, event["mid_rate"]))
