"""The rules of dependency: what may know of what, and who alone may do what.

The import contracts in setup.cfg follow imports of imports; the tests here add
what contracts cannot say, and read the code, so that a rule that is broken names
the line.
"""

import ast
import sys
from collections.abc import Iterator

import jinja2
import jinja2.nodes
import pytest
from importlinter.cli import lint_imports

from tests.reading import ROOT, Function, Source, is_public, sources, where

STANDARD = sys.stdlib_module_names | {"ledgers"}
WITH_DATABASE = {
    "tables", "prepared", "journal", "balances", "cycles", "checkpoints", "verify", "books", "daybook"}
"""The modules of the books that reach the database: `books` opens what `journal` writes in, `daybook` reads
the entries as `balances` reads the sums."""

EDGE_LIBRARIES = {"flask", "flask_login", "flask_smorest", "marshmallow", "openpyxl", "babel"}
JOURNAL_TABLES = {"entry", "posting", "balance", "rollup"}
ARITHMETIC = (jinja2.nodes.Add, jinja2.nodes.Sub, jinja2.nodes.Mul, jinja2.nodes.Div, jinja2.nodes.FloorDiv,
              jinja2.nodes.Mod, jinja2.nodes.Pow)
BEFORE_AN_ACTOR = {"msai.services.sign_in", "msai.services.passwords"}
"""Use cases of people who are not signed in yet."""

FINDS_THE_RELATION = {"standing_in", "met"}
"""What permission itself rests on: who the actor is to a book."""


def test_the_import_contracts_hold() -> None:
    """Who may import whom, chains of imports included, stands in setup.cfg."""
    assert lint_imports(config_filename=str(ROOT / "setup.cfg"), no_cache=True) == 0


def test_the_books_need_the_standard_library_and_sqlalchemy_alone() -> None:
    """Another programme must be able to lift the books out."""
    strangers = [
        f"{source.name}: {name}"
        for source in sources("ledgers")
        for name in source.imports()
        if name.partition(".")[0] not in STANDARD | _allowed(source)
    ]

    assert strangers == []


def test_rules_build_entries_and_never_post() -> None:
    """A rule that could post would decide and act in one place, and could not be read as a table."""
    reaching = [
        f"{source.name}: {name}"
        for source in sources("ledgers/rules")
        for name in source.imports()
        if name.startswith(("ledgers.journal", "ledgers.balances", "ledgers.tables", "sqlalchemy"))
    ]

    assert reaching == []


def test_balances_and_statements_only_read() -> None:
    """The reader of sums must not be able to mend what it reads."""
    readers = sources("ledgers/balances.py", *_existing("ledgers/statements", "ledgers/statements.py"))
    writing = [where(source, call) for source in readers for call in _calls(source.tree)
               if _called(call) in ("insert", "update", "delete", "add", "commit")]

    assert writing == []


def test_use_cases_know_nothing_of_the_edge() -> None:
    """The command line, the import and the page share one function; none of them is in it."""
    reaching = [
        f"{source.name}: {name}"
        for source in sources("msai/services", "msai/models", "msai/measures", *_existing("msai/commands.py"))
        for name in source.imports()
        if name.partition(".")[0] in EDGE_LIBRARIES
    ]

    assert reaching == []


def test_pages_and_interface_reach_the_books_through_services() -> None:
    """A page that wrote to the journal would write past permission and governance."""
    reaching = [
        f"{source.name}: {name}"
        for source in sources("msai/pages", "msai/api")
        for name in source.imports()
        if name.startswith(("ledgers.tables", "ledgers.journal"))
    ]

    assert reaching == []


def test_only_the_database_module_commits() -> None:
    """The edge owns the transaction through one door; a commit half-way would keep half a meeting."""
    committing = [
        where(source, call)
        for source in sources("ledgers", "msai")
        for call in _calls(source.tree)
        if _called(call) in ("commit", "rollback") and source.module != "msai.db"
    ]

    assert committing == []


def test_only_the_journal_adds_entries_postings_and_balances() -> None:
    """One writer numbers, chains and keeps the balances; a second would do one of them differently."""
    adding = [
        where(source, call)
        for source in sources("ledgers", "msai")
        for call in _calls(source.tree)
        if source.module != "ledgers.journal" and _writes_to(call) & JOURNAL_TABLES
    ]

    assert adding == []


def test_templates_do_no_arithmetic() -> None:
    """A sum made in a page is a second ledger."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    sums = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for node in environment.parse(path.read_text(encoding="utf-8")).find_all(ARITHMETIC)
    ]

    assert sums == []


def test_every_use_case_asks_for_permission() -> None:
    """What forgets to ask lets everybody in, and nothing on the screen shows it."""
    services = [source for source in sources("msai/services") if source.module not in BEFORE_AN_ACTOR]
    excused = _asking(services) | FINDS_THE_RELATION | _steps(services)
    forgetful = [f"{where(source, function)} {function.name}" for source in services
                 for function in source.functions()
                 if is_public(function) and _has_actor(function) and function.name not in excused]

    assert forgetful == []


@pytest.mark.parametrize(
    "planted", ["def pay(session, actor): give()", "def pay(session, actor): ask_not(actor)"]
)
def test_a_use_case_that_forgets_is_found(planted: str) -> None:
    """The test above must be able to fail."""
    function = ast.parse(planted).body[0]

    assert isinstance(function, ast.FunctionDef)
    assert not _asks(function, {"require"})


def _allowed(source: Source) -> set[str]:
    """What else this module of the books may import, by the table of the architecture."""
    part = source.module.removeprefix("ledgers.").partition(".")[0]
    reached = {"sqlalchemy"} if part in WITH_DATABASE else set()
    return reached | ({"cryptography"} if part == "checkpoints" else set())


def _existing(*names: str) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _writes_to(call: ast.Call) -> set[str]:
    """The tables a call inserts into, changes or empties, in all the ways this project has of saying so."""
    if _called(call) not in ("insert", "update", "delete", "insert_row", "insert_rows"):
        return set()
    named = [*call.args[:1], *([call.func.value] if isinstance(call.func, ast.Attribute) else [])]
    return {str(getattr(node, "attr", getattr(node, "id", ""))) for node in named}


def _has_actor(function: Function) -> bool:
    return any(argument.arg == "actor" for argument in [*function.args.args, *function.args.kwonlyargs])


def _asks(function: Function, asking: set[str]) -> bool:
    """Whether it calls something that asks, and hands it the actor."""
    return any(
        _called(call) in asking
        and any(isinstance(node, ast.Name) and node.id == "actor" for node in ast.walk(call))
        for call in _calls(function)
    )


def _asking(services: list[Source]) -> set[str]:
    """The names of functions that ask, themselves or through one that does."""
    functions = [function for source in services for function in source.functions()]
    asking, before = {"require"}, set[str]()
    while asking != before:
        before = set(asking)
        asking |= {function.name for function in functions if _asks(function, asking)}
    return asking


def _steps(services: list[Source]) -> set[str]:
    """What use cases share among themselves and nothing outside them reaches: the use case has asked."""
    outside = [source for source in sources("msai") if not source.name.startswith("msai/services/")]
    reached = {name.rpartition(".")[2] for source in outside for name in source.imports()}
    modules = {source.path.stem for source in services}
    calls = [call for source in outside for call in _calls(source.tree)]
    reached |= {_called(call) for call in calls if _owner(call) in modules}
    shared = {_called(call) for source in services for call in _calls(source.tree)}
    return shared - reached


def _owner(call: ast.Call) -> str:
    """The name before the dot of what is called."""
    return str(getattr(getattr(call.func, "value", None), "id", ""))
