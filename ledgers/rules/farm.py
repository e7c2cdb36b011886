"""What an enterprise owns besides money: equipment that wears out, animals and crops that grow, grants.

Stock and growing crops are counted by one dated method; the change since the last count is part of the
result. A grant is not income when it arrives, only when it is used for what it was given for.
"""

from datetime import date
from enum import IntEnum

from ledgers.accounts import ENTERPRISE, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.enterprise import cost_account, paid_through
from ledgers.rules.movements import adjust, entry_of, move
from ledgers.rules.tenders import Tender


class Counted(IntEnum):
    """What is counted: 1200 produce in store, 1300 animals and crops in progress."""

    PRODUCE = 1200
    GROWING = 1300


class InKind(IntEnum):
    """What a grantor gives instead of money: 1400 equipment, 1200 produce or supplies."""

    EQUIPMENT = 1400
    SUPPLIES = 1200


def equipment_bought(occurred_on: date, paid: Account, *, amount_minor: int) -> JournalEntry:
    """Equipment or a land improvement is bought: 1400 / tender, or / 2100 where it is still owed."""
    bought = move(Account(1400, ENTERPRISE), paid, amount_minor=amount_minor)
    return entry_of(EntryKind.EQUIPMENT, occurred_on, parts=[bought])


def depreciation(occurred_on: date, *, amount_minor: int) -> JournalEntry:
    """Equipment wears out: 5700 / 1490."""
    worn = move(cost_account(5700), Account(1490, ENTERPRISE), amount_minor=amount_minor)
    return entry_of(EntryKind.DEPRECIATION, occurred_on, parts=[worn])


def equipment_sold(
    occurred_on: date, paid: Account, *, cost_minor: int, worn_minor: int, price_minor: int,
) -> JournalEntry:
    """Equipment is sold or given up: 1490 / 1400 for its wear, tender or 1100 / 1400 for the price.

    Above what it stood at the price is other income (tender / 4800); what it falls short is a loss
    (5900 / 1400).
    """
    equipment, stood = Account(1400, ENTERPRISE), cost_minor - worn_minor
    paid_for = min(price_minor, stood)
    return entry_of(EntryKind.EQUIPMENT_SOLD, occurred_on, parts=(
        move(Account(1490, ENTERPRISE), equipment, amount_minor=worn_minor),
        move(paid, equipment, amount_minor=paid_for),
        move(paid, Account(4800, ENTERPRISE), amount_minor=price_minor - paid_for),
        move(cost_account(5900), equipment, amount_minor=stood - paid_for),
    ))


def animals_lost(occurred_on: date, *, amount_minor: int) -> JournalEntry:
    """Animals die or crops are lost: 5600 / 1300, at what they stood at."""
    lost = move(cost_account(5600), Account(1300, ENTERPRISE), amount_minor=amount_minor)
    return entry_of(EntryKind.ANIMALS_LOST, occurred_on, parts=[lost])


def stock_counted(occurred_on: date, what: Counted, *, change_minor: int) -> JournalEntry:
    """Stock or growing crops are counted: 1200 or 1300 / 5050 for a rise, the reverse for a fall.

    `change_minor` is counted less book, in minor units, by the enterprise's dated method of valuing.
    """
    change = cost_account(5050)
    counted = adjust(Account(int(what), ENTERPRISE), change_minor=change_minor, gain=change, loss=change)
    return entry_of(EntryKind.STOCK_COUNTED, occurred_on, parts=[counted])


def grant_received(occurred_on: date, grant: Holder, *, amount_minor: int, into: Tender) -> JournalEntry:
    """A grant arrives in money: tender / 2300 grant."""
    given = move(paid_through(into), _unspent(grant), amount_minor=amount_minor)
    return entry_of(EntryKind.GRANT_RECEIVED, occurred_on, parts=[given])


def grant_in_kind(occurred_on: date, grant: Holder, *, what: InKind, amount_minor: int) -> JournalEntry:
    """A grant arrives as equipment or supplies, at a stated value: 1400 or 1200 / 2300 grant."""
    given = move(Account(int(what), ENTERPRISE), _unspent(grant), amount_minor=amount_minor)
    return entry_of(EntryKind.GRANT_RECEIVED, occurred_on, parts=[given])


def grant_used(occurred_on: date, grant: Holder, *, amount_minor: int) -> JournalEntry:
    """A grant is used for what it was given for: 2300 grant / 4300."""
    used = move(_unspent(grant), Account(4300, ENTERPRISE), amount_minor=amount_minor)
    return entry_of(EntryKind.GRANT_USED, occurred_on, parts=[used])


def grant_returned(occurred_on: date, grant: Holder, *, amount_minor: int, out_of: Tender) -> JournalEntry:
    """What was not used goes back to the grantor: 2300 grant / tender."""
    returned = move(_unspent(grant), paid_through(out_of), amount_minor=amount_minor)
    return entry_of(EntryKind.GRANT_RETURNED, occurred_on, parts=[returned])


def _unspent(grant: Holder) -> Account:
    return Account(2300, ENTERPRISE, grant)
