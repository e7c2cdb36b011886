"""The farm whose months are reported in tests of pages: hogs, a field, a backer, a facilitator."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from msai.permissions import SYSTEM_IMPORT
from msai.services import enterprises, memberships
from msai.services.memberships import Scope
from tests.msai.cast import NOW, SECOND_PARTNER, Cast
from tests.msai.corridor import HENS, OPENED, back_hens, stake_id
from tests.msai.services.farming.pen import with_field, with_pen
from tests.msai.sunday import SAVERS


def open_farm(session: Session, savers: Cast) -> None:
    """Open it, backed by the savers, and let a partner's facilitators in."""
    back_hens(session, savers)
    enterprises.add_backer(session, SYSTEM_IMPORT, enterprises.AddBacker(
        book_id=HENS, alias="savers", instrument="equity", since=OPENED, group_id=SAVERS,
        stake_id=stake_id()))
    rosa = savers.actor(session, "rosa", HENS)
    with_pen(session, rosa)
    with_field(session, rosa)
    memberships.share_with(
        session, SYSTEM_IMPORT, HENS, organisation_id=SECOND_PARTNER, scope=Scope.NAMES,
        agreed_on=date(2026, 1, 4), at=NOW)
