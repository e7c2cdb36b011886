"""What a page keeps from people who cannot see, hear or point, as far as a programme can tell."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ENGINE = Axe()


def findings(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, with every rule on: the rule and the place of each."""
    found = ENGINE.run(page).response["violations"]
    return [f"{rule['id']}: {' '.join(map(str, node['target']))}" for rule in found for node in rule["nodes"]]
