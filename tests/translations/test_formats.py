"""Amounts, days and numbers the reader's way."""

import re
from datetime import date, datetime

import pytest

from ledgers.currencies import CURRENCIES
from msai.i18n.formats import (
    DateStyle,
    country_text,
    currency_sign,
    date_text,
    figure_text,
    moment,
    money_text,
    number_text,
    percent_text,
    time_text,
)
from msai.i18n.languages import LANGUAGES
from msai.i18n.marks import (
    date_mark,
    figure_mark,
    hero_money_mark,
    money_mark,
    name_mark,
    signed_figure_mark,
    signed_money_mark,
)

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("minor", "currency", "language", "written"),
    [
        (925000, "HKD", "en", "HK$\u202f9,250.00"),
        (-5000, "HKD", "en", "\u2212HK$\u202f50.00"),
        (5, "HKD", "en", "HK$\u202f0.05"),
        (0, "PHP", "fil", "₱\u202f0.00"),
        (1850000, "KRW", "th", "₩\u202f1,850,000"),
        (123456750, "IDR", "id", "Rp\u202f1.234.567,50"),
        (123456750, "INR", "hi", "₹\u202f12,34,567.50"),
        (123456750, "BDT", "bn", "৳\u202f12,34,567.50"),
        (425000, "MYR", "ur", "RM\u202f4,250.00"),
        (100000, "TWD", "zh_Hant", "NT$\u202f1,000.00"),
        (99900, "LKR", "si", "LKR\u202f999.00"),
    ],
)
def test_an_amount_is_written_as_its_readers_write_it(minor, currency, language, written):
    """Western digits everywhere; marks and groups as the language has them; decimals as ISO says."""
    assert money_text(minor, currency, language) == written


@pytest.mark.parametrize("currency", CURRENCIES)
def test_no_currency_is_a_bare_dollar(currency):
    """Four of the currencies here are dollars."""
    assert currency_sign(currency) not in {"$", ""}


def test_signs_of_currencies_are_told_apart():
    """An account of two currencies must not read as one."""
    signs = [currency_sign(currency) for currency in CURRENCIES]

    assert len(set(signs)) == len(signs)


def test_a_figure_leaves_the_currency_to_the_heading():
    """In a column of one currency the sign stands once."""
    assert figure_text(-123456, "HKD", "en") == "\u22121,234.56"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", DateStyle)
def test_a_month_is_never_a_bare_number(language, style):
    """03/04 is two days: every language says the month by a word or its own sign."""
    written = date_text(date(2026, 3, 4), language, style)

    assert "/" not in written
    assert re.search(r"[^\W\d_]", written)


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (DateStyle.WEEKDAY, "Sunday 22 November 2026"),
        (DateStyle.LONG, "22 November 2026"),
        (DateStyle.MEDIUM, "22 Nov 2026"),
        (DateStyle.SHORT, "22 Nov"),
        (DateStyle.DAY, "22 November"),
        (DateStyle.SUNDAY, "Sunday 22 November"),
        (DateStyle.MONTH, "November 2026"),
    ],
)
def test_an_english_day(style, written):
    """Day before month, as in Hong Kong, Manila and London."""
    assert date_text(SUNDAY, "en", style) == written


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (DateStyle.WEEKDAY, "Linggo, Nobyembre 22, 2026"),
        (DateStyle.LONG, "Nobyembre 22, 2026"),
        (DateStyle.MEDIUM, "Nob 22, 2026"),
        (DateStyle.SHORT, "Nob 22"),
        (DateStyle.DAY, "Nobyembre 22"),
        (DateStyle.SUNDAY, "Linggo, Nobyembre 22"),
        (DateStyle.MONTH, "Nobyembre 2026"),
    ],
)
def test_a_filipino_day(style, written):
    """Month before day, as in Manila and in letters home."""
    assert date_text(SUNDAY, "fil", style) == written


@pytest.mark.parametrize(
    ("country", "written"), [("HK", "Hong Kong"), ("MO", "Macau"), ("KR", "Timog Korea"), ("PH", "Pilipinas")]
)
def test_places_go_by_the_names_people_use(country, written):
    """Nobody says that she works in Hong Kong SAR China."""
    assert country_text(country, "fil") == written


def test_a_moment_is_told_by_the_clock_on_the_groups_wall():
    """The server is elsewhere."""
    when = moment(1_795_327_500_000, "Asia/Hong_Kong")

    assert (when.date(), time_text(when)) == (SUNDAY, "14:05")
    assert time_text(datetime(2026, 11, 22, 9, 5)) == "09:05"


def test_numbers_and_percentages():
    """A percentage comes rounded down already."""
    assert number_text(-12345, "id") == "\u221212.345"
    assert percent_text(92, "en") == "92%"
    assert percent_text(1200, "hi") == "1,200%"


def test_an_amount_on_a_page_is_an_island_read_from_the_left():
    """In Urdu the line runs from the right; the amount does not."""
    shown = money_mark(-156000, "HKD", "ur")

    assert shown.startswith('<bdi dir="ltr" class="money"><b>\u2212</b><span class="currency">HK$</span>')
    assert shown.endswith("\u202f<b>1,560.00</b></bdi>")


def test_money_that_came_in_bears_a_plus():
    """And nothing bears none."""
    assert "<b>+</b>" in signed_money_mark(100, "HKD", "en")
    assert "+" not in signed_money_mark(0, "HKD", "en")
    assert signed_figure_mark(20000, "HKD", "en") == '<bdi dir="ltr" class="figure">+200.00</bdi>'
    assert signed_figure_mark(-20000, "HKD", "en") == figure_mark(-20000, "HKD", "en")


@pytest.mark.parametrize(("minor", "long"), [(925000, False), (123456789, True)])
def test_a_long_amount_is_set_smaller(minor, long):
    """Seven figures fit on the cover of a phone."""
    assert ("hero-long" in hero_money_mark(minor, "HKD", "en")) is long


def test_names_are_escaped_and_kept_apart():
    """A name is never mark-up, whatever someone typed."""
    assert name_mark("<b>Siti") == "<bdi>&lt;b&gt;Siti</bdi>"
    assert date_mark(SUNDAY, "en") == '<time datetime="2026-11-22">22 November 2026</time>'
