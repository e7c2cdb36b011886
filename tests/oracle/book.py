"""One book as a dictionary from "code|fund|holder" to a sum, debit positive.

That is the whole of it: a movement adds to one sum and takes from another of the same fund. What
the files' readers may print, what a unit is worth and whether a purse went below zero are read off
the same dictionary.
"""

from fractions import Fraction

PURSES = ("1010", "1020", "1030", "1035", "1040")
NET_ASSETS = (
    *PURSES, "1100", "1150", "1200", "1300", "1310", "1350", "1390", "1400", "1500", "1590",
    "2100", "2200", "3900",
)  # fmt: skip
MEMO_FUNDS = ("shares", "units", "claims")


class NotValid(Exception):
    """The history asks for something no true book could hold."""


class Book:
    """Running sums of one book, in minor units of its currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.sums: dict[str, int] = {}

    def copy(self) -> "Book":
        """An independent book with the same sums."""
        twin = Book(self.currency)
        twin.sums = dict(self.sums)
        return twin

    def move(self, debit: str, credit: str, amount: int) -> None:
        """Debit one account and credit another of the same fund; nothing happens for zero."""
        if amount < 0 or debit.split("|")[1] != credit.split("|")[1]:
            raise NotValid(f"{debit} / {credit} {amount}")
        if amount == 0:
            return
        self.sums[debit] = self.sums.get(debit, 0) + amount
        self.sums[credit] = self.sums.get(credit, 0) - amount

    def of(self, code: str, fund: str, holder: str = "None") -> int:
        """The sum of one account, debit positive."""
        return self.sums.get(f"{code}|{fund}|{holder}", 0)

    def held(self, code: str, fund: str) -> dict[str, int]:
        """The sums of a code in a fund by holder, zeros left out."""
        start = f"{code}|{fund}|"
        return {key[len(start) :]: n for key, n in self.sums.items() if key.startswith(start) and n}

    def printed(self) -> dict[str, int]:
        """What a balance list shows: money funds only, zeros left out."""
        money = (key for key in sorted(self.sums) if not key.split("|")[1].startswith(MEMO_FUNDS))
        return {key: self.sums[key] for key in money if self.sums[key]}

    def net_assets(self, fund: str) -> int:
        """Assets less debts of a fund, counting what other funds owe it and it owes them."""
        parts = ((key.split("|"), n) for key, n in self.sums.items())
        return sum(n for (code, of_fund, _), n in parts if of_fund == fund and code in NET_ASSETS)

    def units(self) -> dict[str, int]:
        """Ten-thousandths of units by holder."""
        return self.held("9200", "units")

    def unit_value(self, first: int) -> Fraction:
        """Minor units of money per unit of the investment fund; `first` while there are no units."""
        issued = sum(self.units().values())
        return Fraction(self.net_assets("investment") * 10_000, issued) if issued else Fraction(first)

    def close(self, fund: str) -> None:
        """Empty every income and cost account of the fund into 3400."""
        for key, n in list(self.sums.items()):
            code, of_fund, _ = key.split("|")
            if of_fund == fund and code[0] in "45" and n:
                kept = f"3400|{fund}|None"
                self.move(*((key, kept) if n < 0 else (kept, key)), abs(n))

    def require_no_overdrawn_purse(self) -> None:
        """Raise NotValid when any tender of any fund is below zero."""
        below = [key for key, n in self.sums.items() if n < 0 and key.startswith(PURSES)]
        if below:
            raise NotValid(f"below zero: {below}")
