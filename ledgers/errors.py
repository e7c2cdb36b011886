"""Everything the books refuse has a name, so that a person can be told what to do about it.

Each rule has one small error class with a stable `code` and the parameters its sentence needs; the edge
maps the code to a status and a translated sentence in one place.
"""

from typing import Any, ClassVar


class LedgerError(Exception):
    """The root of all refusals of the books; `code` never changes once released."""

    code: ClassVar[str] = "ledger_error"

    def __init__(self, **params: Any) -> None:
        """Keep the facts that the sentence for people will name."""
        super().__init__(params)
        self.params: dict[str, Any] = params

    def __str__(self) -> str:
        """Read as `code(name=value, ...)` in logs and test output."""
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({facts})" if facts else self.code


class CurrencyMismatch(LedgerError):
    """Two amounts of different currencies were added, subtracted or compared."""

    code = "currency_mismatch"


class UnknownCurrency(LedgerError):
    """The code is none of the currencies the books can be kept in."""

    code = "unknown_currency"


class NothingToSplitBy(LedgerError):
    """An amount is to be split, but nobody has a part: every weight is zero or there is none."""

    code = "nothing_to_split_by"


class NegativeWeight(LedgerError):
    """A part of a split may be nothing, never less."""

    code = "negative_weight"


class NotAMultipleOfStep(LedgerError):
    """The amount cannot be paid in the smallest coin; what is left over must be named first."""

    code = "not_a_multiple_of_step"


class NotAnAmount(LedgerError):
    """The text is not an amount of money as people write it."""

    code = "not_an_amount"


class NotARate(LedgerError):
    """An exchange rate or factor is a decimal number above zero."""

    code = "not_a_rate"


class AmbiguousAmount(LedgerError):
    """A lone separator before three digits: thousands for some readers, decimals for others."""

    code = "ambiguous_amount"


class TooManyDecimals(LedgerError):
    """The amount is finer than the smallest unit of its currency."""

    code = "too_many_decimals"


class AmountOutOfRange(LedgerError):
    """The amount is larger than any book of a group can hold."""

    code = "amount_out_of_range"


class NotPositive(LedgerError):
    """A posting moves something: its amount is above zero."""

    code = "not_positive"


class UnknownAccount(LedgerError):
    """The chart of this book has no account of that number and holder."""

    code = "unknown_account"


class FundMismatch(LedgerError):
    """Both sides of a posting belong to one fund; money between funds passes through 3900."""

    code = "fund_mismatch"


class SameAccount(LedgerError):
    """A posting debits one account and credits another."""

    code = "same_account"


class HolderMismatch(LedgerError):
    """The account is kept per holder and none was named, or it is not and one was."""

    code = "holder_mismatch"


class EmptyEntry(LedgerError):
    """A journal entry holds at least one posting."""

    code = "empty_entry"


class IdempotencyConflict(LedgerError):
    """The reference was used before for other content."""

    code = "idempotency_conflict"


class CycleClosed(LedgerError):
    """The date belongs to a cycle already shared out."""

    code = "cycle_closed"


class NegativeTender(LedgerError):
    """More money would leave a box, account or wallet of a fund than is in it."""

    code = "negative_tender"


class NetAssetsNotPositive(LedgerError):
    """Units cannot be bought, redeemed or paid on while nothing stands behind them."""

    code = "net_assets_not_positive"


class NoUnitsIssued(LedgerError):
    """Nobody holds a unit of this investment fund, so nothing can be redeemed or shared by units."""

    code = "no_units_issued"


class UnitsExceedHolding(LedgerError):
    """More units are to be redeemed or moved than the member holds."""

    code = "units_exceed_holding"


class NoShareOut(LedgerError):
    """The fund owes more than it has, or nobody's share is worth anything: there is no share-out."""

    code = "no_share_out"


class UnknownBook(LedgerError):
    """No book of that id or name is kept here."""

    code = "unknown_book"


class UnknownPosting(LedgerError):
    """The posting that a correction names does not exist in this book."""

    code = "unknown_posting"


class AlreadyReversed(LedgerError):
    """A posting is reversed once; the reversal itself may be corrected."""

    code = "already_reversed"


class SchemaBehind(LedgerError):
    """The database has an older schema than this version of the books needs."""

    code = "schema_behind"


class NotATender(LedgerError):
    """Money lies in a box, a bank, a wallet, with an officer or in a currency account, nowhere else."""

    code = "not_a_tender"


class TenderNeeded(LedgerError):
    """Money that changes fund lies somewhere: the line must say in which tender."""

    code = "tender_needed"


class WrongFund(LedgerError):
    """The event cannot happen in that fund."""

    code = "wrong_fund"


class RepaymentExceedsDebt(LedgerError):
    """More was paid than is owed; the rest is money held for the member."""

    code = "repayment_exceeds_debt"


class BorneByIncome(LedgerError):
    """Principal was never income, so a loan given up is a cost or comes from the surplus kept back."""

    code = "borne_by_income"


class RateNotPositive(LedgerError):
    """An exchange rate is a number above zero."""

    code = "rate_not_positive"


class FeeExceedsTransit(LedgerError):
    """The fee taken out of a transfer is larger than what is still on its way."""

    code = "fee_exceeds_transit"


class NotRevalued(LedgerError):
    """Capital in transit and shares in an enterprise stay at cost; only money claims follow the rate."""

    code = "not_revalued"


class WriteDownExceedsCost(LedgerError):
    """A stake cannot be written down below nothing."""

    code = "write_down_exceeds_cost"


class RecoveryExceedsAllowance(LedgerError):
    """A stake written down comes back up to its cost, never above."""

    code = "recovery_exceeds_allowance"


class ClaimExceeded(LedgerError):
    """More capital would come back than the stake still claims."""

    code = "claim_exceeded"


class OpeningNotBalanced(LedgerError):
    """The opening balances of a fund leave a rest that nobody has decided about."""

    code = "opening_not_balanced"


class BetweenFundsNotZero(LedgerError):
    """What funds owe each other is one sum seen from two sides: over all funds it is zero."""

    code = "between_funds_not_zero"


class NotACost(LedgerError):
    """The number is not a cost account of this book."""

    code = "not_a_cost"
