"""The phone reads, writes, splits and rounds money as the books do, to the cent."""

import unicodedata
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledgers import money
from ledgers.currencies import CURRENCIES, exponent
from ledgers.errors import LedgerError
from msai.i18n.formats import figure_text, number_habits
from tests.screen.conftest import Modules, Plain
from tests.vectors.reading import all_cents, all_vectors, cents, shown, vector

pytestmark = pytest.mark.browser

SCRIPTS = [zero for zero in range(0x10000) if unicodedata.decimal(chr(zero), None) == 0]
MARKS = ".,' \u00a0\u202f\u2019\u066b\u066c\uff0e\uff0c-\u2212;x\u200e"
PLACES = {"HKD": 2, "KRW": 0}
BATCH = settings(max_examples=12, suppress_health_check=list(HealthCheck),
                 phases=[Phase.explicit, Phase.reuse, Phase.generate])


def outcome(read: Any) -> Any:
    """The value, or the code of the refusal."""
    try:
        return read()
    except LedgerError as refused:
        return refused.code


@st.composite
def typed(draw: st.DrawFn) -> str:
    """What a person may type: digits of a script, marks between them, now and then a slip."""
    zero = draw(st.sampled_from([0x30, 0x30, 0x30, *SCRIPTS]))
    parts = draw(st.lists(st.one_of(st.text("0123456789", min_size=1, max_size=4), st.sampled_from(MARKS)),
                          min_size=1, max_size=7))
    text = "".join(parts)
    return "".join(chr(zero + int(sign)) if sign in "0123456789" else sign for sign in text)


@pytest.mark.parametrize("currency", PLACES)
def test_what_people_type_is_read_as_the_books_read_it(modules: Modules, currency: str) -> None:
    """In thirty scripts, by every country's habit, with the same refusals."""

    @BATCH
    @given(st.lists(typed(), min_size=80, max_size=80))
    def check(texts: list[str]) -> None:
        found = modules.run("money", "parseAmount", [[text, Plain(PLACES[currency])] for text in texts])
        assert found == [outcome(lambda it=text: money.parse_amount(it, currency).minor) for text in texts]

    check()


@pytest.mark.parametrize("text", [
    "1,234", "1.234,50", "12,34,567.80", "१२३.५०", "1 234", "٣٤٫٥", "1e3", "", "0x10"])
def test_known_readings(modules: Modules, text: str) -> None:
    """The habits that have led to wrong books, each by name."""
    assert modules.call("money", "parseAmount", text, Plain(2)) == outcome(
        lambda: money.parse_amount(text, "HKD").minor)


def test_machine_form_there_and_back(modules: Modules) -> None:
    """What travels is the same in both directions, and the same as the books write."""
    amounts = [0, 5, -5, 99, 100, 123450, -123450, 10**15]
    written = modules.run("money", "toDecimal", [[minor, Plain(2)] for minor in amounts])

    assert written == [money.format_decimal(minor, "HKD") for minor in amounts]
    assert modules.run("money", "fromDecimal", [[text, Plain(2)] for text in written]) == amounts


@pytest.mark.parametrize("code", ["en", "ur", "ne", "th", "fil"])
def test_amounts_are_written_as_the_pages_write_them(modules: Modules, code: str) -> None:
    """Marks and groups of each language, lakhs too."""
    habits = number_habits(code)
    given_habits = {"decimal": habits.decimal, "group": habits.group, "last": Plain(habits.last_group),
                    "others": Plain(habits.other_groups)}
    amounts = [0, 7, -7, 123456, 12345678900, -100]
    found = modules.run("money", "figureText", [[minor, Plain(2), given_habits] for minor in amounts])

    assert found == [figure_text(minor, "HKD", code) for minor in amounts]


def test_splits_are_those_of_the_books(modules: Modules) -> None:
    """By largest remainder, in steps, losses too."""

    @BATCH
    @given(st.lists(st.tuples(st.integers(-10**9, 10**9), st.lists(st.integers(0, 500), max_size=9),
                              st.sampled_from([1, 10, 50])), min_size=20, max_size=20))
    def check(cases: list[tuple[int, list[int], int]]) -> None:
        cases = [(total // step * step if number % 3 else total, weights, step)
                 for number, (total, weights, step) in enumerate(cases)]
        found = modules.run("money", "allocate", [list(case) for case in cases])
        assert found == [outcome(lambda it=case: money.allocate(it[0], it[1], step=it[2])) for case in cases]

    check()


def test_the_box_on_sunday(modules: Modules) -> None:
    """OWN-04: counted piece by piece, 3.20 over."""
    facts, expected = vector("OWN-04")
    came, went = (sum(all_cents(facts[side]).values()) for side in ("cash_in", "cash_out"))
    counted = modules.call("money", "countCash", dict(facts["counted"]), Plain(2))

    assert shown(counted) == expected["counted_cash"]
    assert shown(counted - cents(facts["opening_cash"]) - came + went) == expected["difference"]


def test_rounding_to_the_smallest_handy_coin(modules: Modules) -> None:
    """OWN-12: each currency to the coin people use, halves up."""
    facts, expected = vector("OWN-12")
    cases = [_in_minor(**case) for case in facts["cases"]]
    found = modules.run("money", "cashRound", [
        [value.numerator, {"denominator": value.denominator, "step": step}] for value, step in cases])
    wanted = [int(Fraction(text) * 10 ** exponent(case["currency"]))
              for text, case in zip(expected["rounded"], facts["cases"], strict=True)]

    assert found == wanted


def _in_minor(currency: str, unit: str, amount: str) -> tuple[Fraction, int]:
    minor = 10 ** exponent(currency)
    return Fraction(amount) * minor, int(Fraction(unit) * minor)


@pytest.mark.parametrize(("which", "total", "weights", "paid"), [
    ("PUB-01", "pot", "total_shares", "member_payout"),
    ("PUB-03", "group_profit", "total_shares", "profit_share"),
])
def test_published_payouts(modules: Modules, which: str, total: str, weights: str, paid: str) -> None:
    """A member's part of the whole, as published."""
    facts, expected = vector(which)
    hers = int(facts["member_shares"])
    parts = modules.call("money", "allocate", cents(facts[total]), [hers, int(facts[weights]) - hers], 1)

    assert shown(parts[0]) == expected[paid]


def test_profit_follows_savings(modules: Modules) -> None:
    """PUB-04: whoever saved more has more of the profit, and nothing is lost in between."""
    facts, expected = vector("PUB-04")
    savings = all_cents(facts["savings"])
    parts = modules.call("money", "allocate", cents(facts["profit"]), list(savings.values()), 1)

    assert sum(parts) == cents(facts["profit"])
    assert dict(zip(savings, (shown(part, 0) for part in parts), strict=True)) == expected["profit_share"]


def test_every_currency_has_its_decimals_from_the_books() -> None:
    """The page hands the decimals over; the modules know no list of their own."""
    assert {exponent(code) for code in CURRENCIES} <= {0, 2, 3}
    assert "OWN-04" in all_vectors()
