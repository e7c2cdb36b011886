"""What a country gives a group is what CLDR says of it."""

import pytest
from babel import Locale
from babel.numbers import get_territory_currencies

from ledgers.currencies import is_currency
from msai.i18n.languages import LANGUAGES
from msai.services.onboarding.countries import COUNTRIES, Country, UnknownCountry, get_country

every_country = pytest.mark.parametrize("country", COUNTRIES.values(), ids=lambda one: one.code)


@every_country
def test_money_and_week_are_those_of_the_place(country: Country) -> None:
    """Dated data that nobody compares goes stale."""
    spoken = Locale.parse(f"und_{country.code}", resolve_likely_subtags=True)

    assert country.currency in get_territory_currencies(country.code)
    assert country.first_weekday == spoken.first_week_day


@every_country
def test_a_book_can_be_kept_there_in_languages_the_ledger_knows(country: Country) -> None:
    """A choice that leads nowhere is none."""
    assert is_currency(country.currency)
    assert set(country.languages) <= set(LANGUAGES)
    assert "en" in country.languages


def test_a_country_without_data_is_refused() -> None:
    """Guessing a currency would be worse than asking."""
    with pytest.raises(UnknownCountry):
        get_country("AQ")
