"""The modules of the meeting screen in a real browser, called from Python."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.reading import ROOT
from tests.services.browser import served

CALL = """
async ([address, name, calls]) => {
  const code = await import(address);
  const given = value => Array.isArray(value) ? value.map(given)
    : value && typeof value === 'object' ? ('big' in value ? BigInt(value.big) : Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, given(inner)]))) : value;
  const told = value => typeof value === 'bigint' ? {big: String(value)}
    : Array.isArray(value) ? value.map(told) : value && typeof value === 'object' ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, told(inner)])) : value;
  return calls.map(call => {
    try { return {value: told(code[name](...call.map(given)))}; }
    catch (problem) { if (!problem.code) throw problem; return {code: problem.code}; }
  });
}
"""


def _given(value: Any) -> Any:
    """Whole numbers of Python are BigInts there; a plain number is asked for with `Plain`."""
    if isinstance(value, Plain):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return {"big": str(value)}
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items()}
    return [_given(inner) for inner in value] if isinstance(value, list | tuple) else value


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return int(value["big"]) if "big" in value else {key: _told(inner) for key, inner in value.items()}
    return [_told(inner) for inner in value] if isinstance(value, list) else value


class Plain(int):
    """A number that is a plain one in the browser: a count of decimals, say."""


class Modules:
    """The modules of the screen: `run` calls a function many times at once and tells what came of each."""

    def __init__(self, page: Page, address: str) -> None:
        """Modules are fetched from this address."""
        self.page, self.address = page, address

    def run(self, module: str, function: str, calls: list[list[Any]]) -> list[Any]:
        """The values; where a call was refused, the code of the refusal as text."""
        address = f"{self.address}/static/js/meeting/{module}.mjs"
        said = self.page.evaluate(CALL, [address, function, _given(calls)])
        return [one["code"] if "code" in one else _told(one["value"]) for one in said]

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        """The same for one call."""
        return self.run(module, function, [list(arguments)])[0]


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Modules]:
    """The modules as a browser runs them, with nothing of the ledger behind."""
    app = Flask("screen", static_folder=str(ROOT / "msai" / "static"))
    app.add_url_rule("/", "door", lambda: "<!doctype html><title>Modules</title>")
    with served(app) as address:
        page = browser.new_page()
        page.goto(address)
        yield Modules(page, address)
        page.close()
