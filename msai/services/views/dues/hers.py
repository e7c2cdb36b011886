"""What one member still has to pay, charge by charge, out of the lines that her passbook reads anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine
from msai.services.dues.owed import DUES, owed_from
from msai.services.views.dues.words import OwedRows, owed_rows, read_words


def list_hers(session: Session, book_id: UUID, lines: Sequence[RegisterLine]) -> tuple[OwedRows, ...]:
    """What a member owes besides her loans, by fund, oldest first; `lines` are those of all her accounts.

    Without her name, which her passbook knows. Whoever calls it has asked for permission.
    """
    hers = [line for line in lines if line.account.code == DUES]
    sums: Counter[Account] = Counter()
    for line in hers:
        sums[line.account] += line.amount_minor
    owed = owed_from({account: minor for account, minor in sums.items() if minor > 0}, hers)
    words = read_words(session, book_id, [part.seq for one in owed for part in one.parts])
    return tuple(owed_rows(one, "", words) for one in owed)
