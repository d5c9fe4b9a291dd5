"""The code of a second factor, as somebody with the application on her telephone reads it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from playwright.sync_api import Page

from mob.web.demo import totp

_STEP = 30
_NEEDED = 8  # seconds left for typing it on a busy machine
_USED: dict[str, str] = {}


def next_code(page: Page, secret: str) -> str:
    """A code that serves: it serves once, and only until its half minute ends (RFC 6238 §5.2).

    Every sign-in of this process shares what was used: tests of one product sign the same person in.
    """
    while (code := totp(secret, datetime.now(UTC))) == _USED.get(secret) or time.time() % _STEP > _STEP - _NEEDED:
        page.wait_for_timeout(500)
    _USED[secret] = code
    return code
