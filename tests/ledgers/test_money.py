"""Money is read exactly or refused, and split without losing or inventing a cent."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.currencies import cash_step, exponent, is_currency, minor_rate
from ledgers.errors import (
    AmbiguousAmount,
    AmountOutOfRange,
    CurrencyMismatch,
    LedgerError,
    NegativeWeight,
    NotAMultipleOfStep,
    NotAnAmount,
    NotARate,
    NothingToSplitBy,
    TooManyDecimals,
    UnknownCurrency,
)
from ledgers.money import (
    LARGEST_MINOR,
    Money,
    allocate,
    amount_from_decimal,
    cash_round,
    count_cash,
    decimal_text,
    format_decimal,
    parse_amount,
    rate_from_decimal,
    round_half_up,
    round_together,
)

WESTERN, ARABIC, DEVANAGARI, BENGALI, THAI, MYANMAR = "0٠०০๐၀"
DIGIT_SETS = [WESTERN, ARABIC, DEVANAGARI, BENGALI, THAI, MYANMAR]
CONVENTIONS = [(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("\u2019", "."), ("٬", "٫")]

NO_NUMBERS = ["-", "--", "+", ".", ",", "'", "NaN", "Infinity", "∞", "½", "Ⅷ", "²", "5²", "$5", "5HKD"]
SLIPS = ["1_000", "1e5", "--5", "5-", "+5", "5.", "1;5", "1٣", "5\u200f5", "1" * 65]
ODD_GROUPS = ["", " ", "1,23,4", "12 34", "1,234 567", "0,500,000", "1.234'567,5", "5\n5", "12.34.567"]

amounts = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
runs = st.sampled_from(["", "0", "5", "12", "500", "000", "123", "1234", "-"])
marks = st.sampled_from(["", "", *",.' ٫٬"])
typed = st.lists(st.tuples(runs, marks).map("".join), max_size=4).map("".join)
short_enough = typed.filter(lambda text: len(text) < 14)
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any)


def test_money_of_one_currency_adds_and_compares() -> None:
    """The box of one group is in one currency."""
    box, share = Money(3000, "HKD"), Money(500, "HKD")

    assert box + share * 3 - Money(500, "HKD") == Money(4000, "HKD")
    assert -share < share <= share < box
    assert box > share >= share
    assert not box < share


@pytest.mark.parametrize("meeting", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_money_of_two_currencies_never_meets(meeting: str) -> None:
    """Dollars and pesos are joined only by a remittance with its rate."""
    with pytest.raises(CurrencyMismatch) as refused:
        getattr(Money(100, "HKD"), meeting)(Money(100, "PHP"))

    assert refused.value.params == {"left": "HKD", "right": "PHP"}


def test_equal_numbers_of_two_currencies_are_different_money() -> None:
    """A hundred cents are not a hundred centavos, and the refusal names itself in the log."""
    assert Money(100, "HKD") != Money(100, "PHP")
    assert str(CurrencyMismatch(left="HKD", right="PHP")) == "currency_mismatch(left='HKD', right='PHP')"
    assert str(NothingToSplitBy()) == "nothing_to_split_by"


@pytest.mark.parametrize("minor", [1.0, True, Fraction(1), "1"])
def test_money_holds_whole_minor_units_only(minor: object) -> None:
    """A float that slipped in would be found months later as a missing cent."""
    with pytest.raises(TypeError):
        Money(minor, "HKD")  # type: ignore[arg-type]


def test_a_currency_without_books_is_refused_by_name() -> None:
    """A mistyped code must not open a book in nothing."""
    with pytest.raises(UnknownCurrency) as refused:
        Money(1, "HKG")

    assert refused.value.params == {"currency": "HKG"}
    assert (is_currency("KRW"), is_currency("krw")) == (True, False)


def test_exponents_and_coins_are_those_of_iso_and_of_the_street() -> None:
    """Taiwan stores cents that nobody pays; Korea has none."""
    assert [exponent(code) for code in ("HKD", "TWD", "KRW", "MMK")] == [2, 2, 0, 2]
    assert [cash_step(code) for code in ("HKD", "TWD", "KRW", "IDR")] == [10, 100, 10, 10000]


def test_a_rate_between_minor_units_knows_the_exponents() -> None:
    """A won has no cents, so 0.0425 pesos per won are 4.25 centavos per won."""
    assert minor_rate(rate_from_decimal("0.0425"), home="PHP", host="KRW") == Fraction("4.25")
    assert minor_rate(rate_from_decimal("7.15"), home="PHP", host="HKD") == Fraction("7.15")


@pytest.mark.parametrize("text", ["0", "-7.15", "7,15", "1e1", "", "٧", "7."])
def test_a_rate_is_a_decimal_above_zero(text: str) -> None:
    """A rate of nothing would make all money vanish."""
    with pytest.raises(NotARate):
        rate_from_decimal(text)


@given(total=amounts, parts=weights)
def test_a_split_sums_exactly_and_no_part_is_a_whole_cent_off(total: int, parts: list[int]) -> None:
    """Nobody gets a cent more or less than her exact part, rounded one way or the other."""
    split = allocate(total, parts)

    assert sum(split) == total
    for part, weight in zip(split, parts, strict=True):
        assert abs(part - Fraction(total * weight, sum(parts))) < 1


@given(total=amounts, parts=weights)
def test_a_loss_is_split_like_a_gain(total: int, parts: list[int]) -> None:
    """Losses split as absolute amounts."""
    assert allocate(-total, parts) == [-part for part in allocate(total, parts)]


@given(total=st.integers(0, LARGEST_MINOR), parts=weights)
def test_who_holds_more_never_gets_less(total: int, parts: list[int]) -> None:
    """Equal shares may differ by the odd cent, which goes to the earlier; more shares never get less."""
    split = allocate(total, parts)
    members = range(len(parts))

    assert all(split[a] >= split[b] for a in members for b in members if parts[a] > parts[b])
    assert all(split[a] >= split[b] for a in members for b in members[a:] if parts[a] == parts[b])


@given(steps=st.integers(-10_000, 10_000), parts=weights, step=st.sampled_from([1, 5, 10, 25, 100]))
def test_a_split_in_coins_is_payable_in_coins(steps: int, parts: list[int], step: int) -> None:
    """With ten-cent coins everyone's part is a multiple of ten cents."""
    split = allocate(steps * step, parts, step=step)

    assert sum(split) == steps * step
    assert all(part % step == 0 for part in split)


@given(total=amounts, parts=weights)
def test_the_scale_of_the_weights_does_not_matter(total: int, parts: list[int]) -> None:
    """Shares or shares at an exact value in fractions: the same split."""
    assert allocate(total, [Fraction(part, 7) for part in parts]) == allocate(total, parts)


def test_the_odd_cent_goes_to_the_earlier() -> None:
    """Ties are decided by the member number, the same on every device."""
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(101, [0, 2, 2]) == [0, 51, 50]


@pytest.mark.parametrize(
    ("refusal", "total", "parts", "step"),
    [
        (NothingToSplitBy, 100, [0, 0], 1),
        (NothingToSplitBy, 0, [], 1),
        (NegativeWeight, 100, [2, -1], 1),
        (NotAMultipleOfStep, 105, [1], 10),
        (ValueError, 100, [1], 0),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(
    refusal: type[Exception], total: int, parts: list[int], step: int
) -> None:
    """A rest that coins cannot pay is named before the split, never dropped by it."""
    with pytest.raises(refusal):
        allocate(total, parts, step=step)


def test_halves_go_away_from_zero() -> None:
    """Single amounts round half up, and a loss mirrors a gain."""
    assert [round_half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert [cash_round(n, step=10) for n in (-15, 14, 15, 24)] == [-20, 10, 20, 20]
    assert decimal_text(Fraction(-1, 3), places=2) == "-0.33"


@given(st.lists(st.fractions(-(10**9), 10**9, max_denominator=10**6), min_size=1, max_size=6))
def test_parts_of_either_sign_round_to_their_sum(parts: list[Fraction]) -> None:
    """The bridge of a return adds up to the cent, losses among its parts or not."""
    rounded = round_together(parts)

    assert sum(rounded) == round_half_up(sum(parts, Fraction(0)))
    assert all(abs(whole - part) <= 1 for whole, part in zip(rounded, parts, strict=True))


@given(minor=amounts, currency=st.sampled_from(["HKD", "KRW", "IDR"]))
def test_the_machine_form_comes_back_as_it_went(minor: int, currency: str) -> None:
    """Files and the programming interface carry decimal strings and lose nothing."""
    assert amount_from_decimal(format_decimal(minor, currency), currency) == minor


@pytest.mark.parametrize("text", ["1,234.5", " 1", "1.", ".5", "+1", "1e3", "٣", "NaN", "--1", "", "1\n", 5])
def test_the_machine_form_is_strict(text: object) -> None:
    """A program that sends something else has a mistake in it; guessing would hide it."""
    with pytest.raises(NotAnAmount):
        amount_from_decimal(text, "HKD")  # type: ignore[arg-type]


@pytest.mark.parametrize("read", [amount_from_decimal, parse_amount])
def test_amounts_beyond_the_book_are_refused(read: object) -> None:
    """Ten million million dollars are a slip of the finger; a centavo of a won does not exist."""
    assert callable(read)
    with pytest.raises(AmountOutOfRange):
        read("10000000000000.01", "HKD")
    with pytest.raises(TooManyDecimals):
        read("12.34", "KRW")
    with pytest.raises(UnknownCurrency):
        read("12", "XXX")


def test_the_box_is_counted_by_denomination() -> None:
    """Notes and coins of the Sunday count add up in minor units."""
    assert count_cash({"1000": 3, "0.50": 9, "0.10": 13}, "HKD") == 300_580
    with pytest.raises(NotAnAmount):
        count_cash({"100": -1}, "HKD")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,5", 123450),
        ("12,34,567.50", 123456750),
        ("1,234,567", 123456700),
        ("1'234", 123400),
        ("1,5", 150),
        ("1.5", 150),
        (".5", 50),
        ("007", 700),
        ("\u2212 5", -500),
        ("\u200f-٥٠\u200f", -5000),
        ("１２．５", 1250),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, minor: int) -> None:
    """In any digits, by any country's habit, where only one meaning is left."""
    assert parse_amount(text, "HKD") == Money(minor, "HKD")


@pytest.mark.parametrize("text", [*NO_NUMBERS, *SLIPS, *ODD_GROUPS])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Letters, fractions, odd groups and two scripts in one number are questions, not amounts."""
    with pytest.raises(NotAnAmount):
        parse_amount(text, "HKD")


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12.500", "١,٢٣٤"])
def test_a_lone_mark_before_three_digits_is_asked_about(text: str) -> None:
    """Fifteen hundred to one treasurer is one and a half to another."""
    with pytest.raises(AmbiguousAmount):
        parse_amount(text, "HKD")


def test_the_question_names_both_readings() -> None:
    """The treasurer chooses between the two; where there are no decimals there is no question."""
    with pytest.raises(AmbiguousAmount) as asked:
        parse_amount("1.500", "HKD")

    assert (asked.value.params["as_thousands"], asked.value.params["as_decimal"]) == ("1500.00", "1.500")
    assert parse_amount("1.500", "KRW") == parse_amount("1,500", "KRW") == Money(1500, "KRW")


@given(
    minor=amounts,
    currency=st.sampled_from(["HKD", "KRW"]),
    convention=st.sampled_from(CONVENTIONS),
    zero=st.sampled_from(DIGIT_SETS),
)
def test_what_any_country_writes_is_read_back(
    minor: int, currency: str, convention: tuple[str, str], zero: str
) -> None:
    """Grouped by its habit, in its digits, with its decimals: the same amount."""
    written = _written(minor, currency, marks=convention, zero=zero)

    assert parse_amount(written, currency) == Money(minor, currency)


def _written(minor: int, currency: str, *, marks: tuple[str, str], zero: str) -> str:
    whole, _, decimals = format_decimal(abs(minor), currency).partition(".")
    text = f"{int(whole):,}".replace(",", marks[0]) + (marks[1] + decimals if decimals else "")
    native = {ord(str(n)): chr(ord(zero) + n) for n in range(10)}
    return ("-" if minor < 0 else "") + text.translate(native)


@settings(max_examples=1500)
@given(text=short_enough, currency=st.sampled_from(["HKD", "KRW"]))
def test_no_text_is_ever_read_as_a_wrong_number(text: str, currency: str) -> None:
    """Either every country that can read it reads the same amount, or it is refused."""
    readings = set(_readings(text))
    payable = {value for value, places in readings if places <= exponent(currency)}

    assert _outcome(text, currency) in _allowed(payable, {value for value, _ in readings})


@given(text=st.text(max_size=20), currency=st.sampled_from(["HKD", "KRW"]))
def test_any_text_is_an_amount_or_a_named_refusal(text: str, currency: str) -> None:
    """Whatever is pasted into the field, the treasurer gets a sentence and never a fault of the programme."""
    outcome = _outcome(text, currency)

    assert isinstance(outcome, Fraction) or issubclass(outcome, LedgerError)


def _outcome(text: str, currency: str) -> Fraction | type[LedgerError]:
    try:
        return Fraction(parse_amount(text, currency).minor, 10 ** exponent(currency))
    except LedgerError as refusal:
        return type(refusal)


def _allowed(payable: set[Fraction], readings: set[Fraction]) -> set[Fraction | type[LedgerError]]:
    if not readings:
        return {NotAnAmount}
    if not payable:
        return {TooManyDecimals}
    return {*payable, AmbiguousAmount} if len(readings) == 2 else {*payable}


def _readings(text: str) -> Iterator[tuple[Fraction, int]]:
    """Read the text by each country's habit alone, without regard to the others; with its decimals."""
    plain = text.strip().replace("٬", "'")
    sign, number = (-1, plain[1:].strip()) if plain.startswith("-") else (1, plain)
    for group in ",.' ":
        for mark in ",.٫":
            grouped = rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+"
            lakhs = rf"[1-9]\d?(?:{group}\d\d)+{group}\d{{3}}" if group == "," else grouped
            shape = rf"(\d*|{grouped}|{lakhs})(?:{re.escape(mark)}(\d+))?"
            found = re.fullmatch(shape, number) if group != mark and number else None
            if found:
                whole = found[1].replace(group, "")
                yield sign * Fraction(f"{whole or 0}.{found[2] or 0}"), len(found[2] or "")
