"""A long register is read page by page, the newest first, and each page adds up."""

import re

import pytest
from flask.testing import FlaskClient

from msai.services.views import registers
from tests.msai.sunday import SAVERS, put, sheet

BOX = f"/groups/{SAVERS}/register?code=1010&fund=savings&holder=box"
AMOUNT = re.compile(r'data-label="(Debit|Credit|Balance)">(.*?)</td>', re.DOTALL)
LINK = re.compile(r'rel="(prev|next)" href="([^"]+)"')


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch, lorna: FlaskClient) -> None:
    """A register of several pages, without a year of Sundays."""
    monkeypatch.setattr(registers, "LINES_ON_A_PAGE", 4)
    assert put(lorna, sheet()).status_code == 200


def amounts(page: str, row: str) -> list[str]:
    """What stands in the columns of money of one row, tags taken away."""
    _before, _tag, after = page.partition(row)
    found = AMOUNT.findall(after.partition("</tr>")[0])
    return [re.sub(r"<[^>]+>", "", text).strip() for _label, text in found]


def table(page: str) -> str:
    """The register itself, without what frames it."""
    return page.partition("<tbody>")[2].partition("</table>")[0]


def pages(client: FlaskClient) -> list[str]:
    """The register from the newest page to the oldest, by the links alone."""
    found = [client.get(BOX).text]
    while (links := dict(LINK.findall(found[-1]))).get("next"):
        found.append(client.get(links["next"].replace("&amp;", "&")).text)
    return found


def test_each_page_begins_where_the_older_one_ends(lorna: FlaskClient, short_pages: None) -> None:
    """The running balance goes through all pages, from nothing to what the box holds."""
    found = pages(lorna)
    begins = [amounts(page, "Brought forward")[-1] for page in found]
    ends = [amounts(page, "This page")[-1] for page in found]

    assert len(found) > 1
    assert begins[:-1] == ends[1:]
    assert (begins[-1], ends[0]) == ("0.00", amounts(found[0], "All pages")[-1])


def test_every_line_stands_on_one_page(lorna: FlaskClient, short_pages: None) -> None:
    """Only the oldest page is short; the sums of all pages are the same on each."""
    found = pages(lorna)
    lines = [page.count('class="words"') for page in found]

    assert lines[:-1] == [4] * (len(found) - 1)
    assert len({tuple(amounts(page, "All pages")) for page in found}) == 1


def test_the_way_back_leads_to_the_same_page(lorna: FlaskClient, short_pages: None) -> None:
    """Newer and older are each other's way back."""
    newest, older = pages(lorna)[:2]
    back = dict(LINK.findall(older))["prev"].replace("&amp;", "&")

    assert table(lorna.get(back).text) == table(newest)
    assert "prev" not in dict(LINK.findall(newest))


@pytest.mark.parametrize("page", ["0", "-3", "999", "two"])
def test_a_page_past_the_end_is_the_nearest_one(lorna: FlaskClient, short_pages: None, page: str) -> None:
    """An old bookmark leads somewhere."""
    answer = lorna.get(f"{BOX}&page={page}")

    assert answer.status_code == 200
    assert 'class="words"' in answer.text


def test_a_short_register_has_no_pages(lorna: FlaskClient) -> None:
    """What fits on one page is not turned."""
    assert put(lorna, sheet()).status_code == 200

    assert "page-turner" not in lorna.get(BOX).text
