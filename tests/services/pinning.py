"""No statement may look at more than one book unless it says so.

Every statement the program builds is examined before it runs: each table of a book in
it must be held to one `book_id`, directly by an equality with a value, or by an equality
with the `book_id` of a table that is.  A statement over many books carries
`execution_options(scatter=True)`.  What stays on one book here stays on one machine when
the books are spread over several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Update
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, Cast, ColumnElement
from sqlalchemy.sql.selectable import Alias, FromClause, Join, Select, TableClause

from ledgers import prepared

KEY = "book_id"
_EXAMINED: set[Any] = set()
"""The forms of statements found good; the values in them make no difference."""


class NotPinned(AssertionError):
    """A statement reads or changes a table of the books without saying of which book."""


def watch_every_engine() -> None:
    """Examine every statement of every engine from now on, each prepared one when it is written out."""
    event.listen(Engine, "before_execute", _before_execute)
    vars(prepared)["write_out"] = partial(_examined, prepared.write_out)


def _examined(write_out: Callable[..., prepared.Written], statement: Any, dialect: Any) -> prepared.Written:
    require_pinned(statement)
    return write_out(statement, dialect)


def _before_execute(
    connection: Any, statement: Any, multiparams: Any, params: Any, execution_options: Any,
) -> None:
    if execution_options.get("scatter") or statement.get_execution_options().get("scatter"):
        return
    form = statement._generate_cache_key()
    if form is not None and form.key in _EXAMINED:
        return
    require_pinned(statement)
    if form is not None:
        _EXAMINED.add(form.key)


def require_pinned(statement: Any) -> None:
    """Raise unless every table of the books in a statement is held to one book.

    Raises:
        NotPinned: naming the tables that are not.
    """
    loose = sorted(name for part in _parts(statement) for name in _loose(part))
    if loose:
        raise NotPinned(f"{', '.join(loose)}: {statement}")


def _parts(statement: Any) -> Iterator[Any]:
    for element in visitors.iterate(statement):
        if isinstance(element, Select | Update | Delete):
            yield element


def _loose(part: Any) -> set[str]:
    tables = {table for table in _tables(part) if _is_of_a_book(table)}
    pinned: set[FromClause] = set()
    links: list[tuple[FromClause, FromClause]] = []
    for left, right in _equalities(part):
        for one, other in ((left, right), (right, left)):
            if _is_key(one) and _is_key(other):
                links.append((one.table, other.table))
            elif _is_key(one) and isinstance(_bare(other), BindParameter):
                pinned.add(one.table)
    outer = {table for link in links for table in link} - tables
    pinned = _spread(pinned | outer, links)
    return {table.name for table in tables - pinned}


def _spread(pinned: set[FromClause], links: list[tuple[FromClause, FromClause]]) -> set[FromClause]:
    while True:
        reached = {other for one, other in links if one in pinned} - pinned
        if not reached:
            return pinned
        pinned = pinned | reached


def _tables(part: Any) -> Iterator[FromClause]:
    if isinstance(part, Update | Delete):
        yield part.table
        return
    for source in part.get_final_froms():
        yield from _flat(source)


def _flat(source: Any) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _flat(source.left)
        yield from _flat(source.right)
    elif isinstance(source, TableClause) or isinstance(getattr(source, "element", None), TableClause):
        yield source


def _is_of_a_book(table: Any) -> bool:
    named = table.element if isinstance(table, Alias) else table
    return bool(getattr(named, "info", {}).get("shard") == "book")


def _equalities(part: Any) -> Iterator[tuple[Any, Any]]:
    clauses = [part.whereclause] if part.whereclause is not None else []
    if isinstance(part, Select):
        clauses += [join.onclause for source in part.get_final_froms() for join in _joins(source)]
    for clause in clauses:
        yield from _and_parts(clause)


def _joins(source: Any) -> Iterator[Join]:
    if isinstance(source, Join):
        yield source
        yield from _joins(source.left)
        yield from _joins(source.right)


def _and_parts(clause: Any) -> Iterator[tuple[Any, Any]]:
    """Only what is always required counts: equalities under AND, never under OR."""
    if isinstance(clause, BinaryExpression):
        if clause.operator is operators.eq:
            yield clause.left, clause.right
    elif getattr(clause, "operator", None) is operators.and_:
        for inner in clause.clauses:
            yield from _and_parts(inner)
    elif hasattr(clause, "element"):
        yield from _and_parts(clause.element)


def _is_key(side: Any) -> bool:
    return isinstance(side, ColumnElement) and getattr(side, "name", None) == KEY and hasattr(side, "table")


def _bare(side: Any) -> Any:
    return side.clause if isinstance(side, Cast) else side
