"""The languages of the people the ledger serves, as facts.

What `pybabel` guesses is wrong for half of them (plural rules of Filipino, Indonesian,
Malay, Burmese, Sinhala, Bengali and Hindi) or unknown to it (which script reads from the
right), so the facts stand here, checked against CLDR. A language is *known* when it is in
this list; it is *offered* to readers only when its catalogue is complete, which
`translations/LOCALES` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

ONE_OTHER = "nplurals=2; plural=(n != 1);"
UP_TO_ONE_OTHER = "nplurals=2; plural=(n > 1);"
ONE_FORM = "nplurals=1; plural=0;"
FILIPINO = "nplurals=2; plural=(n % 10 == 4 || n % 10 == 6 || n % 10 == 9) && n != 1 && n != 2 && n != 3;"


class Direction(Enum):
    """Which way a script is read; the value is what `<html dir>` wants."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class Disguise(Enum):
    """How a test language is made from the English text while it runs."""

    LENGTHENED = "lengthened"
    MIRRORED = "mirrored"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, its own name, its script, plural rule and direction.

    `formats` is the CLDR locale whose way of writing days and numbers its readers expect.
    """

    code: str
    native: str
    script: str
    plural_forms: str
    formats: str
    direction: Direction = Direction.LEFT_TO_RIGHT
    disguise: Disguise | None = None

    @property
    def tag(self) -> str:
        """The code as HTML and HTTP write it: zh-Hant."""
        return self.code.replace("_", "-")


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "Latn", ONE_OTHER, "en_GB"),
        Language("fil", "Filipino", "Latn", FILIPINO, "fil"),
        Language("id", "Indonesia", "Latn", ONE_FORM, "id"),
        Language("th", "ไทย", "Thai", ONE_FORM, "th"),
        Language("ne", "नेपाली", "Deva", ONE_OTHER, "ne"),
        Language("si", "සිංහල", "Sinh", UP_TO_ONE_OTHER, "si"),
        Language("bn", "বাংলা", "Beng", UP_TO_ONE_OTHER, "bn"),
        Language("ur", "اردو", "Arab", ONE_OTHER, "ur", Direction.RIGHT_TO_LEFT),
        Language("hi", "हिन्दी", "Deva", UP_TO_ONE_OTHER, "hi"),
        Language("ta", "தமிழ்", "Taml", ONE_OTHER, "ta"),
        Language("my", "မြန်မာ", "Mymr", ONE_FORM, "my"),
        Language("vi", "Tiếng Việt", "Latn", ONE_FORM, "vi"),
        Language("km", "ខ្មែរ", "Khmr", ONE_FORM, "km"),
        Language("ko", "한국어", "Kore", ONE_FORM, "ko"),
        Language("zh_Hant", "中文 (繁體)", "Hant", ONE_FORM, "zh_Hant"),
        Language("ms", "Melayu", "Latn", ONE_FORM, "ms"),
    )
}

TEST_LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en_XA", "⟦Ëñĝļîšĥ⟧", "Latn", ONE_OTHER, "en_GB", disguise=Disguise.LENGTHENED),
        Language(
            "ar_XB",
            "⟦اهعلسح⟧",
            "Arab",
            ONE_OTHER,
            "ur",
            Direction.RIGHT_TO_LEFT,
            disguise=Disguise.MIRRORED,
        ),
    )
}

SOURCE = "en"


def language_of(code: str) -> Language:
    """The language with this code, a test language included.

    Raises:
        KeyError: no language of the ledger has this code.
    """
    return LANGUAGES[code] if code in LANGUAGES else TEST_LANGUAGES[code]
