"""The command line: `flask --app wsgi ...`.

A command reads the clock, opens the transaction and prints; what it does is a use case.
A fault of the reader's is one line on standard error and exit code 1, never a traceback.
Each command imports what it needs when it runs: the help is there at once, and a list of books
does not wait for the screens.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from ledgers.errors import LedgerError, SchemaBehind
from msai import open_database
from msai.demonstration.typed import demo_commands
from msai.ids import now_ms
from msai.permissions import SYSTEM_IMPORT

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ledgers.verify import Finding
    from msai import db
    from msai.services import books, history

history_commands = AppGroup("history", help="Read recorded histories.")
book_commands = AppGroup("books", help="List, read and verify books.")
database_commands = AppGroup("db", help="The database's schema.")
outbox_commands = AppGroup("outbox", help="What books have to tell one another.")


def init_app(app: Flask) -> None:
    """Make the commands known to the application."""
    for group in (history_commands, book_commands, database_commands, outbox_commands, demo_commands):
        app.cli.add_command(group)
    app.cli.add_command(start)


def needs_no_screens(typed: Sequence[str] | None) -> bool:
    """Whether the words typed after `flask` only ask for help or for one of these commands.

    None stands for a server, which is no command. `start` makes passwords as the screens do.
    """
    if typed is None:
        return False
    own = {group.name for group in (history_commands, book_commands, database_commands, outbox_commands)}
    named = next((word for word in typed if word in own or word in _WITH_SCREENS), None)
    return named in own or named is None and "--help" in typed


_WITH_SCREENS = frozenset({"demo", "run", "shell", "routes", "start", "openapi"})


def _database() -> db.Database:
    """The deployment's database, opened by the first command that asks for it."""
    known = current_app.extensions
    if "database" not in known:
        known["database"] = open_database(known["settings"])
    found: db.Database = known["database"]
    return found


@contextmanager
def _reading() -> Iterator[Session]:
    """A session that reads books; what goes wrong is said in a line, a database without books too."""
    from msai.db import has_tables

    with _faults_in_words():
        if not has_tables(_database().engine):
            raise SchemaBehind()
        with _database().read() as session:
            yield session


@contextmanager
def _faults_in_words() -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except LedgerError as error:
        _fail({"code": error.code, **error.params})
    except DBAPIError as error:
        # A full disk, a file that may only be read: nothing was half-written, and no traceback helps.
        _fail({"code": "database_refused", "reason": str(error.orig)})


def _fail(facts: dict[str, Any]) -> NoReturn:
    click.echo(" ".join(f"{name}={value}" for name, value in facts.items()), err=True)
    sys.exit(1)


@history_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def import_file(file: Path, as_json: bool) -> None:
    """Read a recorded history; what is in the books already changes nothing."""
    from msai.services.history import HistoryRefused

    with _faults_in_words():
        _make_ready()
        try:
            done = read_in(_database(), file.read_bytes(), quiet=as_json)
        except HistoryRefused as refused:
            _fail({"line": refused.line, "code": refused.code, **refused.params})
    answer = {"group": str(done.group_id), "enterprises": {k: str(v) for k, v in done.enterprise_ids.items()},
              "imported": done.imported, "known": done.known}
    if as_json:
        click.echo(json.dumps(answer))
    else:
        click.echo(f"{done.imported} events imported, {done.known} known already. Group {done.group_id}")


def _make_ready() -> None:
    """Give an empty SQLite file its tables; refuse any other database whose schema is behind."""
    from msai import db
    from msai.db import schema

    engine = _database().engine
    _make_folder(str(engine.url.database or ""), engine.dialect.name)
    if schema.is_current(engine):
        return
    if engine.dialect.name != "sqlite" or db.has_tables(engine):
        raise SchemaBehind()
    schema.upgrade(engine)


def read_in(database: db.Database, content: bytes, *, quiet: bool) -> history.ImportDone:
    """Import a history file in one transaction, with a progress bar on standard error.

    Raises:
        HistoryRefused: with the line, the code and the facts; nothing is imported.
    """
    from msai.imports.history_file import read_history
    from msai.services import history

    read = read_history(content)
    bar = click.progressbar(length=len(read.events), label="Importing", file=sys.stderr, hidden=quiet)
    with bar, database.write() as session:
        return history.import_history(session, SYSTEM_IMPORT, history.ImportHistory(
            read.group_id, read.currency, read.enterprise_ids, read.events, now_ms(),
            progress=lambda done: bar.update(done - bar.pos)))


@book_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_books(as_json: bool) -> None:
    """List the books with their ids."""
    from msai.services import books

    with _reading() as session:
        found = books.list_books(session, SYSTEM_IMPORT)
    if as_json:
        click.echo(json.dumps([_as_dict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.book_id}  {one.kind:<10}  {one.currency}  {one.name}")


def _as_dict(one: books.BookNamed) -> dict[str, str]:
    return {"id": str(one.book_id), "kind": one.kind.value, "name": one.name, "currency": one.currency}


@book_commands.command("balances")
@click.argument("book")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The end of this day; else all.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def balances(book: str, as_of: datetime | None, as_json: bool) -> None:
    """Print the balances of BOOK (an id, or a name that only one book has)."""
    with _reading() as session:
        answer = _balances(session, book, as_of.date() if as_of else None)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for key, minor in answer["balances"].items():
        click.echo(f"{key:<40} {minor:>16}")


def _balances(session: Session, book: str, as_of: date | None) -> dict[str, Any]:
    from msai.services import books

    one = books.find_book(session, SYSTEM_IMPORT, book)
    found = books.balances_at(session, SYSTEM_IMPORT, one, as_of=as_of)
    value = found.unit_value
    return {
        "balances": dict(found.balances), "units_e4": dict(found.units_e4),
        "unit_value": f"{value.numerator}/{value.denominator}" if value is not None else None,
    }


@book_commands.command("export")
@click.argument("book")
@click.option("--as", "form", type=click.Choice(["hledger", "beancount"]), default="hledger",
              show_default=True, help="The plain-text bookkeeper that shall read it.")
def export(book: str, form: str) -> None:
    """Write the whole of BOOK as plain text, every entry with its postings."""
    from msai.exports.plain_text import write_beancount, write_hledger
    from msai.services import books
    from msai.services.views.workbook import draw_text

    write = {"hledger": write_hledger, "beancount": write_beancount}[form]
    with _reading() as session:
        one = books.find_book(session, SYSTEM_IMPORT, book)
        drawn = draw_text(session, SYSTEM_IMPORT, one.book_id, kind=one.kind)
        for part in write(drawn.book, drawn.entries):
            click.echo(part, nl=False)


@book_commands.command("checkpoints")
@click.argument("book")
def checkpoints(book: str) -> None:
    """Print the signed heads of BOOK, to be kept outside the database for `books verify --checkpoint`."""
    from msai.services import books

    with _reading() as session:
        one = books.find_book(session, SYSTEM_IMPORT, book)
        click.echo(books.checkpoint_text(session, SYSTEM_IMPORT, one))


@book_commands.command("verify")
@click.option("--book", help="Only this book (an id, or a name that only one book has).")
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Checkpoints that were kept outside the database.")
def verify(book: str | None, checkpoint: Path | None) -> None:
    """Work out everything the books promise anew; exit 0 when all of it holds, 1 when not."""
    from msai.services import verification

    text = checkpoint.read_text(encoding="utf-8", errors="replace") if checkpoint else None
    chosen = _chosen(book)
    with _faults_in_words():
        findings = verification.verify_everything(
            _database(), SYSTEM_IMPORT, verification.VerifyBooks(book_ids=chosen, checkpoint_text=text))
    for finding in findings:
        click.echo(_finding_line(finding))
    click.echo("All books agree." if not findings else f"{len(findings)} findings.")
    sys.exit(1 if findings else 0)


def _chosen(book: str | None) -> tuple[Any, ...]:
    from msai.services import books

    with _reading() as session:
        if book is None:
            return ()
        return (books.find_book(session, SYSTEM_IMPORT, book).book_id,)


def _finding_line(finding: Finding) -> str:
    facts = " ".join(f"{name}={value}" for name, value in finding.params.items())
    return f"{finding.code} book={finding.book_id} {finding.table} {finding.key} {facts}".rstrip()


@database_commands.command("upgrade")
@click.option("--url", help="The database as its owner reaches it, where the application may not change it.")
def upgrade(url: str | None) -> None:
    """Bring the schema up to date."""
    from msai import db
    from msai.db import schema

    settings = current_app.extensions["settings"]
    engine = db.make_engine(url) if url else _database().engine
    _make_folder(str(engine.url.database or ""), engine.dialect.name)
    schema.upgrade(engine, app_role=settings.app_role if url else None)
    click.echo("The schema is up to date.")


def _make_folder(database: str, dialect: str) -> None:
    if dialect == "sqlite" and database:
        Path(database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@database_commands.command("check")
def check() -> None:
    """Compare the database with the tables the code declares; exit 1 when they differ."""
    from msai.db import schema

    differences = schema.check(_database().engine)
    for difference in differences:
        click.echo(difference)
    agreed = "The schema is the one the code declares."
    click.echo(f"{len(differences)} differences." if differences else agreed)
    sys.exit(1 if differences else 0)


@outbox_commands.command("sweep")
def sweep() -> None:
    """Deliver what a stopped server left undelivered between books, and say what still waits."""
    from msai.services.outbox import delivering

    with _faults_in_words():
        swept = delivering.sweep(_database(), at=now_ms())
    for one in swept.waiting:
        click.echo(f"{one.code} book={one.book_id} letter={one.message_id} kind={one.kind}")
    click.echo(f"{swept.delivered} letters delivered, {len(swept.waiting)} wait.")


@click.command("start")
@with_appcontext
def start() -> None:
    """Read the sample year into an empty database, make sign-ins for it, and print them."""
    from msai import commands
    from msai.services import books

    database, found = _database(), current_app.extensions
    with database.read() as session:
        is_empty = not books.list_books(session, SYSTEM_IMPORT)
    if is_empty:
        read_in(database, commands.sample_history(), quiet=False)
    for line in commands.first_sign_ins(database, found["passwords"], found["vault"], at=now_ms()):
        click.echo(line)
