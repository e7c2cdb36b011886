"""Sentences in the reader's language, for templates, exports and the command line alike.

Values are written the reader's way before they go into the sentence. On a page each of them is
kept apart from the text around it (`<bdi>`), or a name in another script turns the sentence round.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from ledgers.money import Money
from msai.i18n.catalogues import catalogue
from msai.i18n.choice import current_language
from msai.i18n.formats import date_text, decimal_text, money_text, number_text
from msai.i18n.marks import date_mark, money_mark, name_mark
from msai.messages import Message, Value


def gettext(message: str) -> str:
    """The text in the language that is being written."""
    return catalogue(current_language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text that fits the count, in the language that is being written."""
    return catalogue(current_language()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The text in the language that is being written, where English has one word for two things."""
    return catalogue(current_language()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, count: int) -> str:
    """`ngettext` with the context of `pgettext`."""
    return catalogue(current_language()).npgettext(context, singular, plural, count)


def translate(message: Message, code: str) -> str:
    """A message as plain text in one language."""
    return _spoken(message, code) % {name: _value_text(value, code) for name, value in message.params.items()}


def translate_mark(message: Message, code: str) -> Markup:
    """A message for a page: names, amounts and days marked, everything else escaped."""
    values = {name: _value_mark(value, code) for name, value in message.params.items()}
    return escape(_spoken(message, code)) % values


def _spoken(message: Message, code: str) -> str:
    texts = catalogue(code)
    if message.plural is None:
        return texts.gettext(message.id)
    count = message.params["count"]
    if not isinstance(count, int):
        raise TypeError("the count of a message is a whole number")
    return texts.ngettext(message.id, message.plural, count)


def _value_text(value: Value, code: str) -> str:
    if isinstance(value, Money):
        return money_text(value.minor, value.currency, code)
    return _plain_text(value, code, translate)


def _value_mark(value: Value, code: str) -> Markup:
    if isinstance(value, Money):
        return money_mark(value.minor, value.currency, code)
    if isinstance(value, date):
        return date_mark(value, code)
    if isinstance(value, str):
        return name_mark(value)
    return escape(_plain_text(value, code, translate_mark))


def _plain_text(value: Value, code: str, say: Callable[[Message, str], str]) -> str:
    if isinstance(value, Message):
        return say(value, code)
    if isinstance(value, date):
        return date_text(value, code)
    if isinstance(value, Decimal):
        return decimal_text(value, code)
    return number_text(value, code) if isinstance(value, int) else str(value)
