"""What happened before most tests of the application begin; each happens once, and tests get copies of it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from msai import open_database
from msai.settings import settings_for_tests
from tests.msai.cast import Cast, settle
from tests.msai.sunday import open_savers
from tests.services.databases import Place


def everybody(place: Place) -> Cast:
    """All people of the tests registered and came to their places."""
    settings = settings_for_tests(database_url=place.url)
    return written(place, lambda session: settle(session, settings))


def savers(place: Place) -> Cast:
    """Everybody came, and the group that meets on Sundays was opened."""
    cast = everybody(place)
    written(place, lambda session: open_savers(session, cast))
    return cast


def written(place: Place, work: Callable[[Session], Any]) -> Any:
    """What one write transaction answers, with the keys of a deployment on this database."""
    database = open_database(settings_for_tests(database_url=place.url))
    with database.write() as session:
        answer = work(session)
    database.engine.dispose()
    return answer
