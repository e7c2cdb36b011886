"""Whether the database stopped because there is no room left to write."""

from __future__ import annotations

from collections.abc import Iterator

SQLITE_FULL = 13
POSTGRESQL_DISK_FULL = "53100"


def is_disk_full(error: BaseException) -> bool:
    """Whether a full disk is behind an error, also where what was tried next failed as well.

    A transaction that a full disk ended cannot be rolled back to one of its parts, and the error that says so
    comes last; the first one is found behind it.
    """
    return any(_says_full(one) for one in _behind(error))


def _says_full(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return (code is not None and code & 0xFF == SQLITE_FULL) or (
        getattr(error, "sqlstate", None) == POSTGRESQL_DISK_FULL)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        original = getattr(error, "orig", None)
        if isinstance(original, BaseException):
            yield original
        error = error.__cause__ or error.__context__
