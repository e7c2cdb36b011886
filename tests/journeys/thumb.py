"""A thumb on a phone: taps and keys, counted, because a treasurer counts them too."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Thumb:
    """One hand on one page."""

    page: Page
    taps: int = 0
    keys: int = 0

    @property
    def moves(self) -> int:
        """Taps and keys together."""
        return self.taps + self.keys

    def tap(self, target: Locator) -> None:
        """One tap."""
        target.tap()
        self.taps += 1

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        """Every letter is a key."""
        self.page.keyboard.type(words)
        self.keys += len(words)

    def button(self, name: str) -> None:
        """Tap the button of that name that can be seen."""
        self.tap(self.page.get_by_role("button", name=name).locator("visible=true").first)

    def go_on(self, title: str) -> None:
        """To the next step, which goes by this name."""
        self.tap(self.page.locator("#next"))
        self.page.get_by_role("heading", level=1, name=title).wait_for()

    def cell(self, key: str) -> Locator:
        """The field of one cell of the sheet."""
        return self.page.locator(f"[data-cell='{key}']")

    def row(self, number: int) -> Locator:
        """The row of a member on the step that is open."""
        return self.page.locator(f"[data-member='{number}']").locator("visible=true")
