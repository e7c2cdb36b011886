"""What a command brings into memory before it does anything: counted in modules, never in seconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from msai.cli import needs_no_screens
from tests.reading import ROOT
from tests.services.databases import Place

SCREENS = {"openpyxl", "flask_smorest", "marshmallow", "argon2", "babel", "flask_login", "msai.pages",
           "msai.api", "msai.application", "msai.auth", "msai.i18n", "msai.services.history", "msai.exports"}
BOOKS = {"sqlalchemy", "cryptography", "alembic", "msai.models", "msai.services.books"}
TYPED = """
import json, sys
from flask.cli import main
sys.argv = ["flask", "--app", "wsgi", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    print(json.dumps({"code": ended.code, "modules": sorted(sys.modules)}))
"""


def loaded(folder: Path, *words: str, url: str = "sqlite:///never.db") -> set[str]:
    """The modules in memory when a command, typed in a folder of its own, has ended well."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "MSAI_DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", TYPED, *words], cwd=folder, env=environ, capture_output=True, text=True,
        check=True, timeout=120)
    ended = json.loads(done.stdout.splitlines()[-1])
    assert ended["code"] in (0, None), done.stderr
    return set(ended["modules"])


@pytest.mark.parametrize("words", [["--help"], ["books", "--help"], ["books", "list", "--help"]])
def test_help_waits_for_neither_screens_nor_books(tmp_path: Path, words: list[str]) -> None:
    """Who asks how a command is written has no book open."""
    assert loaded(tmp_path, *words) & (SCREENS | BOOKS) == set()
    assert not (tmp_path / "never.db").exists()


def test_a_list_of_books_does_not_wait_for_the_screens(tmp_path: Path, place: Place) -> None:
    """It opens the database and nothing else."""
    found = loaded(tmp_path, "books", "list", url=place.url)

    assert found & SCREENS == set()
    assert "msai.services.books" in found


@pytest.mark.parametrize(("typed", "light"), [
    (["--help"], True), (["--app", "wsgi", "books", "list"], True), (["history", "import", "run"], True),
    (["db", "upgrade"], True), (["run"], False), (["run", "--help"], False), (["start"], False),
    (["--app", "wsgi", "shell"], False), ([], False), (None, False),
])
def test_only_its_own_commands_do_without_screens(typed: list[str] | None, light: bool) -> None:
    """A server and whatever is not known gets the whole application."""
    assert needs_no_screens(typed) is light
