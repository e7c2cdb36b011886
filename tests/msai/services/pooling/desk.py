"""A pool of three groups for one farm, from its opening to its landing, each act as the screens do it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from msai.services.pooling import rows as p
from msai.services.pooling.closing import ClosePool, close_pool
from msai.services.pooling.landing import confirm_pool
from msai.services.pooling.opening import JoinPool, OpenPool, join_pool, open_pool
from msai.services.remitting.landing import ConfirmLanding
from msai.services.remitting.rates import Rates
from msai.services.remitting.sending import SendRemittance, send_capital
from tests.msai.services.remitting.world import (
    FARMS,
    GROUPS,
    SENT_ON,
    TODAY,
    World,
    confirmer,
    stake_of,
    treasurer,
)
from tests.msai.services.sundays import AT

FARM, ORGANISER = FARMS[0], GROUPS[0]
POOL = UUID(int=0x9001)
AMOUNTS = (10_000, 20_000, 3_000)
KNOWN = Rates(applied="7.10", mid="7.15", mid_source="Central bank", mid_date=SENT_ON)


def part_id(number: int, pool_id: UUID = POOL) -> UUID:
    """The remittance of a group's part."""
    return uuid5(pool_id, f"part:{number}")


class Desk:
    """The people of three groups and a farm around one pool."""

    def __init__(self, world: World, pool_id: UUID = POOL) -> None:
        self.world, self.pool_id = world, pool_id

    def open(self, **said: Any) -> str:
        """The first group opens it; it will cost 60.00 at most."""
        return self.world.act(lambda session: open_pool(session, treasurer(ORGANISER), OpenPool(**{
            "book_id": ORGANISER, "pool_id": self.pool_id, "stake_id": stake_of(ORGANISER, FARM),
            "most_fee_minor": 6_000, "fee_on_top": True, "provider": "Sunday Remit", "today": SENT_ON,
            "at": AT, **said})))

    def join(self, number: int, amount: int | None = None, **said: Any) -> str:
        """A group's treasurer types the code and her group's part."""
        group_id = GROUPS[number]
        return self.world.act(lambda session: join_pool(session, treasurer(group_id), JoinPool(**{
            "book_id": group_id, "remittance_id": part_id(number, self.pool_id),
            "code": p.code_of(self.pool_id), "stake_id": stake_of(group_id, FARM), "tender": "box",
            "amount_minor": AMOUNTS[number] if amount is None else amount, "today": SENT_ON, "at": AT,
            **said})))

    def agree(self, number: int, **said: Any) -> str:
        """Her second officer agrees."""
        return self.world.approve(GROUPS[number], part_id(number, self.pool_id), **said)

    def begin(self, *numbers: int, **said: Any) -> None:
        """Opened, joined by these groups, and agreed to by both officers of each."""
        steps = [self.open(**said)]
        for number in numbers:
            steps += [self.join(number), self.agree(number)]
        assert set(steps) == {""}

    def close(self, *numbers: int, **said: Any) -> str:
        """The organiser writes down that it left with these parts, for 50.00."""
        return self.world.act(lambda session: close_pool(session, treasurer(ORGANISER), ClosePool(**{
            "book_id": ORGANISER, "pool_id": self.pool_id, "fee_minor": 5_000, "sent_on": SENT_ON,
            "remittance_ids": tuple(part_id(number, self.pool_id) for number in numbers), "rates": KNOWN,
            "reference": "SR-9", "today": TODAY, "at": AT + 5, **said})))

    def record(self, number: int, **said: Any) -> str:
        """A group's treasurer writes down that its part was sent; nothing of it is typed."""
        group_id = GROUPS[number]
        return self.world.act(lambda session: send_capital(session, treasurer(group_id), SendRemittance(**{
            "book_id": group_id, "remittance_id": part_id(number, self.pool_id), "sent_on": TODAY,
            "today": TODAY, "at": AT + 6, **said})))

    def land(self, received: int = 234_300, word: str = "landing", **said: Any) -> str:
        """The farm's second person confirms once what reached the account."""
        return self.world.act(lambda session: confirm_pool(session, confirmer(FARM), ConfirmLanding(**{
            "book_id": FARM, "remittance_id": self.pool_id, "landing_id": uuid5(self.pool_id, word),
            "landed_on": TODAY, "received_minor": received, "today": TODAY, "at": AT + 7, **said})))

    def pool(self, book_id: UUID) -> Any:
        """The whole transfer as a book knows it."""
        with self.world.database.read() as session:
            return p.pool_row(session, book_id, self.pool_id)

    def states(self, *numbers: int) -> list[str]:
        """Where the parts stand in the books of their groups."""
        return [self.world.state(GROUPS[number], part_id(number, self.pool_id)) for number in numbers]
