"""What a host country gives a group before anybody has chosen anything.

Its money, the first day of its week, the day most of its migrant workers have off, the languages they are
likely to read, and the wallets they pay with. Money and week are CLDR 47's (a test compares them), as of
November 2026; days off, languages and wallets are the partners' own, and only proposals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msai.services import ServiceError

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


class UnknownCountry(ServiceError):
    """The ledger has no money and week for this country yet."""

    code = "unknown_country"


@dataclass(frozen=True, slots=True)
class Country:
    """A host country: ISO code and currency, first day of the week (Monday is 0), and what is usual there."""

    code: str
    currency: str
    first_weekday: int
    languages: tuple[str, ...]
    wallets: tuple[str, ...] = ()
    day_off: int = SUNDAY

    @property
    def meets(self) -> str:
        """The usual meeting day as a recurrence rule of iCalendar."""
        return f"FREQ=WEEKLY;BYDAY={_BY_DAY[self.day_off]}"


_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EUROPE = ("fil", "id", "en")
_GULF = ("fil", "en", "ne", "hi", "bn", "ur", "si")

_LISTED = (
    Country("HK", "HKD", SUNDAY, ("fil", "id", "th", "ne", "en"), ("PayMe", "AlipayHK")),
    Country("KR", "KRW", SUNDAY, ("ne", "vi", "km", "my", "th", "fil", "id", "en"), ("KakaoPay", "Toss")),
    Country("TW", "TWD", SUNDAY, ("id", "vi", "fil", "th", "en"), ("LINE Pay", "JKOPAY")),
    Country("SG", "SGD", SUNDAY, ("fil", "id", "my", "bn", "ta", "en"), ("PayNow", "GrabPay")),
    Country("MY", "MYR", MONDAY, ("id", "ne", "bn", "my", "ms", "en"), ("Touch n Go", "Boost")),
    Country("TH", "THB", SUNDAY, ("my", "km", "th", "en"), ("PromptPay", "TrueMoney")),
    Country("JP", "JPY", SUNDAY, ("vi", "fil", "id", "ne", "en"), ("PayPay",)),
    Country("AE", "AED", MONDAY, _GULF),
    Country("SA", "SAR", SUNDAY, _GULF, day_off=FRIDAY),
    Country("NL", "EUR", MONDAY, _EUROPE),
    Country("IT", "EUR", MONDAY, ("fil", "bn", "si", "en")),
    Country("ES", "EUR", MONDAY, _EUROPE),
    Country("FR", "EUR", MONDAY, _EUROPE),
    Country("DE", "EUR", MONDAY, _EUROPE),
    Country("BE", "EUR", MONDAY, _EUROPE),
    Country("AT", "EUR", MONDAY, _EUROPE),
    Country("GR", "EUR", MONDAY, _EUROPE),
    Country("CY", "EUR", MONDAY, ("fil", "ne", "si", "en")),
    Country("IE", "EUR", MONDAY, _EUROPE),
    Country("CH", "CHF", MONDAY, _EUROPE),
    Country("GB", "GBP", MONDAY, ("fil", "id", "en")),
    Country("US", "USD", SUNDAY, ("fil", "en")),
    Country("CA", "CAD", SUNDAY, ("fil", "en")),
)
COUNTRIES: Mapping[str, Country] = MappingProxyType({one.code: one for one in _LISTED})
"""Host countries by ISO code, in the order in which they are offered."""


def get_country(code: str) -> Country:
    """What a country gives a group.

    Raises:
        UnknownCountry: the ledger has no data for it.
    """
    if code not in COUNTRIES:
        raise UnknownCountry(country=code)
    return COUNTRIES[code]
