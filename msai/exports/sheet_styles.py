"""How figures, days and headings look in a workbook, on screen and on paper.

A currency goes by the sign its own people use, a minus is a real minus, nothing is an en
dash; a single rule stands over a total and a double rule under it.  The formats are those
that spreadsheet programmes of several makers were seen to show alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from openpyxl.styles import Alignment, Border, Font, Side

from ledgers.currencies import exponent

_SIGNS = {
    "HKD": "HK$-C04", "TWD": "NT$-404", "SGD": "S$-4809", "MYR": "RM-43E", "KRW": "₩-412", "EUR": "€-2",
    "USD": "US$-409", "CAD": "CA$-1009", "GBP": "£-809", "JPY": "¥-411", "PHP": "₱-3409", "IDR": "Rp-421",
    "THB": "฿-41E", "INR": "₹-4009", "BDT": "৳-845", "VND": "₫-42A", "KHR": "៛-453",
}

TEXT_SIZE = 11
DATE_FORMAT = "d mmm yyyy"
COUNT_FORMAT = '#,##0;"−"#,##0;"–"'
MONTH_FORMAT = "mmm yyyy"
PERCENT_FORMAT = '0.00" %";"−"0.00" %"'
TIDY_DATE_FORMAT = "yyyy-mm-dd"

INK, QUIET_INK, LEAF, BRICK, RULE = "14211A", "3F4E45", "12523B", "8C220C", "CDD8C4"


def decimals_format(places: int) -> str:
    """Grouped digits with so many decimals, for tables that other programmes read."""
    return "#,##0." + "0" * places if places else "#,##0"


@cache
def figure_format(places: int) -> str:
    """A figure under a heading that names its unit; nought is an en dash."""
    digits = decimals_format(places)
    return f'{digits};"−"{digits};"–"'


@cache
def money_format(currency: str) -> str:
    """An amount with its currency: HK$ 1,234.50, −₱ 20.00; nought is an en dash."""
    digits = decimals_format(exponent(currency))
    sign = f"[${_SIGNS.get(currency, currency)}]\\ "
    return f'{sign}{digits};"−"{sign}{digits};"–"'


@dataclass(frozen=True, eq=False)
class CellStyle:
    """How one cell looks; each is made once, known by its identity, and shared by all cells of its sort."""

    font: Font
    border: Border | None = None
    alignment: Alignment | None = None
    number_format: str = "General"

    def with_format(self, number_format: str) -> CellStyle:
        """The same look for another sort of figure."""
        return _formatted(self, number_format)


@cache
def _formatted(style: CellStyle, number_format: str) -> CellStyle:
    return CellStyle(style.font, style.border, style.alignment, number_format)


def unchanged(style: CellStyle) -> CellStyle:
    """A look for readers from left to right."""
    return style


@cache
def mirrored(style: CellStyle) -> CellStyle:
    """The same look for readers from right to left: text starts at the right.

    Figures stay flush right, so that their decimals stand under each other, a little away from
    the text that now ends beside them.
    """
    given = style.alignment or Alignment()
    turned = Alignment(horizontal="right", vertical=given.vertical, wrap_text=given.wrap_text,
                       indent=1 if given.horizontal == "right" else 0)
    return CellStyle(style.font, style.border, turned, style.number_format)


@cache
def set_in(style: CellStyle) -> CellStyle:
    """The same look a little away from the figure that ends beside it."""
    given = style.alignment or Alignment()
    moved = Alignment(horizontal="left", vertical=given.vertical, wrap_text=given.wrap_text, indent=1)
    return CellStyle(style.font, style.border, moved, style.number_format)


_THIN, _MEDIUM, _DOUBLE = (Side(style=style, color=INK) for style in ("thin", "medium", "double"))
_HAIR = Side(style="thin", color=RULE)
_END = Alignment(horizontal="right", vertical="top")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WRAPPED_END = Alignment(horizontal="right", wrap_text=True, vertical="bottom")

TITLE = CellStyle(Font(name="Cambria", size=18, bold=True, color=LEAF))
SUBTITLE = CellStyle(Font(name="Calibri", size=11, color=QUIET_INK))
SECTION = CellStyle(Font(name="Cambria", size=13, bold=True, color=INK))
HEAD = CellStyle(Font(name="Calibri", size=11, bold=True, color=QUIET_INK), Border(bottom=_MEDIUM),
                 Alignment(wrap_text=True, vertical="bottom"))
HEAD_END = CellStyle(HEAD.font, HEAD.border, _WRAPPED_END)
TEXT = CellStyle(Font(name="Calibri", size=11, color=INK), Border(bottom=_HAIR), _WRAPPED)
FIGURE = CellStyle(TEXT.font, TEXT.border, _END)
NUMBER = CellStyle(TEXT.font, TEXT.border, Alignment(horizontal="left", vertical="top"), "0")
DAY = CellStyle(TEXT.font, TEXT.border, Alignment(horizontal="left", vertical="top"), DATE_FORMAT)
MONTH = DAY.with_format(MONTH_FORMAT)
TOTAL = CellStyle(Font(name="Calibri", size=11, bold=True, color=INK), Border(top=_THIN, bottom=_DOUBLE),
                  Alignment(vertical="center"))
TOTAL_FIGURE = CellStyle(TOTAL.font, TOTAL.border, Alignment(horizontal="right", vertical="center"))
SUBTOTAL = CellStyle(TOTAL.font, Border(top=_THIN), TOTAL.alignment)
SUBTOTAL_FIGURE = CellStyle(TOTAL.font, SUBTOTAL.border, TOTAL_FIGURE.alignment)
PART = CellStyle(HEAD.font, None, Alignment(vertical="bottom"))
TIDY_HEAD = CellStyle(Font(name="Calibri", size=11, bold=True, color=INK))
TIDY = CellStyle(Font(name="Calibri", size=11, color=INK))
