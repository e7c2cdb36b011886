"""What a page keeps from people who cannot see, hear or point, as far as a programme can tell."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ENGINE = Axe()
ASKED_FOR = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions",
             "target-size")
"""Rules that axe-core leaves out unless they are asked for: the strictest, and the newest."""


def findings(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, with every rule on: the rule and the place of each."""
    wanted = {"rules": {rule: {"enabled": True} for rule in ASKED_FOR}, "resultTypes": ["violations"]}
    found = ENGINE.run(page, options=wanted).response["violations"]
    return [f"{rule['id']}: {' '.join(map(str, node['target']))}" for rule in found for node in rule["nodes"]]
