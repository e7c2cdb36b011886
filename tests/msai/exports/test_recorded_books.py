"""The recorded years, taken out again: two other programmes come to what stands beside them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from ledgers.accounts import Account, BookKind, Holder, HolderKind
from ledgers.balances import balances
from ledgers.currencies import exponent
from ledgers.daybook import drawn_from, read_entries
from msai.db import Database
from msai.exports.account_names import AccountNames
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from msai.imports.history_file import read_history
from tests.msai.exports.textbooks import beancount_balances, hledger_balances, run
from tests.msai.imports.recorded import expected, fresh, read_in, recorded

pytestmark = pytest.mark.textbooks
NAMES = ["hong-kong", "korea"]
NOBODY = "None"
TEXTS = {"journal": write_hledger, "beancount": write_beancount}
BALANCES = {"journal": hledger_balances, "beancount": beancount_balances}
CHECKS = {"journal": ("hledger", "check", "--strict", "-f"), "beancount": ("bean-check",)}


@pytest.fixture(scope="module", params=NAMES)
def taken_out(request, tmp_path_factory) -> tuple[str, Path]:
    """Both books of a recorded history as text for both programmes."""
    folder, content = tmp_path_factory.mktemp(request.param), recorded(request.param)
    history = read_history(content)
    (enterprise_id,) = history.enterprise_ids.values()
    with fresh() as database:
        read_in(database, content)
        for name, book_id in (("group", history.group_id), ("enterprise", enterprise_id)):
            for ending, text in TEXTS.items():
                (folder / f"{name}.{ending}").write_text("".join(book_text(database, book_id, text)))
    return request.param, folder


def book_text(database: Database, book_id: UUID, text) -> Iterator[str]:
    """A book as text, with the balances the books keep."""
    with database.read() as session:
        plain = PlainBook("Recorded", drawn_from(session, book_id), balances(session, book_id))
        yield from text(plain, read_entries(session, book_id))


def named(history: str, book: str, block: dict) -> dict[str, Decimal]:
    """What stands beside a history, by the names and decimals of the text."""
    names = AccountNames(BookKind(book))
    places = exponent(expected(history)["currency" if book == "group" else "home"])
    return {names.of(account_of(key)): Decimal(minor).scaleb(-places) for key, minor in block[book].items()}


def account_of(key: str) -> Account:
    """The account of a key such as `3100|savings|member-7`."""
    code, fund, alias = key.split("|")
    holder = None if alias == NOBODY else Holder(uuid5(UUID(int=0), alias), HolderKind.MEMBER, alias)
    return Account(int(code), fund, holder)


@pytest.mark.parametrize("ending", TEXTS)
@pytest.mark.parametrize("book", ["group", "enterprise"])
def test_the_year_is_accepted(taken_out, book, ending):
    """Declared, balanced, and ending on the balances the book keeps."""
    program, *arguments = CHECKS[ending]
    checked = run(program, *arguments, taken_out[1] / f"{book}.{ending}")
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.parametrize("ending", TEXTS)
@pytest.mark.parametrize("book", ["group", "enterprise"])
def test_the_balances_of_both_dates_are_those_beside_the_history(taken_out, book, ending):
    """Recorded by hand, imported, taken out and added up by somebody else: the same cents."""
    history, folder = taken_out
    dated = [block for block in expected(history).values() if isinstance(block, dict) and "date" in block]
    assert len(dated) == 2
    for block in dated:
        found = BALANCES[ending](folder / f"{book}.{ending}", date.fromisoformat(block["date"]))
        money = {name: amount for name, amount in found.items() if not name.startswith("Equity:9")}
        assert money == named(history, book, block)
