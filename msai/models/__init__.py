"""People, their sign-ins and what was decided: everything beside the books that is not money.

The tables stand on the metadata of the books, so that one schema and one migration history hold both;
whoever imports this package has made them all known.
"""

from sqlalchemy.orm import configure_mappers

from msai.models import (
    access,
    corrections,
    demo,
    enterprises,
    farming,
    goals,
    governance,
    groups,
    leaving,
    loans,
    meetings,
    money,
    onboarding,
    people,
    people_and_land,
    reconciliation,
    remittances,
    reporting,
    rules,
    share_out,
    stakes,
    units,
)
from msai.models.model import Model

__all__ = [
    "Model", "access", "corrections", "demo", "enterprises", "farming", "goals", "governance", "groups",
    "leaving", "loans", "meetings", "money", "onboarding", "people", "people_and_land", "reconciliation",
    "remittances", "reporting", "rules", "share_out", "stakes", "units",
]

# Once, as the program starts: else the first person to ask something would wait for it.
configure_mappers()
