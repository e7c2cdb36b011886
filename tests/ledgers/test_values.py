"""Values that are tuples, because a sheet makes hundreds, are as fixed as every other value of the books."""

from uuid import UUID

import pytest

from ledgers.accounts import Account, Holder, HolderKind
from ledgers.entries import Posting
from ledgers.errors import NotPositive

AMINA = Holder(UUID(int=7), HolderKind.MEMBER, "member-7")
BOX = Account(1010, "savings", Holder(UUID(int=1), HolderKind.TENDER, "box"))
HERS = Account(3100, "savings", AMINA)
PAID = Posting(BOX, HERS, 5000, "3", reverses=(2, 1))


def test_nothing_of_a_posting_can_be_changed() -> None:
    """What was checked when it was made must still be so when it is posted."""
    for name in Posting._fields:
        with pytest.raises(AttributeError):
            setattr(PAID, name, None)


def test_an_account_cannot_be_changed() -> None:
    """A posting that was checked names the same two accounts for good."""
    for name in Account._fields:
        with pytest.raises(AttributeError):
            setattr(HERS, name, None)


def test_each_field_is_what_was_said() -> None:
    """Debit is debit: parts in another order would turn a payment round."""
    assert Posting(debit=BOX, credit=HERS, amount_minor=5000, line_ref="3", reverses=(2, 1)) == PAID
    assert (PAID.debit, PAID.credit, PAID.amount_minor, PAID.line_ref, PAID.reverses) == (
        BOX, HERS, 5000, "3", (2, 1))
    assert (HERS.code, HERS.fund, HERS.holder, Account(5200, "savings").holder) == (
        3100, "savings", AMINA, None)


def test_a_copy_is_checked_like_the_first() -> None:
    """Taking the amount away must not slip past the rule that a posting moves something."""
    assert PAID.altered(amount_minor=1).amount_minor == 1
    with pytest.raises(NotPositive):
        PAID.altered(amount_minor=0)
