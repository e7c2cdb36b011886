"""Reading the translators' files.

The repository holds only `.po` files, which translators edit. A compiled catalogue beside
one is used when it is as new; otherwise the text file is compiled in memory, once per
process. The test languages have no file: their catalogue disguises the English text.
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from msai.i18n.languages import SOURCE, Disguise, language_of
from msai.i18n.pseudo import disguised
from msai.resources import resource_dir

DOMAIN = "messages"


class DisguisedCatalogue(gettext.NullTranslations):
    """The catalogue of a test language."""

    def __init__(self, disguise: Disguise) -> None:
        super().__init__()
        self._disguise = disguise

    def gettext(self, message: str) -> str:
        """The text in the test language."""
        return disguised(message, self._disguise)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The one or the other text in the test language, counted as in English."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """The text in the test language; the context only tells translators apart."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """As `ngettext`; the context only tells translators apart."""
        return self.ngettext(msgid1, msgid2, n)


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations of one language, read once per process."""
    disguise = language_of(code).disguise
    if disguise is not None:
        return DisguisedCatalogue(disguise)
    source = po_path(code)
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    return _compiled_in_memory(source, code)


def po_path(code: str) -> Path:
    """Where the translators' file of a language is kept."""
    return resource_dir("translations") / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def offered_codes() -> tuple[str, ...]:
    """The languages whose catalogue is complete, in the order readers see them."""
    lines = (resource_dir("translations") / "LOCALES").read_text("utf-8").split()
    return tuple(lines) or (SOURCE,)


def _compiled_in_memory(source: Path, code: str) -> gettext.GNUTranslations:
    compiled = BytesIO()
    with source.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
