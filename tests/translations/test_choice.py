"""The language a reader gets."""

import pytest

from msai.i18n.choice import choose_language, current_language, in_language, negotiate
from msai.i18n.languages import LANGUAGES
from tests.translations.conftest import make_app

ALL = tuple(LANGUAGES)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (["zh-TW", "en"], "zh_Hant"),
        (["zh-HK", "en"], "zh_Hant"),
        (["zh-CN", "en"], "en"),
        (["tl", "en"], "fil"),
        (["fil-PH"], "fil"),
        (["in-ID", "en"], "id"),
        (["bn-BD", "en"], "bn"),
        (["ur-PK"], "ur"),
        (["de-DE", "ms-MY", "en"], "ms"),
        (["*", "xx-junk"], None),
        ([], None),
    ],
)
def test_what_a_browser_accepts_is_met_by_language_and_script(accepted, chosen):
    """Phones name the same language in several ways."""
    assert negotiate(accepted, ALL) == chosen


def test_a_language_that_is_not_complete_is_not_offered_by_the_way():
    """Half a translation is worse than English."""
    assert negotiate(["fil", "en-GB"], ["en"]) == "en"


@pytest.mark.parametrize(
    ("wishes", "chosen"),
    [
        (["th", "fil", "ur"], "th"),
        ([None, "fil", "ur"], "fil"),
        (["xx", None, "ur"], "ur"),
        ([None, None, None], "en"),
    ],
)
def test_the_first_wish_that_can_be_met_decides(wishes, chosen):
    """The switch on the page is stronger than anything kept."""
    assert choose_language([lambda wish=wish: wish for wish in wishes], ALL) == chosen


def test_a_wish_already_met_asks_no_further():
    """The database is not read for a setting that cannot matter."""
    assert choose_language([lambda: "th", lambda: 1 / 0], ALL) == "th"


def test_an_export_in_another_language_leaves_the_page_in_its_own():
    """A treasurer reads English and prints in Thai."""
    with in_language("th"):
        assert current_language() == "th"
    assert current_language() == "en"


def test_the_switch_is_remembered(browser):
    """She chooses once."""
    answer = browser.post("/language", data={"lang": "en_XA", "next": "/door?x=1"})

    assert (answer.status_code, answer.location) == (303, "/door?x=1")
    assert browser.get("/language-now").text == "en_XA"


def test_a_link_may_name_the_language(browser):
    """A facilitator sends a link that opens in the reader's language, and it stays so."""
    assert browser.get("/language-now?lang=ar_XB").text == "ar_XB"
    assert browser.get("/language-now").text == "ar_XB"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\nb"]
)
def test_the_switch_leads_to_no_other_site(browser, elsewhere):
    """A forged form must not carry a reader away."""
    assert browser.post("/language", data={"lang": "en", "next": elsewhere}).location == "/"


def test_a_language_nobody_offers_changes_nothing(browser):
    """A cookie made by hand neither."""
    browser.post("/language", data={"lang": "xx"})
    browser.set_cookie("language", "../../etc")

    assert browser.get("/language-now").text == "en"


def test_the_users_setting_counts_more_than_the_browser_and_the_group_least():
    """A borrowed phone is set to another language; the group's is only a last guess."""
    app = make_app(own_language=lambda: "en_XA", group_language=lambda: "ar_XB")
    strangers = make_app(group_language=lambda: "ar_XB")

    assert app.test_client().get("/language-now", headers={"Accept-Language": "en"}).text == "en_XA"
    assert strangers.test_client().get("/language-now", headers={"Accept-Language": "en"}).text == "en"
    assert strangers.test_client().get("/language-now", headers={"Accept-Language": "de"}).text == "ar_XB"
