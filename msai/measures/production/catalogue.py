"""The units that are offered, with what is usual and who says so; most of it varies and is only suggested.

From public tables, each named in its line. Fixed are the units of the metric system, those defined by it (the
acre, the pound), those of Thai law in square metres, and what merely counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from msai.measures.production.units import Base, Unit
from msai.messages import N_

_FIXED: Final = frozenset({
    "L", "acre", "decimal", "dozen", "dozen-egg", "egg", "g", "gal-us", "h", "ha", "head", "kg", "lb", "m2",
    "ngan", "nut", "piece", "rai", "t", "tarangwa"})


def _unit(code: str, label: str, base: Base, factor: str, regions: str, source: str) -> Unit:
    return Unit(code, label, base, Fraction(factor), code in _FIXED, regions, source)


_B = Base
UNITS: Final[Mapping[str, Unit]] = {unit.code: unit for unit in (
    _unit("kg", "kg", _B.KG, "1", "all", "SI"),
    _unit("g", "g", _B.KG, "0.001", "all", "SI"),
    _unit("t", "t", _B.KG, "1000", "all", "SI"),
    _unit("lb", "lb", _B.KG, "0.45359237", "all", "international definition"),
    _unit("quintal", "quintal", _B.KG, "100", "IN NP", "common usage (metric quintal)"),
    _unit("cavan-50", "cavan", _B.KG, "50", "PH",
          "Wikipedia 'Cavan (unit)': 50 kg in current use; historic 58-60 kg; post-1973 44 kg rough / "
          "56 kg milled; bag sizes shrink"),
    _unit("sack-feed-50", N_("sacks"), _B.KG, "50", "PH",
          "project default; enterprises confirm (25/40/50 kg bags exist)"),
    _unit("catty-hk", "catty", _B.KG, "0.60478982", "HK",
          "Hong Kong Weights and Measures Ordinance (from memory)"),
    _unit("catty-tw", "catty", _B.KG, "0.6", "TW", "common usage"),
    _unit("viss", "viss", _B.KG, "1.63293", "MM", "Wiktionary appendix Burmese units"),
    _unit("basket-paddy-mm", "basket", _B.KG, "20.86", "MM",
          "46 lb of paddy, from memory; the basket itself is 9 imperial gallons (Measuring Baskets Act "
          "1939, memim.com); to be verified"),
    _unit("maund", "maund", _B.KG, "37.3242", "NP BD PK IN",
          "karma99.com Nepali units; PK and BD traders also use 40 kg"),
    _unit("seer-terai", "seer", _B.KG, "0.9331", "NP", "karma99.com"),
    _unit("dharni", "dharni", _B.KG, "2.3325", "NP", "karma99.com"),
    _unit("pathi", "pathi", _B.LITRE, "4.54596", "NP", "karma99.com / nepalenergyforum.com"),
    _unit("muri", "muri", _B.LITRE, "90.9192", "NP", "20 pathi"),
    _unit("mana", "mana", _B.LITRE, "0.568245", "NP", "1/8 pathi"),
    _unit("L", "L", _B.LITRE, "1", "all", "SI"),
    _unit("gal-us", "gallon", _B.LITRE, "3.785411784", "all", "definition"),
    _unit("ganta", "ganta", _B.LITRE, "3", "PH",
          "25 ganta = 75 L kaban (Wikipedia Philippine units); old measure"),
    _unit("head", N_("heads"), _B.HEAD, "1", "all", "livestock"),
    _unit("nut", N_("coconuts"), _B.NUT, "1", "PH ID LK", "count unit"),
    _unit("tray30", N_("trays of eggs"), _B.EGG, "30", "all", "project default"),
    _unit("dozen", N_("dozen"), _B.PIECE, "12", "all", "definition"),
    _unit("dozen-egg", N_("dozen"), _B.EGG, "12", "all", "definition"),
    _unit("ha", "ha", _B.AREA, "10000", "all", "SI"),
    _unit("m2", "m²", _B.AREA, "1", "all", "SI"),
    _unit("acre", "acre", _B.AREA, "4046.8564224", "all", "definition"),
    _unit("rai", "rai", _B.AREA, "1600", "TH", "realphuket.net, experts123.com"),
    _unit("ngan", "ngan", _B.AREA, "400", "TH", "same"),
    _unit("tarangwa", "tarang wa", _B.AREA, "4", "TH", "same"),
    _unit("ropani", "ropani", _B.AREA, "508.737047", "NP hills",
          "Wikipedia Nepalese units (exact from sq ft)"),
    _unit("aana", "aana", _B.AREA, "31.79606544", "NP hills", "same"),
    _unit("bigha-np", "bigha", _B.AREA, "6772.631616", "NP Terai", "same"),
    _unit("kattha-np", "kattha", _B.AREA, "338.6315808", "NP Terai", "same"),
    _unit("dhur-np", "dhur", _B.AREA, "16.93157904", "NP Terai", "same"),
    _unit("bigha-bd", "bigha", _B.AREA, "1337.803776", "BD, West Bengal, Assam",
          "14,400 sq ft = 1,600 sq yd (realestateknowledgeforyou); bigha differs by state: 968, 1600, "
          "1936, 3025 sq yd"),
    _unit("decimal", "decimal", _B.AREA, "40.468564224", "BD, IN south", "1/100 acre"),
    _unit("katha-bd", "katha", _B.AREA, "66.8901888", "BD", "720 sq ft (agrovistafarming)"),
    _unit("guntha", "guntha", _B.AREA, "101.17141056", "IN", "1,089 sq ft = 1/40 acre (accommodationtimes)"),
    _unit("kanal-pk", "kanal", _B.AREA, "505.857053", "PK IN-PB", "1/8 acre (thenewsnviews)"),
    _unit("marla-pk", "marla", _B.AREA, "25.29285264", "PK IN-PB", "same; 272.25 sq ft"),
    _unit("perch-lk", "perch", _B.AREA, "25.29285264", "LK", "1/160 acre"),
    _unit("sao-bac", "sao", _B.AREA, "360", "VN North", "nhaxinhplaza.vn, mytour.vn"),
    _unit("sao-trung", "sao", _B.AREA, "500", "VN Central", "same (497 also met)"),
    _unit("cong-nam", "cong", _B.AREA, "1000", "VN South", "mytour.vn (large cong ~1,296 also met)"),
    _unit("pyeong", "pyeong", _B.AREA, "3.305785", "KR TW JP", "400/121 m2"),
    _unit("man-day", N_("working days"), _B.HOUR, "8", "all", "project default"),
    _unit("egg", N_("eggs"), _B.EGG, "1", "all", "count unit"),
    _unit("piece", N_("pieces"), _B.PIECE, "1", "all", "count unit"),
    _unit("h", N_("hours"), _B.HOUR, "1", "all", "SI (60 minutes)"),
)}
"""By their codes."""


def units_of(base: Base) -> tuple[Unit, ...]:
    """The units of one kind: the fixed ones first."""
    return tuple(sorted((unit for unit in UNITS.values() if unit.base is base),
                        key=lambda unit: (not unit.is_fixed, unit.code != base.value)))
