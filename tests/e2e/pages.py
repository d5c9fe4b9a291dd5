"""The pages of the product as the end-to-end tests and the screenshots open them. A new page adds a row here.

A path may hold the address of something the demonstration made: `via` says on which page its link is found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """`name`: of the test and the image. `path`: address. `who`: role of the demonstration, empty for nobody.

    `via`: CSS selector of a link on `path`; the page is then the one the link leads to. `shown`: in the documentation.
    `status`: what is expected.
    """

    name: str
    path: str
    who: str = ""
    via: str = ""
    shown: bool = False
    status: int = 200


PAGES: tuple[Listed, ...] = (
    Listed("home", "/", shown=True),
    Listed("components", "/composants"),
    Listed("help", "/aide"),
    Listed("accessibility", "/accessibilite"),
    Listed("missing", "/nulle-part", status=404),
    Listed("method", "/langue", status=405),
)
