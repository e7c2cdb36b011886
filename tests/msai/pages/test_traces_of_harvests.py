"""Whose part of a harvest is whose: a member's story tells it by the weights that her money has."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from flask import Flask

from msai.db import Database
from msai.measures.production.stock import EventKind
from msai.services.documents import Paperwork, keep_document
from msai.services.reporting.reading import KIND
from msai.services.views.letters.grown import read_grown_or_told
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, STAKE, back_hens
from tests.msai.pages.letters import put_in
from tests.msai.pages.test_months import words
from tests.msai.services.farming.pen import FIELD, line, tell, with_field
from tests.msai.sunday import SAVERS, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted
from tests.msai.test_statement_budgets_of_stakes import invest, known

_PART = re.compile(r"Unhusked rice: Grown ([\d.]+) kg")


@pytest.mark.one_kind
def test_members_parts_of_a_harvest_add_up(app: Flask, savers: Cast, database: Database) -> None:
    """540 kg, half of them grown with the group's money: what its members read adds up to 270."""
    lorna = app.test_client()
    sign_in(lorna, "lorna")
    assert put(lorna, sheet()).status_code == 200
    with database.write() as session:
        back_hens(session, savers)
        known(session, STAKE, HENS, "equity")
        known(session, "city", HENS, "match")
        invest(session, STAKE, HENS)
        put_in(session, "city", 70_000, date(2026, 2, 1))
        rosa = savers.actor(session, "rosa", HENS)
        with_field(session, rosa)
        tell(session, rosa, line(EventKind.HARVEST, 540, "kg", batch_id=FIELD, product="palay"))
    index = lorna.get(f"/groups/{SAVERS}/investment/trace").text
    holders = set(re.findall(r"/passbooks/([0-9a-f-]{36})/money", index))
    parts = []
    for one in holders:
        with counted(app.extensions["database"].engine) as said:
            told = words(lorna.get(f"/groups/{SAVERS}/passbooks/{one}/money"))
        assert len(said) <= PAGE
        parts += [Decimal(part) for part in _PART.findall(told)]

    assert len(parts) == len(holders) > 1
    assert sum(parts) == 270


@pytest.mark.one_kind
def test_months_of_a_history_tell_what_grew_where_no_batch_does(savers: Cast, database: Database) -> None:
    """Papers of a history count until something is recorded of a batch; another month does not."""
    with database.write() as session:
        back_hens(session, savers)
        rosa = savers.actor(session, "rosa", HENS)
        for number, (day, harvested) in enumerate((
                (date(2026, 5, 31), "300"), (date(2026, 6, 30), "240.5"), (date(2025, 1, 31), "9"))):
            keep_document(session, rosa, Paperwork(
                HENS, UUID(int=number + 1), KIND, f"history-{number}", day,
                {"month": f"{day:%Y-%m}", "activity": "rice", "harvested_kg": harvested}, NOW))
        year = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
        (told,) = read_grown_or_told(session, [HENS], **year)[HENS]
        with_field(session, rosa)
        tell(session, rosa, line(EventKind.HARVEST, 7, "kg", batch_id=FIELD, product="palay"))
        (recorded,) = read_grown_or_told(session, [HENS], **year)[HENS]
    assert (told.activity, told.grown, recorded.grown) == ("rice", Fraction("540.5"), 7)
