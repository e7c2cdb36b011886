"""Identifiers that sort by the time they were made, and the clock they are made from.

Ids are made by whoever writes first, phone or server, so that nothing waits for a database to number it
and two machines never clash. The clock is read at the edge alone and passed inward as milliseconds.
"""

import secrets
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


def now_ms() -> int:
    """Milliseconds since 1970 in UTC: the one unit in which instants are stored."""
    return time.time_ns() // 1_000_000


def uuid7(at_ms: int) -> UUID:
    """A new id of RFC 9562 version 7: 48 bits of time, 74 of chance."""
    chance = secrets.randbits(74)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=(at_ms & ((1 << 48) - 1)) << 80 | _VERSION | high << 64 | _VARIANT | low)
