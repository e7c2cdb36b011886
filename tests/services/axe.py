"""What a page keeps from people who cannot see, hear or point, as far as a programme can tell."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ENGINE = Axe()
ASKED_FOR = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions",
             "target-size")
"""Rules that axe-core leaves out unless they are asked for: the strictest, and the newest."""

COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""Rules about colours, the only ones to which the dark scheme can make a difference; the enhanced contrast
says nothing of what is already too faint for the plain."""

PRESENT = "() => typeof axe === 'object'"
RUN = "options => axe.run(document, options).then(({violations}) => violations)"


def findings(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds on the page as it stands, by every rule or by some: the rule and place of each.

    The page is given axe-core once, however often it is looked at.
    """
    if not page.evaluate(PRESENT):
        page.evaluate(ENGINE.axe_script)
    wanted = {"runOnly": list(only)} if only else {"rules": {rule: {"enabled": True} for rule in ASKED_FOR}}
    found = page.evaluate(RUN, {**wanted, "resultTypes": ["violations"]})
    return [f"{rule['id']}: {' '.join(map(str, node['target']))}" for rule in found for node in rule["nodes"]]
