"""Amounts, days and names as HTML.

Each is an island of its own direction: an amount is read from the left in every script, and a
name keeps its own. The marks carry classes and no style. The functions give `Markup`; what
comes from people is escaped here.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from msai.i18n.formats import (
    NARROW_SPACE,
    DateStyle,
    MoneyParts,
    currency_sign,
    date_text,
    figure_text,
    money_parts,
    money_words,
)


def money_mark(minor: int, currency: str, code: str) -> Markup:
    """An amount with its currency, a minus when it is negative."""
    parts = money_parts(minor, currency, code)
    return _money(parts, parts.sign)


def signed_money_mark(minor: int, currency: str, code: str) -> Markup:
    """An amount with its currency and always a sign: what came in, what went out."""
    parts = money_parts(minor, currency, code)
    return _money(parts, parts.sign or _plus(minor))


def hero_money_mark(minor: int, currency: str, code: str) -> Markup:
    """The one large amount of a page, its decimals smaller; a long one is set a step smaller."""
    parts = money_parts(minor, currency, code)
    size = "hero hero-long" if len(parts.currency + parts.digits) > 11 else "hero"
    return Markup(
        f'<bdi dir="ltr" class="{size}">{_sign(parts.sign)}<span class="currency">{parts.currency}</span>'
        f'{NARROW_SPACE}<b>{parts.whole}<span class="decimals">{parts.decimals}</span></b></bdi>'
    )


def money_words_mark(minor: int, currency: str, code: str) -> Markup:
    """An amount with the name of its currency in words."""
    return Markup("<bdi>") + escape(money_words(minor, currency, code)) + Markup("</bdi>")


def figure_mark(minor: int, currency: str, code: str) -> Markup:
    """An amount where the currency stands in the heading."""
    return Markup(f'<bdi dir="ltr" class="figure">{figure_text(minor, currency, code)}</bdi>')


def signed_figure_mark(minor: int, currency: str, code: str) -> Markup:
    """As `figure_mark`, always with a sign."""
    text = _plus(minor) + figure_text(minor, currency, code)
    return Markup(f'<bdi dir="ltr" class="figure">{text}</bdi>')


def currency_mark(currency: str) -> Markup:
    """The sign of a currency alone, for headings and labels: HK$."""
    return Markup(f'<bdi dir="ltr">{currency_sign(currency)}</bdi>')


def date_mark(day: date, code: str, style: DateStyle = DateStyle.LONG) -> Markup:
    """A day, readable by machines too."""
    return Markup(f'<time datetime="{day.isoformat()}">{escape(date_text(day, code, style))}</time>')


def name_mark(name: str) -> Markup:
    """A name of a person, group or place, in the direction of its own script."""
    return Markup("<bdi>") + escape(name) + Markup("</bdi>")


def _money(parts: MoneyParts, sign: str) -> Markup:
    return Markup(
        f'<bdi dir="ltr" class="money">{_sign(sign)}<span class="currency">{parts.currency}</span>'
        f"{NARROW_SPACE}<b>{parts.digits}</b></bdi>"
    )


def _sign(sign: str) -> str:
    return f"<b>{sign}</b>" if sign else ""


def _plus(minor: int) -> str:
    return "+" if minor > 0 else ""
