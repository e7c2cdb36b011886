"""Statements that every request asks, written out once for each kind of database.

Putting a statement of SQLAlchemy's together again with the values of one request, and describing its answer,
takes longer than the database takes to answer it.  A prepared statement keeps its text, the order of its
values, and how each value goes to the driver and comes back; what is left for a request is to fill the values
in.  `tell` and `ask` hand such text to the driver of a connection of SQLAlchemy's within its transaction;
whoever listens to statements hears of them, and what goes wrong is raised as SQLAlchemy raises it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, Connection, Dialect, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]
"""What turns a value into what the driver takes, or what the driver gives into a value."""

_STEP = 8


def tell(connection: Connection, text: str, values: Any = ()) -> None:
    """Run a statement that answers no rows, in a transaction that has begun.

    Raises:
        DBAPIError: or the one of its kinds that says what the database refused.
    """
    _run(connection, text, values).close()


def ask(connection: Connection, text: str, values: Any = ()) -> list[Any]:
    """The rows of a statement as the driver gives them, in a transaction that has begun.

    Raises:
        DBAPIError: or the one of its kinds that says what the database refused.
    """
    cursor = _run(connection, text, values)
    try:
        found: list[Any] = cursor.fetchall()
    finally:
        cursor.close()
    return found


def _run(connection: Connection, text: str, values: Any) -> Any:
    cursor = connection.connection.cursor()
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, text, values, None, False)
    dialect = connection.dialect
    try:
        cursor.execute(text, values)
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
        cursor.close()
        if lost:
            # A server that restarted dropped all of them; this one goes with the end of its transaction.
            connection.engine.dispose()
        raise DBAPIError.instance(
            text, values, error, dialect.loaded_dbapi.Error,
            hide_parameters=connection.engine.hide_parameters, dialect=dialect) from error
    return cursor


class Prepared:
    """A statement whose lists are of a fixed length: `marks` names their values, `numbered` gives them."""

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        # By the name of the database: there is one driver for each, and engines come and go.
        self._written: dict[str, Written] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows of the answer, each as a tuple of its values; `values` has one for each that is bound."""
        written = self._for(connection.dialect)
        found = ask(connection, written.text, written.wired(values))
        return written.read(found) if found else []

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run a statement that answers no rows."""
        written = self._for(connection.dialect)
        tell(connection, written.text, written.wired(values))

    def _for(self, dialect: Dialect) -> Written:
        found = self._written.get(dialect.name)
        if found is None:
            found = self._written[dialect.name] = write_out(self.statement, dialect)
        return found


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as one kind of database reads it.

    `names` are its values in their order, none where they go to the driver by name; `fixed` are those that
    the statement says itself, as the driver takes them; `asked` are those a request gives, with what brings
    each to the driver; `reads` are the columns that do not come back as they are.
    """

    text: str
    names: Sequence[str] | None
    fixed: Mapping[str, Any]
    asked: Sequence[tuple[str, Processor | None]]
    reads: Sequence[tuple[int, Processor]]

    def wired(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them: in order, or by name."""
        sent = dict(self.fixed)
        for name, process in self.asked:
            value = values[name]
            sent[name] = value if process is None else process(value)
        return sent if self.names is None else tuple([sent[name] for name in self.names])

    def read(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows with their values as the program knows them, column by column."""
        if not self.reads:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, process in self.reads:
            columns[place] = [None if value is None else process(value) for value in columns[place]]
        return list(zip(*columns, strict=True))


def write_out(statement: ClauseElement, dialect: Dialect) -> Written:
    """Write a statement out for a kind of database."""
    compiled: Any = statement.compile(dialect=dialect)
    binds: dict[str, BindParameter[Any]] = {name: bind for bind, name in compiled.bind_names.items()}
    wires = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    fixed = {name: _sent(wires[name], bind.effective_value)
             for name, bind in binds.items() if not bind.required}
    reads = ((place, column.type.dialect_impl(dialect).result_processor(dialect, None))
             for place, column in enumerate(getattr(statement, "selected_columns", ())))
    return Written(
        str(compiled), compiled.positiontup if compiled.positional else None, fixed,
        [(name, wires[name]) for name, bind in binds.items() if bind.required],
        [(place, process) for place, process in reads if process is not None])


def _sent(process: Processor | None, value: Any) -> Any:
    return value if process is None or value is None else process(value)


def marks(name: str, count: int, type_: TypeEngine[Any]) -> list[BindParameter[Any]]:
    """So many values of one list of a statement, bound as `name_0` and so on."""
    return [bindparam(f"{name}_{number}", type_=type_) for number in range(count)]


def numbered(**lists: Sequence[Any]) -> dict[str, Any]:
    """The values of lists, under the names `marks` gives them."""
    return {f"{name}_{number}": value
            for name, values in lists.items() for number, value in enumerate(values)}


def fill_up(values: Sequence[Any]) -> list[Any]:
    """The same values, the first of them again until their number is a multiple of eight.

    So a few statements do for all; one with a list of any length would be made ready anew each time.
    """
    return [*values, *[values[0]] * (-len(values) % _STEP)]
