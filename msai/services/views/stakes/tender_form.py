"""What the form that values an account in another currency is filled in against."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.money import Money
from msai.messages import N_, Message
from msai.models.enterprises import Stake
from msai.models.stakes import StakeAct
from msai.permissions import NotFound
from msai.services.staking.wanted import ActKind
from msai.services.staking.worth import OTHER_CURRENCY
from msai.services.views.labels import tender_label
from msai.services.views.stakes.form import FormBook
from msai.services.views.stakes.said import group_words

HOMES = ("PHP", "IDR", "THB", "NPR", "LKR", "BDT", "INR", "VND", "MMK", "KHR", "PKR")
"""Currencies offered for an enterprise that keeps no book here."""
_HELD_ABROAD = ("USD", "EUR")


def read_tender_form(session: Session, book_id: UUID, *, tender: str, today: date) -> FormBook:
    """What stands on the account in the book, and in which currency it was valued last.

    Raises:
        NotFound: nothing stands on such an account.
    """
    found = [(account.holder, minor) for account, minor in balances(
        session, book_id, codes=[OTHER_CURRENCY]).items() if account.holder and account.alias == tender]
    if not found:
        raise NotFound()
    last = session.scalars(
        select(StakeAct.wanted).where(
            StakeAct.book_id == book_id, StakeAct.kind == ActKind.REVALUE_TENDER,
            StakeAct.about_id == found[0][0].id)
        .order_by(StakeAct.asked_at.desc()).limit(1)).first()
    known = session.scalars(select(Stake.claim_currency).where(Stake.book_id == book_id).distinct()
                            .order_by(Stake.claim_currency)).all()
    words = group_words(session, book_id, home=json.loads(last)["currency"] if last else HOMES[0])
    codes = [code for code in _first((words.home,) if last else (), known, HOMES, _HELD_ABROAD)
             if code != words.currency]
    fact = Message(N_("%(account)s: in the book it stands at %(amount)s."), {
        "account": tender_label(OTHER_CURRENCY, tender, alone=False),
        "amount": Money(sum(minor for _holder, minor in found), words.currency)})
    return FormBook(ActKind.REVALUE_TENDER, words, {"currency": [(code, code) for code in codes]},
                    {"rated_on": today.isoformat(), "currency": codes[0]}, (fact,))


def _first(*lists: Iterable[str]) -> dict[str, None]:
    """Everything once, in the order in which it first comes."""
    return dict.fromkeys(code for one in lists for code in one)
