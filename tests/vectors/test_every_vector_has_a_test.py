"""A figure that somebody agreed on and nobody runs is worth nothing."""

import ast
from pathlib import Path

from .reading import all_vectors


def test_names_carry_every_id() -> None:
    """Each id of the vector files is carried by the name of a test in this folder."""
    names = [name for path in Path(__file__).parent.glob("test_*.py") for name in _tests_of(path)]
    beginnings = {f"test_{vector_id.lower().replace('-', '_')}_" for vector_id in all_vectors()}

    assert {begin for begin in beginnings if not any(name.startswith(begin) for name in names)} == set()


def _tests_of(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
