"""The tabs of an enterprise: on each of its pages, those the reader may open, and where she is."""

from flask import Flask

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.pages.test_group_tabs import tabs

HERE = {"": ("Overview", "page"), "/backers": ("Backers", "page"), "/declarations": ("Backers", "true"),
        "/arriving": ("Money on its way", "page"), "/register": ("Overview", "true")}


def test_each_page_of_an_enterprise_says_where_one_is(app: Flask, savers: Cast, database: Database) -> None:
    """One tab is marked for its manager on every page, each leads to a page, and a backer sees fewer."""
    with database.write() as session:
        back_hens(session, savers)
    rosa, siti = app.test_client(), app.test_client()
    sign_in(rosa, "rosa")
    sign_in(siti, "siti")
    of = f"/enterprises/{HENS}"
    marked = {path: [(label, mark) for _href, mark, label in tabs(rosa, of + path) if mark] for path in HERE}

    assert marked == {path: [here] for path, here in HERE.items()}
    assert {rosa.get(href).status_code for href, _mark, _label in tabs(rosa, of)} == {200}
    assert "Money on its way" not in [label for _href, _mark, label in tabs(siti, of)]
