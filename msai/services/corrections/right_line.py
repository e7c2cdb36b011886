"""What a line says, and what it should have said: read from its postings, kept as text, posted by the rules.

The right line is a line of a sheet, so that it posts what the sheet would have posted had it been right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ledgers.accounts import SHARES, TENDER_CODES, HolderKind, is_memo_fund
from ledgers.entries import EntryKind, Posting
from msai.services.corrections.lines import BookLine
from msai.services.sheets import LineKind, SheetLine

K = LineKind
TENDER = 0
"""Stands for the number of any tender in the tables below."""

_SAYS: Mapping[tuple[int, int], LineKind] = {
    (TENDER, 3100): K.SAVINGS, (TENDER, 3300): K.SOCIAL, (TENDER, 4200): K.FINE, (TENDER, 4300): K.FEE,
    (1150, 4200): K.FINE, (1150, 4300): K.FEE, (1150, 4100): K.INTEREST_DUE, (TENDER, 1150): K.FINE_PAID,
    (TENDER, 3200): K.INVESTMENT, (TENDER, 2100): K.HELD, (3100, TENDER): K.WITHDRAWAL,
    (5700, TENDER): K.SOCIAL_GRANT, (2100, TENDER): K.PAYOUT, (1100, TENDER): K.LOAN,
    (1100, 4100): K.LOAN,
    (TENDER, 1100): K.REPAYMENT, (TENDER, 4100): K.REPAYMENT, (5200, TENDER): K.EXPENSE,
    (5300, TENDER): K.BANK_CHARGE, (TENDER, 4850): K.DONATION, (TENDER, 4700): K.BANK_INTEREST,
    (TENDER, 4800): K.RECOVERY, (TENDER, TENDER): K.TRANSFER, (3900, TENDER): K.BETWEEN_FUNDS,
    (TENDER, 3900): K.BETWEEN_FUNDS,
}
"""What the two sides of a line's money say it is: debit and credit."""

_FROM_MEMBERS = (K.SAVINGS, K.SOCIAL, K.INVESTMENT, K.FINE, K.FEE, K.FINE_PAID, K.HELD)
_TO_MEMBERS = (K.WITHDRAWAL, K.SOCIAL_GRANT, K.PAYOUT)
_SPENT, _GIVEN = (K.EXPENSE, K.BANK_CHARGE), (K.DONATION, K.BANK_INTEREST, K.RECOVERY)
_ALONE = (K.INTEREST_DUE, K.LOAN, K.REPAYMENT, K.TRANSFER, K.BETWEEN_FUNDS)
_OF_PARTS = (K.REPAYMENT, K.LOAN, K.BETWEEN_FUNDS)
_FAMILIES = (_FROM_MEMBERS, _TO_MEMBERS, _SPENT, _GIVEN, *((kind,) for kind in _ALONE))


def kinds_in_place_of(kind: LineKind) -> tuple[LineKind, ...]:
    """The kinds that a line of this kind may have been; none where it can only be taken back."""
    return next((family for family in _FAMILIES if kind in family), ())


def says(line: BookLine, borrowers: Mapping[str, int]) -> SheetLine | None:
    """What a line says as it stands; None where nothing stands or only taking it back puts it right.

    `borrowers` are the loans of the group by alias, with the numbers of the members they belong to.
    """
    if line.correction is not None:
        return from_text(line.correction.becomes)
    money = [posting for posting in line.postings if not is_memo_fund(posting.fund)]
    if line.kind is EntryKind.CASH_DIFFERENCE or not money:
        return None
    kind = _kind(line, money)
    # What came of a loan given up and is due to those who bore it was held for nobody else.
    is_theirs = line.kind is EntryKind.LOAN_RECOVERED and kind is not K.RECOVERY
    if kind is None or is_theirs or (len(money) > 1 and kind not in _OF_PARTS):
        return None
    return SheetLine(kind=kind, ref=line.line_ref or f"line-{line.line}",
                     **_facts(kind, money, line.postings, borrowers))


def _kind(line: BookLine, money: Sequence[Posting]) -> LineKind | None:
    kinds = {_SAYS.get((_number(one.debit.code), _number(one.credit.code))) for one in money}
    # Interest that was raised is paid like a fine; what else the line pays, or its entry, tells them apart.
    if kinds <= {K.REPAYMENT, K.FINE_PAID} and (K.REPAYMENT in kinds or line.kind is EntryKind.REPAYMENT):
        return K.REPAYMENT
    return kinds.pop() if len(kinds) == 1 else None


def _number(code: int) -> int:
    return TENDER if code in TENDER_CODES else code


def _facts(
    kind: LineKind, money: Sequence[Posting], postings: Sequence[Posting], borrowers: Mapping[str, int],
) -> dict[str, Any]:
    """The fields of the line, read off the holders and amounts of its postings."""
    if kind is K.TRANSFER:
        return {"amount_minor": money[0].amount_minor, "fund": money[0].fund,
                "to_tender": money[0].debit.alias, "from_tender": money[0].credit.alias}
    if kind is K.BETWEEN_FUNDS:
        return _between(money)
    aliases = {side.holder.kind: side.holder.alias for posting in money
               for side in (posting.debit, posting.credit) if side.holder}
    loan = aliases.get(HolderKind.LOAN) or _only_loan(kind, money, borrowers)
    said = (posting for posting in money if kind is not K.LOAN or posting.credit.code in TENDER_CODES)
    return {
        "amount_minor": sum(posting.amount_minor for posting in said), "fund": money[0].fund,
        "member": _member(aliases.get(HolderKind.MEMBER), borrowers.get(loan or "")),
        "tender": aliases.get(HolderKind.TENDER), "loan": loan,
        "shares": sum(p.amount_minor for p in postings if p.fund == SHARES),
        **(_parts(money) if kind is K.REPAYMENT else {}),
    }


def _between(money: Sequence[Posting]) -> dict[str, Any]:
    giving = next(posting for posting in money if posting.debit.code == 3900)
    receiving = next((posting for posting in money if posting.credit.code == 3900), giving)
    return {"amount_minor": giving.amount_minor, "tender": giving.credit.alias,
            "from_fund": giving.fund, "to_fund": receiving.fund}


def _only_loan(kind: LineKind, money: Sequence[Posting], borrowers: Mapping[str, int]) -> str | None:
    """The loan of a repayment that paid interest alone: the one its reference names, or her only one."""
    if kind is not K.REPAYMENT:
        return None
    if money[0].line_ref in borrowers:
        return money[0].line_ref
    payers = {_member(side.alias, None) for one in money for side in (one.debit, one.credit)
              if side.holder and side.holder.kind is HolderKind.MEMBER}
    hers = [alias for alias, number in borrowers.items() if number in payers]
    return hers[0] if len(hers) == 1 else None


def _parts(money: Sequence[Posting]) -> dict[str, int]:
    principal = sum(posting.amount_minor for posting in money if posting.credit.code == 1100)
    return {"principal_minor": principal,
            "interest_minor": sum(posting.amount_minor for posting in money) - principal}


def _member(alias: str | None, borrower: int | None) -> int | None:
    return int(alias.rpartition("-")[2]) if alias else borrower


def as_text(line: SheetLine | None) -> str | None:
    """The right line as it is kept: JSON of what it says, keys in order."""
    if line is None:
        return None
    said = {name: value for name, value in line._asdict().items() if value}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def from_text(text: str | None) -> SheetLine | None:
    """A kept line as a value again."""
    if text is None:
        return None
    said = json.loads(text)
    return SheetLine(**{"ref": "", **said, "kind": LineKind(said["kind"])})
