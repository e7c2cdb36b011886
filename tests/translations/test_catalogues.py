"""The translators' files say what the pages say, in full."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from msai.i18n.catalogues import catalogue, offered_codes, po_path
from msai.i18n.languages import LANGUAGES, SOURCE, language_of

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"%\([a-z_]+\)s")
WRITTEN = sorted(
    path.parent.parent.name for path in (ROOT / "translations").glob("*/LC_MESSAGES/messages.po")
)


def read(code: str) -> Catalog:
    """The catalogue of a language as its translators see it."""
    with po_path(code).open("rb") as opened:
        return read_po(opened, locale=code)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """All forms of a text that may have a plural."""
    return text if isinstance(text, tuple) else (text,)


def faults(catalogue: Catalog) -> list[str]:
    """Sentences that would be shown wrongly or in English."""
    found = []
    for message in (message for message in catalogue if message.id):
        wanted = set(PLACE.findall(forms(message.id)[-1]))
        strings = forms(message.string)
        if message.fuzzy or not all(strings):
            found.append(f"not translated: {message.id}")
        elif message.pluralizable and len(strings) != catalogue.num_plurals:
            found.append(f"plural forms: {message.id}")
        elif any(set(PLACE.findall(string)) - wanted for string in strings):
            found.append(f"places: {message.id}")
    return found


def test_the_files_hold_the_sentences_of_the_sources():
    """After a change of words: python .ci/catalogues.py."""
    checked = subprocess.run(
        [sys.executable, ROOT / ".ci" / "catalogues.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.stdout, checked.returncode) == ("", 0)


@pytest.mark.parametrize("code", offered_codes())
def test_a_language_that_is_offered_is_complete(code):
    """No page is half in English."""
    assert code in LANGUAGES
    assert faults(read(code)) == []


@pytest.mark.parametrize("code", WRITTEN)
def test_the_plural_rule_is_the_one_of_the_language(code):
    """The usual tools write a wrong one for seven of these languages."""
    assert read(code).plural_forms == language_of(code).plural_forms


def test_english_is_offered_first():
    """It is what everyone falls back to."""
    assert offered_codes()[0] == SOURCE


def test_a_compiled_catalogue_is_used_only_while_it_is_as_new(tmp_path, monkeypatch):
    """Translators see their change without a build."""
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Back"\nmsgstr "Return"\n'
    )
    monkeypatch.setattr("msai.i18n.catalogues.resource_dir", lambda name: tmp_path)
    catalogue.cache_clear()

    assert catalogue("en").gettext("Back") == "Return"
    catalogue.cache_clear()
