"""A figure that somebody agreed on and nobody runs is worth nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .reading import all_vectors

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "worked_examples"
WORKED = {
    "loans": {"RULE-01", "RULE-02", "RULE-04", "RULE-05"},
    "share-out": {"PUB-01", "PUB-03", "PUB-04", "OWN-01", "OWN-02", "OWN-14"},
    "joining and leaving": {"PUB-13", "OWN-05"},
    "units": {"PUB-09", "PUB-11"},
    "the trace": {"TRACE-01", "OWN-07"},
    "ratios": {"RULE-07", "PUB-17", "OWN-11"},
}
"""What is also lived through in a book, by what it is about."""


def test_names_carry_every_id() -> None:
    """Each id stands in the name of a test of this folder that asserts something, and is read here."""
    names = [test.name for test in _tests_of(HERE)
             if any(isinstance(node, ast.Assert) for node in ast.walk(test))]
    beginnings = [f"test_{vector_id.lower().replace('-', '_')}_" for vector_id in all_vectors()]

    assert [begin for begin in beginnings if not any(name.startswith(begin) for name in names)] == []
    assert set(all_vectors()) - _read_in(HERE) == set()


@pytest.mark.parametrize("kind", WORKED)
def test_worked_examples_tell_every_kind(kind: str) -> None:
    """An accountant finds each of them as a story with its book."""
    assert WORKED[kind] - _read_in(EXAMPLES) == set()


def _trees(folder: Path) -> Iterator[ast.Module]:
    for path in folder.glob("test_*.py"):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _tests_of(folder: Path) -> Iterator[ast.FunctionDef]:
    for tree in _trees(folder):
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _read_in(folder: Path) -> set[str]:
    """The ids of the vectors that stand in the code of a folder, as in `vector("OWN-14")`."""
    return {str(node.value) for tree in _trees(folder) for node in ast.walk(tree)
            if isinstance(node, ast.Constant)}
