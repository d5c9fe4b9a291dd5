"""Letters to post as one tagged PDF (PDF/UA-1), in order, each on sheets of its own, ready for an envelope with a window.

See `kernel/typesetting.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

from django.utils.translation import ngettext

from mob.kernel import typesetting
from mob.notifications.types import Sheet

_TEMPLATE = files("mob.web.letters").joinpath("post.typ").read_bytes()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """The letters in their order, some twenty milliseconds each. `sheets` is not empty."""
    title = ngettext("%(count)d letter", "%(count)d letters", len(sheets)) % {"count": len(sheets)}
    said = {"title": title, "author": sheets[0].sender[0], "letters": [asdict(sheet) for sheet in sheets]}
    return typesetting.pdf(_TEMPLATE, "letters", said)
