"""Modules of the meeting screen: what reckons knows no page, and what they name is there."""

import re
from pathlib import Path

import pytest

from msai.pages.meetings.hold_words import COUNTED, SENTENCES, sentences
from tests.static.test_stylesheets import SPRITE

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "msai" / "static" / "js" / "meeting"
MODULES = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.mjs")}
PURE = ("money.mjs", "cells.mjs", "sheet.mjs", "kinds.mjs", "due.mjs", "hints.mjs", "joining.mjs", "desk.mjs")
PAGE = re.compile(r"\b(document|window|fetch|localStorage)\b")
SAID = re.compile(r"words\.(?:say|text)\('([a-z_]+)'")
STAMPED = re.compile(r"stamped\('([a-z]+)'\)")
LOOKS = re.compile(r"const LOOKS = \{(.*?)\};", re.DOTALL)
LOOK = re.compile(r"\[([^\]]+)\]")
PARTS = (ROOT / "templates" / "meetings" / "_hold_parts.html").read_text("utf-8")
NAMED = re.compile(r"'([a-z_]+)'")


@pytest.mark.parametrize("name", PURE)
def test_what_reckons_knows_no_page(name: str) -> None:
    """Arithmetic that could reach the page could not be tested without one."""
    assert PAGE.findall(re.sub(r"//.*", "", MODULES[name])) == []


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_short_and_say_what_they_are_for(name: str) -> None:
    """As every file of the house."""
    assert len(MODULES[name].splitlines()) <= 400
    assert MODULES[name].startswith("// ")


def test_every_sentence_that_is_said_was_handed_over() -> None:
    """A sentence that is missing would stop the sheet under somebody's hands."""
    said = {name for text in MODULES.values() for name in SAID.findall(text)}

    assert said - SENTENCES.keys() - COUNTED.keys() == set()


def test_every_sentence_handed_over_is_said() -> None:
    """What nobody says is not carried into the park; some names are put together from a state or a kind."""
    named = {name for text in MODULES.values() for name in NAMED.findall(text)}
    put_together = ("roll_", "line_", "label_", "hint_")
    silent = {**SENTENCES, **COUNTED}.keys() - named

    assert [name for name in silent if not name.startswith(put_together)] == []


def test_every_part_that_is_copied_stands_in_the_page() -> None:
    """By its name."""
    stamped = {name for text in MODULES.values() for name in STAMPED.findall(text)}

    assert {name for name in stamped if f'id="part-{name}"' not in PARTS} == set()
    assert len(stamped) > 8


def test_icons_of_the_modules_are_in_the_sprite() -> None:
    """A name that is not there draws nothing: each look has an icon that is."""
    tables = [table for text in MODULES.values() for table in LOOKS.findall(text)]
    looks = [re.findall("[a-z0-9-]+", look) for table in tables for look in LOOK.findall(table)]
    bare = [look for look in looks if not any(f'id="{name}"' in SPRITE for name in look)]

    assert bare == []
    assert len(looks) > 12


def test_sentences_come_in_all_their_forms() -> None:
    """One share, two shares; places stand open for what the phone puts in."""
    spoken = sentences()
    pattern, *forms = spoken["sentences"]["shares"]

    assert forms == ["{count} shares", "{count} share"]
    assert spoken["plurals"][pattern][:3] == "010"
    assert spoken["sentences"]["left"] == "{amount} left"
