"""The database of a worked example, with the keys of a deployment, as services meet it."""

from tests.msai.conftest import database, settings

__all__ = ["database", "settings"]
