"""What is said where something at an enterprise is refused, one module a part of its work."""

from collections.abc import Mapping

from msai.errors.enterprise import farming, money, people_and_land, reporting

TO_MEND: Mapping[str, str] = {**farming.TO_MEND, **money.TO_MEND, **people_and_land.TO_MEND,
                                **reporting.TO_MEND}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {**farming.CONFLICTS, **money.CONFLICTS, **people_and_land.CONFLICTS,
                                 **reporting.CONFLICTS}
"""By the code of the refusal, where what is recorded stands against it."""
