"""A facilitator brings a group of twelve from its paper into the ledger, and its two officers agree to it.

She is at a desk, they hold phones. What she types and taps is counted, because the promise is five minutes of
her time; pasting a list or a column counts as one field.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import thirty
from tests.journeys.house import House
from tests.msai.onboarding.twelve import NAMES, TYPED
from tests.services.browser import LAPTOP, PHONE, screen

pytestmark = pytest.mark.browser

PAPER_OF = thirty.NEXT_SUNDAY - timedelta(days=7)
SECONDS_A_FIELD, SECONDS_A_TAP, FIVE_MINUTES = 6, 2, 300
GROUP = TYPED["name"]
PHONES = ("+852 5123 4567", "+852 5123 7654")


@dataclass
class Hands:
    """Somebody at a screen: what she types and taps is counted."""

    page: Page
    fields: int = 0
    taps: int = 0

    def type(self, label: str, words: str, *, exact: bool = True) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label, exact=exact).fill(words)
        self.fields += 1

    def cell(self, name: str, words: str) -> None:
        """Fill in a cell of the paper."""
        self.page.locator(f"[id='{name}']").fill(words)
        self.fields += 1

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.page.locator(f"[id='{name}']").select_option(value)
        self.taps += 2

    def pick(self, name: str, value: str) -> None:
        """Pick one of a few, or tick it."""
        self.page.locator(f"input[name='{name}'][value='{value}']").check()
        self.taps += 1

    def press(self, button: str) -> None:
        """Press a button or follow a link."""
        self.page.get_by_role("button", name=button).or_(
            self.page.get_by_role("link", name=button, exact=True)).first.click()
        self.taps += 1

    def seconds(self) -> int:
        """What this costs a person who knows what she wants to write."""
        return self.fields * SECONDS_A_FIELD + self.taps * SECONDS_A_TAP


@pytest.fixture
def visitors(browser: Browser) -> Iterator[ExitStack]:
    """Everybody's screens, closed at the end."""
    with ExitStack() as stack:
        yield stack


def test_a_group_of_twelve_comes_from_its_paper(
    browser: Browser, hall: House, visitors: ExitStack, capsys: pytest.CaptureFixture[str],
) -> None:
    """Shares, a loan and a stake; two links; the word of both; the first meeting begins with their cash."""
    rowena = Hands(visitors.enter_context(screen(browser, LAPTOP)).new_page())
    hall.greet(rowena.page.context, "rowena")
    rowena.page.goto(hall.address)
    _through_the_wizard(rowena)
    lourdes, fatima = (_come(browser, visitors, _link(rowena), phone=phone) for phone in PHONES)
    _write_the_paper(rowena)
    with capsys.disabled():
        print(f"\nOnboarding: {rowena.fields} fields, {rowena.taps} taps, about {rowena.seconds()} s")

    assert rowena.seconds() <= FIVE_MINUTES
    _agree(lourdes, fatima)
    lourdes.goto(lourdes.url.replace("/opening", ""))
    expect(lourdes.get_by_role("link", name="Record the meeting")).to_be_visible()
    assert _at_the_start(lourdes) == {"Cash box, Savings": "1,450.00", "Bank, Investment": "900.00",
                                      "Bank, Savings": "4,000.00", "Cash box, Social fund": "240.00"}


def _through_the_wizard(rowena: Hands) -> None:
    rowena.press("Start a group")
    rowena.press("Begin")
    rowena.pick("country", "HK")
    rowena.press("Next")
    rowena.type("What does the group call itself?", GROUP)
    rowena.press("Next")
    rowena.pick("saving", "shares")
    for name, words in (("share_value", "50"), ("shares_per_meeting-least", "1"),
                        ("shares_per_meeting-most", "5"), ("social_contribution", "5")):
        rowena.cell(name, words)
    rowena.pick("lending", "yes")
    rowena.press("Next")
    rowena.pick("bank", "1")
    rowena.press("Next")
    rowena.type("Paste the names, or type them", "\n".join(NAMES))
    rowena.press("Look at the list")
    rowena.press("Next")
    _who_keeps_it(rowena, PAPER_OF)


def _who_keeps_it(rowena: Hands, day: date) -> None:
    rowena.choose("treasurer", "1")
    rowena.choose("second_officer", "2")
    rowena.pick("kind", "running")
    rowena.cell("opens_on", day.isoformat())
    rowena.cell("last_number", "41")
    rowena.pick("scope", "names")
    rowena.press("Next")
    rowena.press("Open the group")
    expect(rowena.page.get_by_role("heading", name="The group has its book")).to_be_visible()


def _link(rowena: Hands) -> str:
    """Make a link, and read it off the screen, as a phone scans it."""
    rowena.page.get_by_role("button", name="Make the link").first.click()
    rowena.taps += 1
    expect(rowena.page.get_by_alt_text("The link as a code to scan")).to_be_visible()
    return str(rowena.page.locator(".link-panel .hash bdi").inner_text())


def _come(browser: Browser, visitors: ExitStack, link: str, *, phone: str) -> Page:
    """Somebody opens her link on her phone, chooses a password, and is in."""
    page = visitors.enter_context(screen(browser, PHONE)).new_page()
    page.goto(link)
    page.get_by_label("Phone number or e-mail").fill(phone)
    page.get_by_label("Choose a password").fill("a mango a day")
    page.get_by_role("button", name="Yes, I take the place").tap()
    expect(page.get_by_text("The next step is to write down what it says")).to_be_visible()
    return page


def _write_the_paper(rowena: Hands) -> None:
    rowena.press("Write down the paper")
    _paste(rowena, "shares", "10")
    _paste(rowena, "social", "20")
    _paste(rowena, "investment", "200")
    for name, words in {
        "place-box/savings": "1,450.00", "place-bank/savings": "4,000.00", "place-box/social": "240",
        "place-bank/investment": "900", "surplus-savings": "150", "loan-0-member": "4",
        "loan-0-principal": "700", "loan-0-issued_on": (PAPER_OF - timedelta(days=70)).isoformat(),
        "stake-0-enterprise": "Bohol hens", "stake-0-cost": "1500", "stake-0-claim": "11000",
    }.items():
        rowena.cell(name, words)
    rowena.choose("stake-0-instrument", "equity")
    rowena.choose("stake-0-currency", "PHP")
    expect(rowena.page.locator("#sums-live .differs-cell")).to_have_count(0)
    rowena.press("Add it up")
    expect(rowena.page.locator("#sums-live .differs-cell")).to_have_count(0)


def _paste(rowena: Hands, column: str, amount: str) -> None:
    """A column of the spreadsheet the group kept."""
    rowena.page.get_by_text("Paste a column").click()
    rowena.choose("column", column)
    rowena.cell("pasted", "\n".join([amount] * len(NAMES)))
    rowena.press("Fill it in")
    expect(rowena.page.locator(f"[id='{column}-12']")).to_have_value(amount)


def _agree(lourdes: Page, fatima: Page) -> None:
    lourdes.get_by_role("link", name="Write down the paper").tap()
    lourdes.get_by_role("button", name="This is what our paper says").tap()
    expect(lourdes.get_by_text("The other officer approves it")).to_be_visible()
    fatima.reload()
    fatima.get_by_role("link", name="Look at the paper").tap()
    fatima.get_by_role("button", name="Yes, bring it into the book").tap()
    expect(fatima.get_by_text("Both officers agreed")).to_be_visible()


def _at_the_start(lourdes: Page) -> dict[str, str]:
    """What the plain form of the next meeting says lies where."""
    address = lourdes.url.rstrip("/")
    lourdes.goto(f"{address}/meetings/new?by=form")
    rows = lourdes.locator(".sums").first.locator("div").all()
    found = {row.locator("dt").inner_text(): row.locator(".money b").inner_text() for row in rows}
    return {name: amount for name, amount in found.items() if name != "At the start together"}
