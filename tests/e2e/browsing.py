"""A browser that looks at pages as people do: widths, themes, keyboard alone; and what it must never see."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request
from playwright.sync_api import TimeoutError as NothingCame

from tests.services import CHROMIUM

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = (1280, 360)
THEMES = ("light", "dark")
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a colour scheme alone can change.
_COLOUR_RULES = ("color-contrast", "link-in-text-block")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))


@dataclass
class Watch:
    """What went wrong in a context while pages were read: requests to other hosts, errors of scripts and policies."""

    host: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def forget(self) -> None:
        """Begin again."""
        self.strangers.clear()
        self.complaints.clear()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self.strangers.append(request.url)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """One line a violation: rule, what it says, where. Empty when axe finds nothing."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    rules = {"type": "rule", "values": list(_COLOUR_RULES)} if colours_only else {"type": "tag", "values": list(_RULES)}
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found: list[dict[str, Any]] = page.evaluate(
        "async options => (await axe.run(document, options)).violations", options
    )
    return [
        f"{violation['id']}: {violation['help']} — {node['target'][0]} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


def assert_axe_clean(page: Page) -> None:
    """axe finds nothing, in both themes, at the width the page has now."""
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        violations = axe_violations(page, colours_only=theme == "dark")
        assert not violations, f"{page.url} ({theme}, {page.viewport_size}):\n" + "\n".join(violations)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wider: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def choose_by_keyboard(page: Page, files: Any) -> None:
    """Space on the file field that has the focus, and these files in the dialog it opens.

    A browser on a busy machine now and then swallows the first press: as people do, it is pressed again.
    """
    page.on("filechooser", lambda _chooser: None)
    for patience in (5_000, 10_000, 20_000):
        try:
            with page.expect_file_chooser(timeout=patience) as chosen:
                page.keyboard.press("Space")
        except NothingCame:
            continue
        chosen.value.set_files(files)
        return
    raise AssertionError("no dialog opens for the file field in focus")
