"""What happens in an enterprise: money from backers, sales, costs, animals, grants, and what is paid back.

The enterprise keeps its own book in its own currency. Every event names where the money went or came from:
a tender, a buyer who still owes it, a supplier who is still owed, or the tax office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ledgers.accounts import ENTERPRISE, Account, AccountType, Holder
from ledgers.chart import ENTERPRISE_CHART
from ledgers.currencies import exponent
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import NotACost
from ledgers.money import Money, allocate
from ledgers.rules.movements import Postings, adjust, cancel_shares, entry_of, issue_shares, move
from ledgers.rules.tenders import Tender

RETAINED = Account(3400, ENTERPRISE)
TAXES_DUE = Account(2150, ENTERPRISE)


class Backing(IntEnum):
    """The account a backer's money stands on: 3100 as capital, 2200 as a loan or revenue or profit share."""

    CAPITAL = 3100
    DEBT = 2200


def paid_through(tender: Tender) -> Account:
    """Name the account of a tender of the enterprise."""
    return tender.account(ENTERPRISE)


def owed_by(buyer: Holder) -> Account:
    """Name what a buyer still owes: 1100."""
    return Account(1100, ENTERPRISE, buyer)


def owed_to(supplier: Holder) -> Account:
    """Name what a supplier or worker is still owed: 2100."""
    return Account(2100, ENTERPRISE, supplier)


def return_due(backer: Holder) -> Account:
    """Name what was declared to a backer and not yet sent: 2400."""
    return Account(2400, ENTERPRISE, backer)


def backing(backer: Holder, kind: Backing) -> Account:
    """Name what a backer has in the enterprise: 3100 or 2200."""
    return Account(int(kind), ENTERPRISE, backer)


def sales_of(activity: Holder) -> Account:
    """Name the sales of one activity: 4100."""
    return Account(4100, ENTERPRISE, activity)


def cost_account(code: int) -> Account:
    """Name a cost account by its number in the chart.

    Raises:
        UnknownAccount: the chart has no such number.
        NotACost: the number means something else.
    """
    if ENTERPRISE_CHART.line(code).type is not AccountType.COST:
        raise NotACost(code=code)
    return Account(code, ENTERPRISE)


def whole_shares(capital: Money) -> int:
    """Give the shares that capital brings without other terms: one per whole unit of home currency."""
    minor_per_unit: int = 10 ** exponent(capital.currency)
    return capital.minor // minor_per_unit


@dataclass(frozen=True, slots=True)
class Capital:
    """Money a backer or the owner has in the enterprise, minor units; `shares` only where it is capital."""

    backer: Holder
    amount_minor: int
    kind: Backing = Backing.CAPITAL
    shares: int = 0

    @property
    def account(self) -> Account:
        """The account it stands on."""
        return backing(self.backer, self.kind)


def capital_received(occurred_on: date, capital: Capital, *, into: Tender) -> JournalEntry:
    """Capital of a backer landed, net: 1020 / 3100 or 2200 stake; for capital also 9400 / 9300."""
    return _capital_in(EntryKind.CAPITAL_RECEIVED, occurred_on, capital=capital, into=into)


def owner_paid_in(occurred_on: date, capital: Capital, *, into: Tender) -> JournalEntry:
    """The owner puts money in: tender / 3100 owner; 9400 / 9300 where the owner holds shares."""
    return _capital_in(EntryKind.OWNER_PAID_IN, occurred_on, capital=capital, into=into)


def owner_took_out(occurred_on: date, owner: Holder, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """The owner takes money out for himself: 3150 / tender."""
    drawn = move(_drawings(owner), paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.OWNER_TOOK_OUT, occurred_on, parts=[drawn])


def own_use(occurred_on: date, owner: Holder, *, activity: Holder, amount_minor: int) -> JournalEntry:
    """The owner's household uses produce, at its price: 3150 / 4100 activity."""
    used = move(_drawings(owner), sales_of(activity), amount_minor=amount_minor)
    return entry_of(EntryKind.OWN_USE, occurred_on, parts=[used])


@dataclass(frozen=True, slots=True)
class Sale:
    """Produce sold, in minor units; `paid` is the account of a tender or of a buyer who still owes it."""

    activity: Holder
    amount_minor: int
    paid: Account
    line_ref: str | None = None


def sale_postings(sold: Sale) -> Postings:
    """One sale: tender or 1100 / 4100 activity."""
    return move(sold.paid, sales_of(sold.activity), amount_minor=sold.amount_minor, line_ref=sold.line_ref)


def sale(occurred_on: date, *sales: Sale) -> JournalEntry:
    """Produce is sold, for money or on credit."""
    return entry_of(EntryKind.SALE, occurred_on, parts=map(sale_postings, sales))


def sale_collected(occurred_on: date, buyer: Holder, *, amount_minor: int, into: Tender) -> JournalEntry:
    """A buyer pays what he owed: tender / 1100."""
    collected = move(paid_through(into), owed_by(buyer), amount_minor=amount_minor)
    return entry_of(EntryKind.SALE_COLLECTED, occurred_on, parts=[collected])


def bad_debt(occurred_on: date, buyer: Holder, *, amount_minor: int) -> JournalEntry:
    """A buyer will not pay: 5900 / 1100."""
    given_up = move(cost_account(5900), owed_by(buyer), amount_minor=amount_minor)
    return entry_of(EntryKind.BAD_DEBT, occurred_on, parts=[given_up])


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost in minor units: its number in the chart, and the account of a tender or of who is owed."""

    code: int
    amount_minor: int
    paid: Account
    line_ref: str | None = None


def cost_postings(cost: Cost) -> Postings:
    """One cost: 5xxx / tender, 2100 or 2150.

    Raises:
        UnknownAccount, NotACost: the number is not a cost of this chart.
    """
    return move(cost_account(cost.code), cost.paid, amount_minor=cost.amount_minor, line_ref=cost.line_ref)


def cost(occurred_on: date, *costs: Cost) -> JournalEntry:
    """Costs are paid or owed; an advance used up is a cost paid from it."""
    return entry_of(EntryKind.COST, occurred_on, parts=map(cost_postings, costs))


def month_reported(
    occurred_on: date, *, sales: tuple[Sale, ...] = (), costs: tuple[Cost, ...] = (),
) -> JournalEntry:
    """What a month brought and cost, as its report says, in one entry.

    Raises:
        EmptyEntry: the month had neither; the report is kept without an entry.
    """
    parts = (*map(sale_postings, sales), *map(cost_postings, costs))
    return entry_of(EntryKind.MONTH_REPORTED, occurred_on, parts=parts)


def payable_paid(occurred_on: date, owed: Account, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """What was owed to a supplier, a worker or the tax office is paid: 2100 or 2150 / tender."""
    paid = move(owed, paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.PAYABLE_PAID, occurred_on, parts=[paid])


def wages_in_kind(occurred_on: date, activity: Holder, *, amount_minor: int) -> JournalEntry:
    """Workers are paid in produce, at its price: 5200 / 4100 activity."""
    given = move(cost_account(5200), sales_of(activity), amount_minor=amount_minor)
    return entry_of(EntryKind.WAGES_IN_KIND, occurred_on, parts=[given])


def advance(occurred_on: date, taker: Holder, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """Money is given in advance for purchases or work: 1150 / tender."""
    given = move(_advance(taker), paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.ADVANCE, occurred_on, parts=[given])


def advance_used(occurred_on: date, taker: Holder, *, code: int, amount_minor: int) -> JournalEntry:
    """An advance is accounted for: 5xxx / 1150.

    Raises:
        UnknownAccount, NotACost: the number is not a cost of this chart.
    """
    used = move(cost_account(code), _advance(taker), amount_minor=amount_minor)
    return entry_of(EntryKind.ADVANCE_USED, occurred_on, parts=[used])


def advance_returned(occurred_on: date, taker: Holder, *, amount_minor: int, into: Tender) -> JournalEntry:
    """What is left of an advance is given back: tender / 1150."""
    returned = move(paid_through(into), _advance(taker), amount_minor=amount_minor)
    return entry_of(EntryKind.ADVANCE_RETURNED, occurred_on, parts=[returned])


def cash_difference(occurred_on: date, tender: Tender, *, counted_minus_book_minor: int) -> JournalEntry:
    """Counted cash differs from the book: short 5950 / tender, over tender / 4900."""
    found = adjust(
        paid_through(tender), change_minor=counted_minus_book_minor,
        gain=Account(4900, ENTERPRISE), loss=Account(5950, ENTERPRISE),
    )
    return entry_of(EntryKind.CASH_DIFFERENCE, occurred_on, parts=[found])


def return_sent(occurred_on: date, backer: Holder, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """What was declared to a backer is paid or sent: 2400 / tender."""
    sent = move(return_due(backer), paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.RETURN_SENT, occurred_on, parts=[sent])


def dividend_declared(occurred_on: date, parts_minor: Mapping[Holder, int]) -> JournalEntry:
    """A dividend is declared to holders of capital: 3400 / 2400 stake."""
    return entry_of(EntryKind.DIVIDEND_DECLARED, occurred_on, parts=(
        move(RETAINED, return_due(backer), amount_minor=part) for backer, part in parts_minor.items()
    ))


def dividend_parts_minor(amount_minor: int, shares: Mapping[Holder, int]) -> dict[Holder, int]:
    """Split a dividend by shares on its record date, the owner's included, by largest remainder.

    The order of `shares` is that in which the stakes began and decides ties.

    Raises:
        NothingToSplitBy: nobody holds a share.
    """
    return dict(zip(shares, allocate(amount_minor, list(shares.values())), strict=True))


def interest_declared(occurred_on: date, parts_minor: Mapping[Holder, int]) -> JournalEntry:
    """Interest, a revenue share or a profit share is due to backers: 5500 / 2400 stake."""
    return entry_of(EntryKind.INTEREST_DECLARED, occurred_on, parts=(
        move(cost_account(5500), return_due(backer), amount_minor=part)
        for backer, part in parts_minor.items()
    ))


def reinvested(occurred_on: date, capital: Capital) -> JournalEntry:
    """A backer leaves what was declared in the enterprise: 2400 / 3100 or 2200, with its shares."""
    left = move(return_due(capital.backer), capital.account, amount_minor=capital.amount_minor)
    shares = issue_shares(capital.backer, capital.shares)
    return entry_of(EntryKind.REINVESTED, occurred_on, parts=(left, shares))


def principal_repaid(occurred_on: date, lender: Holder, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """Principal of a loan, a revenue or a profit share is paid back: 2200 / tender."""
    repaid = move(backing(lender, Backing.DEBT), paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.PRINCIPAL_REPAID, occurred_on, parts=[repaid])


def debt_settled(
    occurred_on: date, lender: Holder, *, debt_minor: int, price_minor: int, out_of: Tender,
) -> JournalEntry:
    """A debt ends at a price: 2200 / tender, what is let go 2200 / 4800, what is paid above 5500 / tender.

    `debt_minor` is the part of the debt that ends, `price_minor` what is paid for it.
    """
    debt, money, paid = backing(lender, Backing.DEBT), paid_through(out_of), min(debt_minor, price_minor)
    return entry_of(EntryKind.PRINCIPAL_REPAID, occurred_on, parts=(
        move(debt, money, amount_minor=paid),
        move(debt, Account(4800, ENTERPRISE), amount_minor=debt_minor - paid),
        move(cost_account(5500), money, amount_minor=price_minor - paid),
    ))


def return_let_go(occurred_on: date, backer: Holder, *, amount_minor: int, lent: bool) -> JournalEntry:
    """A backer gives up what was declared: a dividend is retained (2400 / 3400), interest 2400 / 4800."""
    kept = Account(4800, ENTERPRISE) if lent else RETAINED
    let_go = move(return_due(backer), kept, amount_minor=amount_minor)
    return entry_of(EntryKind.LOSS_BORNE, occurred_on, parts=[let_go])


def loss_borne(occurred_on: date, backer: Holder, *, amount_minor: int) -> JournalEntry:
    """A backer with a profit share bears part of a loss: 2200 / 4800."""
    borne = move(backing(backer, Backing.DEBT), Account(4800, ENTERPRISE), amount_minor=amount_minor)
    return entry_of(EntryKind.LOSS_BORNE, occurred_on, parts=[borne])


def capital_bought_back(
    occurred_on: date, capital: Capital, *, price_minor: int, out_of: Tender,
) -> JournalEntry:
    """Capital is bought back: 3100 / tender, above it 3400 / tender, below it 3100 / 3400; 9300 / 9400."""
    paid = min(price_minor, capital.amount_minor)
    money = paid_through(out_of)
    return entry_of(EntryKind.CAPITAL_BOUGHT_BACK, occurred_on, parts=(
        move(capital.account, money, amount_minor=paid),
        move(RETAINED, money, amount_minor=price_minor - paid),
        move(capital.account, RETAINED, amount_minor=capital.amount_minor - paid),
        cancel_shares(capital.backer, capital.shares),
    ))


def _capital_in(kind: EntryKind, occurred_on: date, *, capital: Capital, into: Tender) -> JournalEntry:
    landed = move(paid_through(into), capital.account, amount_minor=capital.amount_minor)
    return entry_of(kind, occurred_on, parts=(landed, issue_shares(capital.backer, capital.shares)))


def _drawings(owner: Holder) -> Account:
    return Account(3150, ENTERPRISE, owner)


def _advance(taker: Holder) -> Account:
    return Account(1150, ENTERPRISE, taker)
