"""Where the money is, with the register behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledgers.accounts import BookKind
from ledgers.statements.position import MoneyByFund, Place, PlaceKind, PlaceLine
from msai.exports.labels import place_label
from msai.services.views.labels import Text, account_label, fund_label, tender_label

_CODES: Mapping[BookKind, Mapping[PlaceKind, tuple[int, ...]]] = {
    BookKind.GROUP: {
        PlaceKind.LENT: (1100,), PlaceKind.DUES: (1150,), PlaceKind.IN_TRANSIT: (1200,),
        PlaceKind.STAKE: (1300, 1310, 1390), PlaceKind.OTHER_INVESTMENT: (1350,),
        PlaceKind.RECEIVABLE: (1400,), PlaceKind.PROPERTY: (1500, 1590),
    },
    BookKind.ENTERPRISE: {
        PlaceKind.RECEIVABLE: (1100,), PlaceKind.ADVANCES: (1150,), PlaceKind.STOCK: (1200,),
        PlaceKind.PREPAID: (1250,), PlaceKind.GROWING: (1300,), PlaceKind.PROPERTY: (1400, 1490),
    },
}


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and where its entries stand; `register` None where the reader may not open them."""

    amount_minor: int
    register: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FundColumn:
    """One fund across the top."""

    fund: str
    label: Text


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place down the side: a figure for each fund, and all together."""

    label: Text
    cells: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Where the money of each fund is."""

    columns: tuple[FundColumn, ...]
    rows: tuple[PlaceRow, ...]
    totals: tuple[Figure, ...]
    total_minor: int


def register_of(kind: BookKind, place: Place, fund: str | None) -> dict[str, Any]:
    """What names the register behind a place: numbers of the chart, fund, holder."""
    codes = _CODES[kind].get(place.kind, (place.code,))
    named = {"code": list(codes), "fund": fund, "holder": place.alias}
    return {name: value for name, value in named.items() if value is not None}


def money_table(money: MoneyByFund, names: Mapping[str, str], *, may_open: bool) -> MoneyTable:
    """The statement with labels, and links for those who may open registers."""
    kind = money.drawn.kind
    tenders = [line.place.code for line in money.lines if line.place.kind is PlaceKind.TENDER]

    def figure(place: Place, minor: int, fund: str | None) -> Figure:
        return Figure(minor, register_of(kind, place, fund) if may_open and minor else None)

    def row(line: PlaceLine) -> PlaceRow:
        by_fund = zip(money.funds, line.by_fund, strict=True)
        cells = (figure(line.place, minor, fund) for fund, minor in by_fund)
        total = figure(line.place, line.total_minor, None)
        return PlaceRow(_label(kind, line.place, names, tenders), tuple(cells), total)

    return MoneyTable(
        tuple(FundColumn(fund, fund_label(fund)) for fund in money.funds), tuple(map(row, money.lines)),
        tuple(Figure(minor) for minor in money.fund_totals), money.total_minor)


def _label(kind: BookKind, place: Place, names: Mapping[str, str], tenders: list[int]) -> Text:
    if kind is BookKind.ENTERPRISE:
        return account_label(kind, place.code)
    if place.kind is PlaceKind.TENDER:
        return tender_label(place.code, place.alias or "", alone=tenders.count(place.code) == 1)
    if place.kind is PlaceKind.STAKE and place.alias is not None and place.alias in names:
        return names[place.alias]
    return place_label(place, dict(names))
