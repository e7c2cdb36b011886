"""What the group's rules of lending add to the lines of a sheet that is posted today.

A record of the past says itself what was charged; nothing is added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledgers.accounts import Holder
from ledgers.rules.dues import BorneBy


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A loan that was given up: how much has not come back (minor units), and to whom goes what comes.

    `theirs` are weights by holder, in order of numbers; nobody where it belongs to the pot.
    """

    fund: str
    left_minor: int
    theirs: Mapping[Holder, int] = field(default_factory=dict)


@dataclass(slots=True)
class SheetLending:
    """The requests whose loans the sheet gives, charges taken at issue by loan, interest raised and unpaid.

    That interest is by borrower and fund; amounts in minor units.  `given_up` are the loans for which money
    comes, `bears` says of those it gives up who bears the loss; both by name.
    """

    requests: Mapping[str, Any] = field(default_factory=dict)
    at_issue: Mapping[str, int] = field(default_factory=dict)
    raised: dict[tuple[UUID, str], int] = field(default_factory=dict)
    given_up: Mapping[str, GivenUp] = field(default_factory=dict)
    bears: Mapping[str, BorneBy] = field(default_factory=dict)
    borrowed: Mapping[str, UUID] = field(default_factory=dict)
    """The loans of savings that those have who borrow on it: by name, whose they are."""

    def pay_raised(self, member: UUID, fund: str, *, most: int) -> int:
        """How much of a payment of interest settles interest that was raised; each unit of it once."""
        owed = self.raised.get((member, fund), 0)
        paid = min(most, owed)
        self.raised[member, fund] = owed - paid
        return paid
