"""The people and places of the tests: a Sunday group in Hong Kong and the farm it backs at home."""

from datetime import date
from itertools import chain
from uuid import NAMESPACE_URL, uuid5

from ledgers.accounts import Holder, HolderKind
from ledgers.chart import ENTERPRISE_CHART
from ledgers.entries import JournalEntry, Posting
from ledgers.rules.stakes import Stake, StakeAsset
from ledgers.rules.tenders import Tender
from tests.ledgers.book_text import book_as_text

SUNDAY = date(2025, 7, 6)

NAMES = {
    "member-1": "Lorna", "member-2": "Amina", "member-3": "Siti", "lender-1": "Rajesh",
    "stake-1": "Rice Centre", "stake-2": "Hog Farm", "owner-1": "Benjie", "party-1": "Miller",
    "backer-1": "Sunday Savers", "backer-2": "Seoul Savers", "grant-1": "Ministry",
}


def someone(kind: HolderKind, alias: str) -> Holder:
    """A holder whose id follows from its alias."""
    return Holder(uuid5(NAMESPACE_URL, alias), kind, alias)


LORNA, AMINA, SITI = (someone(HolderKind.MEMBER, f"member-{number}") for number in (1, 2, 3))
RAJESH = someone(HolderKind.LENDER, "lender-1")
LOAN, OLD_LOAN = someone(HolderKind.LOAN, "loan-7"), someone(HolderKind.LOAN, "loan-3")
SENT, HOME = someone(HolderKind.REMITTANCE, "remittance-1"), someone(HolderKind.REMITTANCE, "return-1")

BOX = Tender(1010, someone(HolderKind.TENDER, "box"))
BANK = Tender(1020, someone(HolderKind.TENDER, "bank"))
WALLET = Tender(1030, someone(HolderKind.TENDER, "wallet"))
PESO_ACCOUNT = Tender(1040, someone(HolderKind.TENDER, "peso"))

RICE = Stake(someone(HolderKind.STAKE, "stake-1"), StakeAsset.EQUITY)
HOGS = Stake(someone(HolderKind.STAKE, "stake-2"), StakeAsset.LOAN)

PALAY, BENJIE = someone(HolderKind.ACTIVITY, "palay"), someone(HolderKind.OWNER, "owner-1")
MILLER, MINISTRY = someone(HolderKind.PARTY, "party-1"), someone(HolderKind.GRANT, "grant-1")
HONG_KONG, SEOUL = (someone(HolderKind.STAKE, f"backer-{number}") for number in (1, 2))


def book(*entries: JournalEntry) -> str:
    """What the group's book holds after these entries and nothing else."""
    return book_as_text(_postings(entries), NAMES)


def farm_book(*entries: JournalEntry) -> str:
    """What the enterprise's book holds after these entries and nothing else, in pesos."""
    return book_as_text(_postings(entries), NAMES, chart=ENTERPRISE_CHART, currency="PHP")


def _postings(entries: tuple[JournalEntry, ...]) -> list[Posting]:
    return list(chain.from_iterable(entry.postings for entry in entries))
