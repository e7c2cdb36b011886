"""What a group decides when it shares out: by what, from which place, who is not there, what is kept back.

The decisions are kept as they were made, so that the same share-out can be worked out again; nothing that a
group may change later is asked for a second time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from msai.services.group_rules.cycle_end import (
    SOCIAL_BY_PAID_IN,
    SOCIAL_EQUALLY,
    SOCIAL_KEPT,
    TO_OLD_HOLDERS,
    TO_POT,
)


class Basis(StrEnum):
    """By what the pot is shared."""

    SHARES = "shares"
    SAVINGS = "savings"
    SAVINGS_DAYS = "savings_days"


class SocialEnd(StrEnum):
    """What becomes of the social fund."""

    KEPT = SOCIAL_KEPT
    EQUALLY = SOCIAL_EQUALLY
    BY_PAID_IN = SOCIAL_BY_PAID_IN


class Recovered(StrEnum):
    """Whose a debt is that is paid after the share-out."""

    POT = TO_POT
    OLD_HOLDERS = TO_OLD_HOLDERS


class WayKind(StrEnum):
    """How a member takes what is hers."""

    PAID = "paid"
    DUE = "due"
    CARRIED_ON = "carried_on"


@dataclass(frozen=True, slots=True)
class Way:
    """Paid from a tender (by its alias), left due because she is not there, or carried on as savings."""

    kind: WayKind
    tender: str = ""

    @property
    def text(self) -> str:
        """Its one written form, also in forms."""
        return f"{self.kind}:{self.tender}" if self.tender else self.kind.value


def read_way(text: str) -> Way | None:
    """A way out of its written form; None where it is none."""
    kind, _, tender = text.partition(":")
    if kind not in set(WayKind) or (kind == WayKind.PAID) != bool(tender):
        return None
    return Way(WayKind(kind), tender)


@dataclass(frozen=True, slots=True)
class KeptBack:
    """An amount (minor units) that the group keeps back by decision, and what for."""

    reason: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Everything decided; amounts in minor units.

    `usual` is how members take what is theirs, `ways` those who take it otherwise, by number. `roll` are the
    members who share the social fund. `share_value_minor` is what a share costs where carried-on savings buy
    new ones, nought where they do not. The debts of members in `debts_stay` are not set off.
    """

    ended_on: date
    basis: Basis
    step_minor: int
    social: SocialEnd
    recovered: Recovered
    usual: Way
    ways: Mapping[int, Way] = field(default_factory=dict)
    debts_stay: frozenset[int] = frozenset()
    kept_back: tuple[KeptBack, ...] = ()
    roll: tuple[int, ...] = ()
    share_value_minor: int = 0

    def way_of(self, number: int) -> Way:
        """How a member takes what is hers."""
        return self.ways.get(number, self.usual)

    @property
    def kept_back_minor(self) -> int:
        """All that is kept back by decision."""
        return sum(kept.amount_minor for kept in self.kept_back)

    def shown(self) -> dict[str, Any]:
        """The decisions in the one form in which they are kept and approved."""
        return {
            "ended_on": self.ended_on.isoformat(), "basis": self.basis.value, "step": self.step_minor,
            "social": self.social.value, "recovered": self.recovered.value, "usual": self.usual.text,
            "ways": {str(number): way.text for number, way in sorted(self.ways.items())},
            "debts_stay": sorted(self.debts_stay), "roll": list(self.roll),
            "kept_back": [[kept.reason, kept.amount_minor] for kept in self.kept_back],
            "share_value": self.share_value_minor,
        }


def as_text(decisions: Decisions) -> str:
    """The text in which decisions are kept."""
    return json.dumps(decisions.shown(), sort_keys=True)


def from_text(text: str) -> Decisions:
    """Decisions out of the text in which they were kept.

    Raises:
        ValueError: the text is not what this programme wrote.
    """
    said: Mapping[str, Any] = json.loads(text)
    return Decisions(
        ended_on=date.fromisoformat(said["ended_on"]), basis=Basis(said["basis"]), step_minor=said["step"],
        social=SocialEnd(said["social"]), recovered=Recovered(said["recovered"]), usual=_way(said["usual"]),
        ways={int(number): _way(way) for number, way in said["ways"].items()},
        debts_stay=frozenset(said["debts_stay"]), roll=tuple(said["roll"]),
        kept_back=tuple(KeptBack(*kept) for kept in said["kept_back"]),
        share_value_minor=said["share_value"])


def _way(text: str) -> Way:
    found = read_way(text)
    if found is None:
        raise ValueError("this is no way to take a share")
    return found
