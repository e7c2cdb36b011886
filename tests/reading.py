"""Reading the project's own source, for the tests that hold the rules of the house."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file of Python: where it is, its text and its tree."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the top of the tree, as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """The dotted name others import it by."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The whole file, parsed."""
        return ast.parse(self.text, filename=self.name)

    def functions(self) -> Iterator[Function]:
        """Every function and method in it, inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def imports(self) -> Iterator[str]:
        """The dotted names it imports: a name taken from a module counts with its module."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self._origin(node)}.{alias.name}" for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module if self.path.name == "__init__.py" else self.module.rpartition(".")[0]
        parts = package.split(".")
        return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


def sources(*folders: str) -> list[Source]:
    """Every file of Python below these folders, or these files, in order of name."""
    found = []
    for folder in folders:
        path = ROOT / folder
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [Source(path) for path in found]


def length(function: Function) -> int:
    """Lines of a function with its docstring, as a reader scrolls past them."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_public(function: Function) -> bool:
    """Whether others are meant to call it."""
    return not function.name.startswith("_")


def where(source: Source, node: ast.AST) -> str:
    """A place a person can click."""
    return f"{source.name}:{getattr(node, 'lineno', 1)}"
