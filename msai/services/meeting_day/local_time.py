"""The clock on the wall of the room where a group meets.

Instants are kept as milliseconds; a receipt says them as the people in the room saw them.  A group's zone
is that of its country unless it says otherwise; in a country of several, the one most of its people live in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from msai.services import ServiceError

_EUROPE = (
    "AT:Vienna BE:Brussels BG:Sofia CH:Zurich CY:Nicosia CZ:Prague DE:Berlin DK:Copenhagen EE:Tallinn "
    "ES:Madrid FI:Helsinki FR:Paris GB:London GR:Athens HR:Zagreb HU:Budapest IE:Dublin IT:Rome "
    "LT:Vilnius LU:Luxembourg LV:Riga MT:Malta NL:Amsterdam NO:Oslo PL:Warsaw PT:Lisbon RO:Bucharest "
    "RS:Belgrade SE:Stockholm SI:Ljubljana SK:Bratislava TR:Istanbul UA:Kyiv"
)
_ASIA = (
    "AE:Dubai AF:Kabul BD:Dhaka BH:Bahrain BN:Brunei BT:Thimphu CN:Shanghai HK:Hong_Kong ID:Jakarta "
    "IL:Jerusalem IN:Kolkata JO:Amman JP:Tokyo KH:Phnom_Penh KR:Seoul KW:Kuwait LA:Vientiane LB:Beirut "
    "LK:Colombo MM:Yangon MN:Ulaanbaatar MO:Macau MY:Kuala_Lumpur NP:Kathmandu OM:Muscat PH:Manila "
    "PK:Karachi QA:Qatar SA:Riyadh SG:Singapore TH:Bangkok TL:Dili TW:Taipei VN:Ho_Chi_Minh"
)
_AMERICA = "CA:Toronto MX:Mexico_City US:New_York"
_ZONES: Mapping[str, str] = {
    country: f"{part}/{city}"
    for part, cities in (("Europe", _EUROPE), ("Asia", _ASIA), ("America", _AMERICA))
    for country, _, city in (pair.partition(":") for pair in cities.split())
} | {"AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "CY": "Asia/Nicosia"}


class UnknownZone(ServiceError):
    """There is no clock of that name."""

    code = "unknown_zone"


def zone_of(country: str, chosen: str | None = None) -> str:
    """The name of a group's zone: the one it chose, else its country's, else universal time."""
    return chosen or _ZONES.get(country, "UTC")


def require_zone(name: str) -> str:
    """The zone, if there is a clock of that name.

    Raises:
        UnknownZone
    """
    if name not in available_timezones():
        raise UnknownZone(zone=name[:60])
    return name


def local_time(at_ms: int, zone: str) -> datetime:
    """A kept instant as the clock on the wall showed it."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).astimezone(ZoneInfo(zone))
