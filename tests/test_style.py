"""The rules of the house: a habit that no test holds is lost with the person who had it."""

import ast
import configparser
import re
import statistics
from collections import Counter

import pytest

from tests.reading import ROOT, Function, Source, is_public, length, sources, where

PRODUCT = [source for source in sources("ledgers", "msai", "config.py", "wsgi.py")
           if "/versions/" not in source.name]
TESTS = sources("tests")
TOOLS = sources("bench") if (ROOT / "bench").is_dir() else []
EVERYTHING = PRODUCT + TESTS + TOOLS
PURE = [source for source in sources("ledgers", "msai/services")
        if not source.name.startswith("ledgers/returns")]

BANNED_NAME = re.compile(r"^(utils?|helpers?|.*Manager|Base[A-Z].*)$")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK)\b")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "time"}
CONTEXT = {"self", "cls", "session", "actor", "vault"}
ASSERTING = re.compile(r"^(assert|check|expect|verify|raises|fail|warns|refuse)")


@pytest.mark.parametrize(
    ("files", "median", "most", "longest"),
    [(PRODUCT, 8, 25, 60), (TESTS, 8, 16, 60)],
    ids=["product", "tests"],
)
def test_functions_are_short(files: list[Source], median: int, most: int, longest: int) -> None:
    """A function that fits in one look is read; a longer one is believed."""
    lengths = {where(source, function): length(function)
               for source in files for function in source.functions()}
    ordered = sorted(lengths.values())

    assert statistics.median(ordered) <= median
    assert ordered[len(ordered) * 9 // 10] <= most
    assert {place: lines for place, lines in lengths.items() if lines > longest} == {}


def test_files_are_short() -> None:
    """Four hundred lines ask for a second file."""
    lengths = {source.name: len(source.text.splitlines()) for source in EVERYTHING}

    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_folders_are_small() -> None:
    """A folder whose list does not fit in one look asks for a split."""
    modules = Counter(source.path.parent for source in PRODUCT if source.path.name != "__init__.py")
    allowed = {ROOT / "msai" / "services": 25}

    assert {str(folder): n for folder, n in modules.items() if n > allowed.get(folder, 15)} == {}


def test_every_module_says_what_problem_it_solves() -> None:
    """The first paragraph of a file is where a newcomer decides whether to read on."""
    silent = [source.name for source in EVERYTHING if source.text and not ast.get_docstring(source.tree)]

    assert silent == []


def test_the_books_explain_every_public_function_and_class() -> None:
    """What a function means in the trade cannot be read from its arithmetic."""
    silent = [
        where(source, node)
        for source in sources("ledgers")
        for node in set(ast.walk(source.tree)) - _inner(source)
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_public_functions_are_fully_annotated() -> None:
    """Money and dates meet in the same calls; the types keep them apart."""
    bare = [where(source, function) for source in PRODUCT for function in source.functions()
            if is_public(function) and not _is_annotated(function)]

    assert bare == []


def test_arguments_that_could_be_swapped_are_named() -> None:
    """Three amounts in a row are posted the wrong way round sooner or later."""
    crowded = [f"{where(source, function)} {function.name}" for source in sources("ledgers", "msai/services")
               for function in set(source.functions()) - _inner(source)
               if is_public(function) and _is_crowded(function)]

    assert crowded == []


def test_the_books_and_services_know_no_float_and_no_clock() -> None:
    """A cent is not a fraction of two, and a book read tomorrow must say what it says today."""
    found = [where(source, node) for source in PURE for node in ast.walk(source.tree)
             if _is_float(node) or _reads_clock(node)]
    clocks = [source.name for source in PURE if "time" in source.imports()]

    assert found + clocks == []


def test_names_say_what_a_thing_is() -> None:
    """A folder of odds and ends, or a class that manages, tells nobody what is inside."""
    modules = [source.name for source in EVERYTHING if BANNED_NAME.match(source.path.stem)]
    things = [where(source, node) for source in EVERYTHING for node in ast.walk(source.tree)
              if isinstance(node, Function | ast.ClassDef) and BANNED_NAME.match(node.name)]

    assert modules + things == []


def test_nothing_is_left_unfinished() -> None:
    """A note to oneself in the code is a promise to a user that nobody keeps."""
    notes = [f"{source.name}:{number}" for source in EVERYTHING
             for number, line in enumerate(source.text.splitlines(), 1) if UNFINISHED.search(line)]
    stubs = [where(source, node) for source in EVERYTHING for node in ast.walk(source.tree)
             if isinstance(node, ast.Name) and node.id == "NotImplementedError"]

    assert notes + stubs == []


def test_no_failure_is_silenced() -> None:
    """What went wrong and was not said is found at the end of the year."""
    silent = [where(source, node) for source in EVERYTHING for node in ast.walk(source.tree)
              if isinstance(node, ast.ExceptHandler) and (node.type is None or _swallows(node))]

    assert silent == []


def test_every_test_asserts() -> None:
    """A test that cannot fail is worse than none: it is counted."""
    idle = [where(source, function) for source in TESTS for function in source.functions()
            if function.name.startswith("test_") and not _asserts(function)]

    assert idle == []


def test_settings_of_the_tools_carry_no_comment_in_a_value() -> None:
    """In setup.cfg a comment behind a value becomes part of the value."""
    lines = (ROOT / "setup.cfg").read_text().splitlines()
    values = [line for line in lines if not line.startswith(("#", ";"))]

    assert [line for line in values if "#" in line or " ;" in line] == []


def test_the_build_file_holds_the_build_system_alone() -> None:
    """Two files with metadata disagree one day; all of it stands in setup.cfg."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "pyproject.toml")

    assert parser.sections() == ["build-system"]


def _inner(source: Source) -> set[ast.AST]:
    """Functions inside functions: nobody's to call."""
    return {node for outer in source.functions() for node in ast.walk(outer) if node is not outer}


def _is_annotated(function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bare = [a for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
    return function.returns is not None and not bare


def _is_crowded(function: Function) -> bool:
    """Two places beside the context may go unnamed; a third only when no two are of one type."""
    places = [a for a in [*function.args.posonlyargs, *function.args.args] if a.arg not in CONTEXT]
    types = [ast.unparse(a.annotation) for a in places if a.annotation]
    return len(places) > 3 or len(places) == 3 > len(set(types))


def _is_float(node: ast.AST) -> bool:
    named = isinstance(node, ast.Name) and node.id == "float"
    return named or (isinstance(node, ast.Constant) and isinstance(node.value, float))


def _reads_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Attribute) and node.attr in CLOCKS):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return owner in CLOCK_OWNERS


def _swallows(handler: ast.ExceptHandler) -> bool:
    broad = isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    return broad and all(isinstance(line, ast.Pass | ast.Continue) for line in handler.body)


def _asserts(function: Function) -> bool:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    named = (getattr(call, "attr", getattr(call, "id", "")) for call in calls)
    states = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return states or any(map(ASSERTING.match, named))
