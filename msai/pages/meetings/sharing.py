"""The summary of a closed meeting in the language of its group, ready to be sent around."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from msai.i18n import current_language, translate
from msai.i18n.languages import language_of
from msai.i18n.web import offered_here
from msai.messages import Message


@dataclass(frozen=True)
class SharedSummary:
    """The words, the language they are in, and two addresses that open with them ready to be sent."""

    text: str
    tag: str
    direction: str
    whatsapp: str
    sms: str


def shared_summary(lines: Sequence[Message], locale: str | None) -> SharedSummary:
    """The words to share: in the group's language, and in the reader's where the group has chosen none."""
    language = language_of(locale if locale and locale in offered_here() else current_language())
    text = "\n".join(translate(line, language.code) for line in lines)
    said = quote(text, safe="")
    return SharedSummary(
        text, language.tag, language.direction.value, f"https://wa.me/?text={said}", f"sms:?body={said}")
