"""The rules a group gave itself, as values.

Each rule is kept as it was said, with the day from which it holds; here the ones in
force on a day are read into one frozen value.  What a group never said has a default
that lets every honest sheet pass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledgers.money import amount_from_decimal

BY_SHARES = "shares"
BY_AMOUNT = "amount"
EVERY_SUNDAY = "FREQ=WEEKLY;BYDAY=SU"


@dataclass(frozen=True)
class GroupRules:
    """The rules in force on one day; amounts in minor units of the group's currency."""

    saving: str = BY_SHARES
    share_value_minor: int = 0
    shares_min: int = 1
    shares_max: int | None = None
    minimum_minor: int = 0
    usual_minor: int = 0
    social_contribution_minor: int = 0
    fines_minor: Mapping[str, int] = field(default_factory=dict)
    loan_charge_percent_per_month: str | None = None
    meets: str = EVERY_SUNDAY

    @property
    def usual_saving_minor(self) -> int:
        """What a member usually saves at a meeting."""
        if self.saving == BY_SHARES:
            return self.share_value_minor * self.shares_min
        return self.usual_minor or self.minimum_minor


def read_rules(values: Mapping[str, str], currency: str) -> GroupRules:
    """The rules out of their stored texts (JSON by name of the rule).

    Raises:
        NotAnAmount, TooManyDecimals: a stored rule is not what this programme wrote.
    """
    said = {name: json.loads(text) for name, text in values.items()}

    def minor(name: str) -> int:
        return amount_from_decimal(str(said.get(name, "0")), currency)

    least, most = _share_limits(said.get("shares_per_meeting"))
    return GroupRules(
        saving=said.get("saving", BY_SHARES),
        share_value_minor=minor("share_value"),
        shares_min=least,
        shares_max=most,
        minimum_minor=minor("minimum"),
        usual_minor=minor("usual"),
        social_contribution_minor=minor("social_contribution"),
        fines_minor={
            name: amount_from_decimal(str(text), currency) for name, text in said.get("fines", {}).items()
        },
        loan_charge_percent_per_month=said.get("loan_charge_percent_per_month"),
        meets=said.get("meets", EVERY_SUNDAY),
    )


def _share_limits(said: Any) -> tuple[int, int | None]:
    if not said:
        return 1, None
    least, most = said
    return int(least), int(most)
