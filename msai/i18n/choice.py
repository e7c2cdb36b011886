"""Which language this reader gets: decided once per request, in one place.

Browsers name languages loosely (zh-TW for traditional Chinese, tl for Filipino, in for
Indonesian), so what they accept is compared by language and script after CLDR has filled in
what the tag leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from babel import Locale, UnknownLocaleError

from msai.i18n.languages import LANGUAGES, SOURCE, TEST_LANGUAGES

Wish = Callable[[], "str | None"]

_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def current_language() -> str:
    """The code of the language that is being written now."""
    return _current.get()


def use_language(code: str) -> None:
    """Write in this language from here on, in this request or command."""
    _current.set(code)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in this language for a while: an export, a letter to another reader."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def choose_language(wishes: Iterable[Wish], offered: Sequence[str]) -> str:
    """The first wish that can be met; English when none can.

    The order, which `init_app` keeps: what the switch on the page asks for (`?lang=`), what it
    asked for before (a cookie), the user's own setting, what the browser accepts, the
    language of the group's book, English. A wish is a function, so that a later one costs
    nothing when an earlier one was met.
    """
    for wish in wishes:
        code = wish()
        if code is not None and code in offered:
            return code
    return SOURCE


def negotiate(accepted: Iterable[str], offered: Sequence[str]) -> str | None:
    """The first language a browser accepts (best first) that is offered, or none."""
    by_script = {_language_and_script(_tag(code)): code for code in offered if code in LANGUAGES}
    for tag in accepted:
        code = by_script.get(_language_and_script(tag))
        if code is not None:
            return code
    return None


def _tag(code: str) -> str:
    return (LANGUAGES | TEST_LANGUAGES)[code].tag


def _language_and_script(tag: str) -> tuple[str, str | None] | None:
    """What decides whether a reader can read it; none for a tag that names no language."""
    try:
        locale = Locale.parse(tag, sep="-", resolve_likely_subtags=True)
    except (UnknownLocaleError, ValueError):
        return None
    return locale.language, locale.script
