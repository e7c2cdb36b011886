"""A book as text, so that a test says what every account holds and nothing else can have moved unseen."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ledgers.accounts import CLAIMS_PREFIX, SHARES, Account, Holder, HolderKind, is_memo_fund
from ledgers.chart import GROUP_CHART, Chart
from ledgers.entries import Posting
from ledgers.money import format_decimal

FUNDS = ("savings", "social", "investment", "enterprise")


def book_as_text(
    postings: Iterable[Posting], names: Mapping[str, str], *,
    chart: Chart = GROUP_CHART, currency: str = "HKD",
) -> str:
    """Write the balance of every account that is not zero, one a line: name, fund, side, amount.

    `names` says who stands behind a holder's alias; a holder without a name prints its alias, a tender
    none. Accounts that the chart does not know are refused.
    """
    return balances_as_text(_balances(postings, chart), names, chart=chart, currency=currency)


def balances_as_text(
    balances: Mapping[Account, int], names: Mapping[str, str], *,
    chart: Chart = GROUP_CHART, currency: str = "HKD",
) -> str:
    """Write balances (debit positive) as `book_as_text` does, for a book that is kept in a database."""
    rows = [
        (_label(account, names, chart), _side(balances[account]),
         _amount(account, abs(balances[account]), currency))
        for account in sorted(balances, key=_order) if balances[account]
    ]
    wide = max((len(label) for label, _, _ in rows), default=0)
    long = max((len(amount) for _, _, (amount, _) in rows), default=0)
    return "\n".join(
        f"{label:<{wide}}   {side}   {amount:>{long}} {unit}" for label, side, (amount, unit) in rows
    )


def _balances(postings: Iterable[Posting], chart: Chart) -> Counter[Account]:
    """Sum debits less credits per account, in minor units."""
    sums: Counter[Account] = Counter()
    for posting in postings:
        for account in (posting.debit, posting.credit):
            chart.check(account)
        sums[posting.debit] += posting.amount_minor
        sums[posting.credit] -= posting.amount_minor
    return sums


def _label(account: Account, names: Mapping[str, str], chart: Chart) -> str:
    name, holder = chart.line(account.code).name, account.holder
    return f"{name}{_who(holder, names)}/{account.fund}" if holder else f"{name}/{account.fund}"


def _side(balance: int) -> str:
    return "Dr" if balance > 0 else "Cr"


def _who(holder: Holder, names: Mapping[str, str]) -> str:
    if holder.kind is HolderKind.TENDER and holder.alias not in names:
        return ""
    return f": {names.get(holder.alias, holder.alias)}"


def _amount(account: Account, count: int, currency: str) -> tuple[str, str]:
    """Write an amount in its fund's commodity: money, whole shares, units to four places, a claim."""
    if not is_memo_fund(account.fund):
        return format_decimal(count, currency), currency
    if account.fund.startswith(CLAIMS_PREFIX):
        home = account.fund.removeprefix(CLAIMS_PREFIX)
        return format_decimal(count, home), home
    if account.fund == SHARES:
        return str(count), "SHARE"
    return f"{count // 10_000}.{count % 10_000:04}", "UNIT"


def _order(account: Account) -> tuple[bool, int, str, int, str]:
    known = FUNDS.index(account.fund) if account.fund in FUNDS else len(FUNDS)
    return is_memo_fund(account.fund), known, account.fund, account.code, account.alias
