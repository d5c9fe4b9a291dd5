"""Letters to post as one tagged PDF (PDF/UA-1), in order, each on sheets of its own, ready for an envelope with a window.

As for the decision: the template is ours and fixed, and what people typed is text, never code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

import typst
from django.utils.translation import ngettext

from mob.notifications.types import Sheet

_TEMPLATE = files("mob.web.letters").joinpath("post.typ").read_bytes()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """The letters in their order, some twenty milliseconds each. `sheets` is not empty."""
    title = ngettext("%(count)d letter", "%(count)d letters", len(sheets)) % {"count": len(sheets)}
    said = {"title": title, "author": sheets[0].sender[0], "letters": [asdict(sheet) for sheet in sheets]}
    made = typst.compile(
        _TEMPLATE,
        sys_inputs={"letters": json.dumps(said, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made
