"""Tagged PDF (PDF/UA-1) made by typst in this process: no file, no network, no markup read.

A template is ours and fixed. What people typed goes in as one JSON text: typst turns it into values, never into code.
"""

from __future__ import annotations

import json

import typst

# What typst's own fonts draw for certain: Latin, Greek, Cyrillic, usual signs.
_DRAWN = ((0x20, 0x4FF), (0x1E00, 0x1FFF), (0x2010, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122))


def is_drawn(character: str) -> bool:
    """Whether it can be printed: no control, no mark that turns text round, and a letter of the fonts."""
    return character.isprintable() and any(first <= ord(character) <= last for first, last in _DRAWN)


def pdf(template: bytes, name: str, said: object) -> bytes:
    """The template with `said` as its input of that name, which JSON can write.

    An accessible PDF is refused where a font lacks a letter. A pictogram in a name must not cost anybody her letter:
    what is not drawn for certain is then printed as a question mark.
    """
    text = json.dumps(said, ensure_ascii=False)
    try:
        return _compiled(template, name, text)
    except typst.TypstError:
        drawn = "".join(character if is_drawn(character) else "?" for character in text)
        if drawn == text:
            raise
        return _compiled(template, name, drawn)


def _compiled(template: bytes, name: str, text: str) -> bytes:
    # The fonts come with typst: a letter looks the same on every machine.
    made = typst.compile(template, sys_inputs={name: text}, ignore_system_fonts=True, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made
