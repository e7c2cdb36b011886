"""The language of a request, and what templates write with.

This is the only part of the package that knows the web: `init_app` decides the language before
each request, lets the browser remember what the switch asked for, and gives Jinja its texts,
amounts, days and names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask import Response as FlaskResponse
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from msai.i18n import marks, speech
from msai.i18n.catalogues import offered_codes
from msai.i18n.choice import Wish, choose_language, current_language, negotiate, use_language
from msai.i18n.formats import (
    DateStyle,
    country_text,
    decimal_text,
    moment,
    number_text,
    percent_text,
    time_text,
)
from msai.i18n.languages import TEST_LANGUAGES, language_of
from msai.messages import Message

COOKIE = "language"
OFFERED = "i18n.offered"
ONE_YEAR_SECONDS = 365 * 24 * 3600

R = TypeVar("R", bound=Response)


def _no_wish() -> str | None:
    return None


def init_app(
    app: Flask,
    *,
    offered: Sequence[str] = (),
    own_language: Wish = _no_wish,
    group_language: Wish = _no_wish,
) -> None:
    """Choose the language of every request and give templates what they write with.

    `offered` limits the languages of this deployment; all complete ones when it is empty.
    `own_language` answers the signed-in user's setting, `group_language` the language of the
    book that is looked at. The test languages are offered only while testing or debugging.
    """
    tests = tuple(TEST_LANGUAGES) if app.testing or app.debug else ()
    codes = (tuple(offered) or offered_codes()) + tests
    app.extensions[OFFERED] = codes

    @app.before_request
    def choose() -> None:
        wishes = (_asked, _kept, own_language, lambda: _accepted(codes), group_language)
        g.locale = choose_language(wishes, codes)
        use_language(g.locale)

    @app.after_request
    def keep_choice(response: FlaskResponse) -> FlaskResponse:
        return keep_language(response, g.locale) if _asked() == g.get("locale") else response

    _teach_templates(app, codes)


def offered_here() -> tuple[str, ...]:
    """The codes of the languages that this application offers."""
    offered: tuple[str, ...] = current_app.extensions[OFFERED]
    return offered


def keep_language(response: R, code: str) -> R:
    """Let this browser remember the language the switch asked for."""
    response.set_cookie(
        COOKIE, code, max_age=ONE_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return response


def _asked() -> str | None:
    return request.args.get("lang")


def _kept() -> str | None:
    return request.cookies.get(COOKIE)


def _accepted(offered: Sequence[str]) -> str | None:
    return negotiate((tag for tag, _ in request.accept_languages), offered)


def _teach_templates(app: Flask, offered: Sequence[str]) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    install: Callable[..., None] = env.install_gettext_callables  # type: ignore[attr-defined]
    install(
        speech.gettext, speech.ngettext, newstyle=True, pgettext=speech.pgettext, npgettext=speech.npgettext
    )
    env.globals.update(
        language=lambda: language_of(current_language()),
        offered_languages=[language_of(code) for code in offered],
    )
    env.filters.update(_FILTERS)


def _money_filter(mark: Callable[[int, str, str], Markup]) -> Callable[[int, str], Markup]:
    def written(amount_minor: int, currency: str) -> Markup:
        return mark(amount_minor, currency, current_language())

    return written


def _date_filter(style: DateStyle) -> Callable[[date], Markup]:
    def written(day: date) -> Markup:
        return marks.date_mark(day, current_language(), style)

    return written


def _say(text: Message | str) -> Markup:
    """A message in the reader's language; a text that is ready already is only escaped."""
    return speech.translate_mark(text, current_language()) if isinstance(text, Message) else escape(text)


def _as_day(typed: str) -> date | None:
    """The day in a date field, so that it can be shown with its month by name; none if it is no day."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _clock(when: datetime) -> Markup:
    return Markup(f'<time datetime="{when.isoformat()}">{time_text(when)}</time>')


_FILTERS: dict[str, Callable[..., Any]] = {
    "money": _money_filter(marks.money_mark),
    "money_words": _money_filter(marks.money_words_mark),
    "signed_money": _money_filter(marks.signed_money_mark),
    "hero_money": _money_filter(marks.hero_money_mark),
    "figure": _money_filter(marks.figure_mark),
    "signed_figure": _money_filter(marks.signed_figure_mark),
    "weekday": _date_filter(DateStyle.WEEKDAY),
    "long_date": _date_filter(DateStyle.LONG),
    "medium_date": _date_filter(DateStyle.MEDIUM),
    "short_date": _date_filter(DateStyle.SHORT),
    "day": _date_filter(DateStyle.DAY),
    "sunday": _date_filter(DateStyle.SUNDAY),
    "month": _date_filter(DateStyle.MONTH),
    "month_alone": _date_filter(DateStyle.MONTH_ALONE),
    "as_day": _as_day,
    "clock": _clock,
    "moment": moment,
    "currency": marks.currency_mark,
    "country": lambda country: country_text(country, current_language()),
    "decimal": lambda value: decimal_text(value, current_language()),
    "number": lambda value: number_text(value, current_language()),
    "percent": lambda value: percent_text(value, current_language()),
    "name": marks.name_mark,
    "say": _say,
}
