"""What a first visit to each page weighs on the wire, in an empty browser: document, style, script, icons, font.

    python -m benchmarks.page_weights

Bytes are what Chromium received, compressed. Fails beyond 60 kB, the promise made to slow telephones.
"""

from __future__ import annotations

import sys
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from tests.e2e import browsing
from tests.e2e.pages import PAGES, Listed
from tests.e2e.product import Product, running
from tests.e2e.visits import Visitor

LIMIT = 60_000
# Pages over the limit, each with the reason.
HEAVIER = {"key-new": "brings the words of passphrases, to a supervisor, once in the life of a key"}


def weigh(page: Page, go: Any) -> tuple[int, int]:
    """Bytes received while `go` opens a page, and the number of requests."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": False})
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    go()
    page.wait_for_load_state("networkidle")
    return sum(sizes), len(sizes)


def _row(browser: Browser, product: Product, visitor: Visitor, listed: Listed) -> tuple[int, int]:
    address = visitor.address_of(listed)
    context = browser.new_context(viewport={"width": 360, "height": 740}, storage_state=visitor.state_of(listed.who))
    try:
        page = context.new_page()
        return weigh(page, lambda: page.goto(product.address + address))
    finally:
        context.close()


def main() -> int:
    with running() as product, sync_playwright() as playwright:
        browser = browsing.launch(playwright)
        visitor = Visitor(browser, product)
        rows = [(listed, *_row(browser, product, visitor, listed)) for listed in PAGES if listed.status == 200]
        browser.close()
    print(f"{'page':<28}{'requests':>9}{'bytes':>9}")
    for listed, weight, requests in sorted(rows, key=lambda row: -row[1]):
        remark = f"  over 60 kB: {HEAVIER.get(listed.name, 'without a reason')}" if weight > LIMIT else ""
        print(f"{listed.name:<28}{requests:>9}{weight:>9,}{remark}")
    return int(any(weight > LIMIT and listed.name not in HEAVIER for listed, weight, _requests in rows))


if __name__ == "__main__":
    sys.exit(main())
