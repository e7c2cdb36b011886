"""A browser as members have it, on the ledger as it is served: Debian's chromium and a real HTTP server.

One browser serves all tests of a worker; each test opens its own context, with its
own cookies and screen.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright
from waitress.server import create_server

from tests.services.programs import need

PHONE = ViewportSize(width=360, height=740)
LAPTOP = ViewportSize(width=1280, height=800)
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
THREADS = 4
PATIENCE_MS = 30_000
"""How long a page may take on a machine that is busy with other tests; a quick one never waits for it."""

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium without a window."""
    program = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def screen(browser: Browser, size: ViewportSize, **settings: Any) -> Iterator[BrowserContext]:
    """A fresh visitor with a screen of this size, who touches it when it is a phone's.

    `settings` are the browser's own, such as `java_script_enabled` and `color_scheme`.
    """
    context = browser.new_context(
        viewport=size, has_touch=size == PHONE, reduced_motion="reduce", **settings)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application behind a real server, on a port the system chose."""
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    closing = threading.Event()
    thread = threading.Thread(target=_run, args=(server, closing), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    closing.set()
    server.close()
    thread.join(timeout=10)


def _run(server: Any, closing: threading.Event) -> None:
    """Serve until the socket is closed; a page that still asks then finds it gone, which is no fault."""
    try:
        server.run()
    except (OSError, ValueError):
        if not closing.is_set():
            raise
