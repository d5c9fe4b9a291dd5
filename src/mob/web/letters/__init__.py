"""The decision letter as a tagged PDF (PDF/UA-1), made by typst in this process: no file, no network, no markup read.

The template is ours and fixed. What people typed goes in as one JSON text: typst turns it into values, never into code.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files

import typst
from django.http import HttpResponse

from mob.applications.letters import Letter

# Embedded in the PDF; it comes with typst, so that a letter looks the same on every machine.
_TEMPLATE = files(__name__).joinpath("letter.typ").read_bytes()


def pdf(letter: Letter) -> bytes:
    """The letter, about 20 kB, in some ten milliseconds."""
    made = typst.compile(
        _TEMPLATE,
        sys_inputs={"letter": json.dumps(asdict(letter), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made


def attachment(letter: Letter, reference: str) -> HttpResponse:
    """The PDF as a file to keep, named by the reference alone."""
    response = HttpResponse(pdf(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="decision-{reference}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
