"""The application as it is served, put together once in each worker and moved from one database to the next.

Putting it together compiles every address and page, which takes longer than most tests. All that
belongs to a deployment comes with `move_in`: a test never meets the books, keys or clock of another,
nor the views another put in the place of the application's own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from flask import Flask

from msai import create_app
from msai.application import move_in
from msai.ids import now_ms
from msai.settings import Settings, settings_for_tests

_taken: list[Settings] = []


class AlreadyServed(AssertionError):
    """A test asked for two applications at a time; one of them has to be its own."""


@contextmanager
def serving(settings: Settings, *, clock: Callable[[], int] = now_ms, own: bool = False) -> Iterator[Flask]:
    """The application on the database of these settings.

    With settings that are not those of tests, or beyond one test, it has to be one of its `own`.

    Raises:
        AlreadyServed: the one before is still open.
    """
    if own:
        app = create_app(settings, clock=clock)
    elif _taken:
        raise AlreadyServed(f"{_taken[0].database_url} is still open")
    else:
        assert settings == settings_for_tests(database_url=settings.database_url)
        app = _put_together()
        move_in(app, settings, clock=clock)
        _taken.append(settings)
    views = dict(app.view_functions)
    try:
        yield app
    finally:
        app.testing = settings.testing
        app.view_functions.update(views)
        app.extensions["database"].engine.dispose()
        if not own:
            _taken.clear()


@cache
def _put_together() -> Flask:
    return create_app(settings_for_tests())
