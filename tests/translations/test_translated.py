"""What translators wrote says as much as the English, in their own words and in those of their glossary.

A glossary of a language (`docs/glossary-<code>.md`) says how the terms of the ledger are put, so that one
thing has one name on every page; it has the part of each word that stays when the word changes its shape.
"""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from msai.i18n.catalogues import catalogue, offered_codes
from msai.i18n.languages import SOURCE
from tests.translations.test_catalogues import ROOT, forms, read

TRANSLATED = [code for code in offered_codes() if code != SOURCE]
PLACE = re.compile(r"%\([a-z_]+\)s|%%")
MARK_UP = re.compile(r"<[^>]+>|&\w+;|\n")
LETTER = re.compile(r"[^\W\d_]")
ENDS = ".?:!"

AS_IN_ENGLISH = {
    "fil": {
        "MSAI Ledger", "Excel", "WhatsApp",  # names
        "Account", "E-wallet", "Facilitator", "Menu", "Passbook", "Password", "Treasurer",
        "Reference", "Reference %(reference)s", "Currency", "Batch",
        "Debit", "Credit", "Trial balance", "Balance sheet",  # the words of Filipino accountants
        "Trial balance: %(account)s",
        "%(day)s, %(time)s UTC",  # the name of a clock
        "g", "kg", "ml",  # signs of units
    },
}
"""What people say in English in the other language too; the texts without a comment are everyday words."""

NO_TERM = ("entry fee",)
"""English in which a word of the glossary means something else."""

ENGLISH = re.compile(r"\b(the|and|of|is|for|with|this|that|are)\b", re.IGNORECASE)


def sentences(code: str) -> Iterator[Message]:
    """What is translated of a catalogue; that nothing is left out is tested by itself."""
    return (message for message in read(code) if message.id and all(forms(message.string)))


def glossary(code: str) -> dict[str, list[str]]:
    """By English term, the parts of words of which a translation has at least one."""
    text = (ROOT / "docs" / f"glossary-{code}.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    terms = [row for row in rows if row[0] not in {"English", "---"}]
    return {term: row[2].split(", ") for row in terms for term in row[0].split(", ")}


def has_term(text: str, term: str) -> bool:
    """Whether an English sentence has a term, alone or in the plural."""
    for other in NO_TERM:
        text = text.replace(other, "").replace(other.capitalize(), "")
    return re.search(rf"\b{term}s?\b", PLACE.sub("", text), re.IGNORECASE) is not None


@pytest.mark.parametrize("code", TRANSLATED)
def test_values_and_mark_up_are_kept(code):
    """A sentence without its amount says nothing, and a lost tag breaks the page."""
    lost = [
        (message.id, form)
        for message in sentences(code)
        for form in forms(message.string)
        for kept in (PLACE, MARK_UP)
        if sorted(set(kept.findall(form))) != sorted(set(kept.findall(forms(message.id)[-1])))
    ]

    assert lost == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_left_in_english(code):
    """Only what people say in English too."""
    same = {message.id for message in sentences(code) if message.string == message.id}
    words = {text for text in same if LETTER.search(PLACE.sub("", text))}
    english = [
        form for message in sentences(code) for form in forms(message.string)
        if ENGLISH.search(PLACE.sub("", form))
    ]

    assert words - AS_IN_ENGLISH.get(code, set()) == set()
    assert english == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_sentence_ends_as_in_english(code):
    """A question stays a question, and a label gains no full stop."""
    marks = str.maketrans("。？：！।", ".?:!.")
    changed = [
        (message.id, message.string)
        for message in sentences(code)
        for form in forms(message.string)
        if (form.translate(marks)[-1:] in ENDS) != (forms(message.id)[-1][-1:] in ENDS)
    ]

    assert changed == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_glossary_of_the_language_is_kept(code):
    """One thing has one name."""
    strayed = [
        (term, message.id, message.string)
        for term, parts in glossary(code).items()
        for message in sentences(code)
        if has_term(forms(message.id)[-1], term)
        and not any(part.lower() in forms(message.string)[0].lower() for part in parts)
    ]

    assert strayed == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_glossary_of_the_language_has_no_idle_terms(code):
    """A term that no sentence has is one whose name nobody checks."""
    texts = [forms(message.id)[-1] for message in sentences(code)]

    assert [term for term in glossary(code) if not any(has_term(text, term) for text in texts)] == []


def test_a_filipino_noun_does_not_change_with_its_number():
    """CLDR puts 5 with 1 and 4 by itself, so a first form that speaks of one alone would be wrong."""
    forked = [
        message.id for message in sentences("fil")
        if isinstance(message.string, tuple) and len(set(message.string)) > 1
    ]

    assert forked == []


@pytest.mark.parametrize("count", [0, 1, 4, 5, 16, 101])
def test_every_number_finds_its_filipino_form(count):
    """By the rule of CLDR, from the file as it is compiled."""
    spoken = catalogue("fil").ngettext("%(count)s member", "%(count)s members", count)

    assert spoken == "%(count)s miyembro"
