"""What becomes of the social fund at the end of a cycle: it stays, or goes to the members in whole coins.

A member who is there is paid from a place that holds the fund's money; where none holds enough, and for a
member who is not there, her part stays due to her.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledgers.accounts import SOCIAL, TENDER_CODES
from ledgers.entries import JournalEntry
from ledgers.rules.savings import SocialFundShared, SocialSplit, payout, social_fund_shared
from ledgers.rules.tenders import FundLine
from msai.services.share_out.book import CycleBook
from msai.services.share_out.decisions import Decisions, SocialEnd, Way, WayKind

_GIVEN, _DUES, _BORROWED = 3300, 2100, 2200
_SPLITS = {SocialEnd.EQUALLY: SocialSplit.EQUALLY, SocialEnd.BY_PAID_IN: SocialSplit.BY_PAID_IN}


@dataclass(frozen=True, slots=True)
class SocialPart:
    """A member's part of the social fund, in minor units, and the place it is paid from; none: due to her."""

    minor: int = 0
    tender: str = ""


def social_parts(closed: CycleBook, decided: Decisions) -> dict[int, SocialPart]:
    """Each member's part by number; empty where the fund stays with the group.

    Raises:
        NothingToSplitBy: it is to be shared by what was given, and nobody gave anything.
    """
    shared = _shared(closed, decided)
    if shared is None:
        return {}
    numbers = {member: number for number, member in closed.members.items()}
    left = {alias: closed.minor(tender.account(SOCIAL)) for alias, tender in closed.tenders.items()}
    return {numbers[member]: _placed(minor, decided.way_of(numbers[member]), left)
            for member, minor in shared.parts_minor().items()}


def social_entries(
    closed: CycleBook, decided: Decisions, parts: Mapping[int, SocialPart],
) -> Iterator[JournalEntry]:
    """The fund is shared, each part due to its member; then those who are there are paid."""
    shared = _shared(closed, decided)
    if shared is None:
        return
    yield social_fund_shared(decided.ended_on, shared)
    lines = [FundLine(closed.members[number], closed.tenders[part.tender], part.minor, fund=SOCIAL)
             for number, part in parts.items() if part.tender]
    if lines:
        yield payout(decided.ended_on, *lines)


def _shared(closed: CycleBook, decided: Decisions) -> SocialFundShared | None:
    there = closed.of_fund(SOCIAL, *TENDER_CODES, _DUES, _BORROWED)
    amount = there - there % decided.step_minor
    if decided.social is SocialEnd.KEPT or amount <= 0:
        return None
    given = {account.holder: -minor for account, minor in closed.balances.items()
             if account.code == _GIVEN and account.fund == SOCIAL and account.holder}
    here = {closed.members[number]: given.pop(closed.members[number], 0) for number in decided.roll}
    return SocialFundShared(
        amount, here, _SPLITS[decided.social], step=decided.step_minor, leavers_minor=given)


def _placed(minor: int, way: Way, left: dict[str, int]) -> SocialPart:
    """From where she is paid: her own place first, then any that holds enough."""
    if way.kind is not WayKind.PAID or not minor:
        return SocialPart(minor)
    for alias in (way.tender, *left):
        if left[alias] >= minor:
            left[alias] -= minor
            return SocialPart(minor, alias)
    return SocialPart(minor)

