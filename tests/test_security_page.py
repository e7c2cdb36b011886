"""The security page claims something of each requirement, and every claim can be looked up.

A page that names a test nobody runs any more reassures without a reason, so the names on it are
held against the source of the tests.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import pytest

from tests.reading import ROOT, sources

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
REQUIREMENTS = 101
COLUMNS = 200
STATES = ("met", "partly", "no test", "not built")
SHOWN = ("met", "partly")
"""States of which a test has to be named."""

ROW = re.compile(r"^\| (?P<id>\d[\d. -]*) \| [^|]+ \| (?P<state>[^|]+) \| [^|]+ \|(?P<shown> [^|]*)\|$", re.M)
NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)?::(?P<test>test_\w+)`")
ROWS = list(ROW.finditer(PAGE))


def named_tests(text: str) -> Iterator[tuple[str, str]]:
    """Each test a text names, with its file; one that names no file is in the file before it."""
    file = ""
    for named in NAMED.finditer(text):
        file = named["file"] or file
        yield file, named["test"]


@lru_cache
def functions_in(file: str) -> frozenset[str]:
    """The functions of a file of tests; none when it is not there."""
    if not (ROOT / file).is_file():
        return frozenset()
    return frozenset(function.name for source in sources(file) for function in source.functions())


def test_each_requirement_stands_once_in_the_page() -> None:
    """A requirement that fell out of the list is one nobody thinks of again."""
    ids = Counter(row["id"] for row in ROWS)

    assert len(ids) == len(ROWS) == REQUIREMENTS
    assert len(re.findall(r"^\| \d+\.", PAGE, re.M)) == REQUIREMENTS


def test_each_row_says_how_it_stands() -> None:
    """What is claimed names its test, and what is not there names none."""
    unclear = [row["id"] for row in ROWS if row["state"] not in STATES
               or bool(list(named_tests(row["shown"]))) is not (row["state"] in SHOWN)]

    assert unclear == []


def test_the_page_counts_its_rows() -> None:
    """The reader in a hurry reads the sum only."""
    states = Counter(row["state"] for row in ROWS)

    assert f"Today: {', '.join(f'{states[state]} {state}' for state in STATES)}." in PAGE


@pytest.mark.parametrize("file", sorted({file for file, _ in named_tests(PAGE)}))
def test_every_test_the_page_names_exists(file: str) -> None:
    """A renamed test takes its claim with it."""
    named = {test for where, test in named_tests(PAGE) if where == file}

    assert named - functions_in(file) == set()


def test_no_test_is_named_in_another_form() -> None:
    """What the pattern above does not read would not be looked up."""
    assert len(list(named_tests(PAGE))) == PAGE.count("::test_")


def test_a_row_fits_on_a_screen() -> None:
    """Long rows are not read in a terminal."""
    assert [line for line in PAGE.splitlines() if len(line) > COLUMNS] == []
