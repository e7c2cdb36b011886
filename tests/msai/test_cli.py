"""The commands an operator types, run as the command line runs them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.exc import OperationalError

from msai import create_app
from msai.settings import settings_for_tests
from tests.services.application import serving
from tests.services.databases import Place

HISTORIES = Path(__file__).parent.parent / "histories"
HONG_KONG = HISTORIES / "hong-kong" / "history.jsonl"


@pytest.fixture
def app(place: Place) -> Iterator[Flask]:
    """The application on an empty, migrated database."""
    with serving(settings_for_tests(database_url=place.url)) as app:
        yield app


def run(app: Flask, *words: str) -> Result:
    """Run a command as it is typed after `flask --app wsgi`."""
    return app.test_cli_runner().invoke(args=list(words))


def answer(app: Flask, *words: str) -> Any:
    """The JSON a command prints; it must succeed."""
    result = run(app, *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_history_is_read_once_and_its_balances_printed_in_the_expected_keys(app: Flask) -> None:
    """An accountant compares the print with figures worked out elsewhere."""
    expected = json.loads((HISTORIES / "hong-kong" / "expected.json").read_text())["after meeting 26"]
    first = answer(app, "history", "import", str(HONG_KONG), "--json")
    again = answer(app, "history", "import", str(HONG_KONG), "--json")

    printed = answer(app, "books", "balances", "Sunday Savers", "--as-of", expected["date"], "--json")

    assert (first["imported"], first["known"], again["imported"], again["known"]) == (93, 0, 0, 93)
    assert printed == {
        "balances": expected["group"], "units_e4": expected["units_e4"], "unit_value": expected["unit_value"]}


def test_the_enterprise_is_found_by_its_id_and_by_its_name(app: Flask) -> None:
    """A name is enough while only one book has it."""
    expected = json.loads((HISTORIES / "hong-kong" / "expected.json").read_text())["after meeting 52"]
    book = answer(app, "history", "import", str(HONG_KONG), "--json")["enterprises"]["enterprise-1"]

    by_id = answer(app, "books", "balances", book, "--as-of", expected["date"], "--json")
    name = "Organic Rice and Hog Centre"
    by_name = answer(app, "books", "balances", name, "--as-of", expected["date"], "--json")

    assert by_id == by_name == {"balances": expected["enterprise"], "units_e4": {}, "unit_value": None}


def test_a_name_of_two_books_is_asked_back(app: Flask) -> None:
    """Both recorded groups are called Sunday Savers; guessing would print somebody else's money."""
    for place in ("hong-kong", "korea"):
        answer(app, "history", "import", str(HISTORIES / place / "history.jsonl"), "--json")

    result = run(app, "books", "balances", "Sunday Savers")

    assert result.exit_code == 1
    assert result.stderr.startswith("code=ambiguous_book")


def test_a_damaged_file_is_refused_by_line_and_code(app: Flask, tmp_path: Path) -> None:
    """The operator must know where to look, and nothing may have been imported."""
    damaged = tmp_path / "cut.jsonl"
    damaged.write_bytes(HONG_KONG.read_bytes()[:20_000])

    result = run(app, "history", "import", str(damaged))

    assert result.exit_code == 1
    assert "line=" in result.stderr
    assert "code=not_json" in result.stderr
    assert answer(app, "books", "list", "--json") == []


def test_a_file_that_may_only_be_read_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full or locked disk is a sentence for the operator, not a traceback."""

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("attempt to write a readonly database"))

    monkeypatch.setattr("msai.services.history.import_history", refuse)

    result = run(app, "history", "import", str(HONG_KONG))

    assert result.exit_code == 1
    assert "code=database_refused reason=attempt to write a readonly database" in result.stderr


def test_verify_is_clean_after_an_import_and_exits_with_nought(app: Flask) -> None:
    """A script may rely on the exit code."""
    answer(app, "history", "import", str(HONG_KONG), "--json")

    result = run(app, "books", "verify")

    assert (result.exit_code, result.stdout) == (0, "All books agree.\n")


def test_signed_heads_kept_outside_are_verified_against(app: Flask, tmp_path: Path) -> None:
    """A tail cut off leaves a chain that agrees with itself; only what was kept elsewhere tells."""
    answer(app, "history", "import", str(HONG_KONG), "--json")
    kept = tmp_path / "heads.json"
    kept.write_text(run(app, "books", "checkpoints", "Sunday Savers").stdout)
    foreign = tmp_path / "other.json"
    foreign.write_text(kept.read_text().replace('"seq": 1', '"seq": 9').replace('"seq":1', '"seq":9'))

    agreed = run(app, "books", "verify", "--book", "Sunday Savers", "--checkpoint", str(kept))
    changed = run(app, "books", "verify", "--book", "Sunday Savers", "--checkpoint", str(foreign))

    assert (agreed.exit_code, agreed.stdout) == (0, "All books agree.\n")
    assert changed.exit_code == 1
    assert "checkpoint" in changed.stdout


@pytest.mark.parametrize("form", ["hledger", "beancount"])
def test_a_book_is_written_out_as_text(app: Flask, form: str) -> None:
    """Other programs can read the books without this one."""
    answer(app, "history", "import", str(HONG_KONG), "--json")

    result = run(app, "books", "export", "Sunday Savers", "--as", form)

    assert result.exit_code == 0
    assert result.stdout.count("2025-01-05") >= 3


def test_the_schema_is_checked_against_the_code(app: Flask) -> None:
    """An operator sees whether the database is the one this version was written for."""
    result = run(app, "db", "check")

    assert (result.exit_code, result.stdout) == (0, "The schema is the one the code declares.\n")


@pytest.mark.parametrize("words", [["books", "list"], ["books", "balances", "Nobody"], ["books", "verify"]])
def test_a_database_without_books_is_named(tmp_path: Path, words: list[str]) -> None:
    """Who asks before anything was set up gets one line, and no traceback."""
    empty = create_app(settings_for_tests(database_url=f"sqlite:///{tmp_path / 'new.db'}"))

    result = run(empty, *words)

    assert (result.exit_code, result.stderr) == (1, "code=schema_behind\n")
