"""The declarative root of the tables beside the books, on the metadata of the books themselves."""

from sqlalchemy.orm import DeclarativeBase

from ledgers.tables import metadata


class Model(DeclarativeBase):
    """Each table names its placement in `info` and every constraint it has."""

    metadata = metadata
