"""The processing register (GDPR, article 30) and the frame of an impact assessment (article 35), as Markdown.

Written in the language that is active: for authorities and for people, that is French.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mob.privacy.tables import data_map
from mob.privacy.treatments import end_words, treatments
from mob.privacy.types import Datum, Table, Treatment

MEASURES = (
    gettext_noop(
        "Papers are encrypted to the funder’s key as soon as they arrive; neither the site nor its host can open them."
    ),
    gettext_noop(
        "Staff prove a second factor; each sees her funder and her communities alone; a test tries every page as everybody."
    ),
    gettext_noop(
        "The history is a chain of hashes without names; each opening of a file is kept and shown to the person."
    ),
    gettext_noop(
        "Everything travels over TLS; passwords are hashed (Argon2id); no page asks another host for anything."
    ),
)


def _risks() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            _("Papers or answers read by somebody who should not"),
            _("intimate life, identity theft"),
            _("papers encrypted to the funder; rights by funder and community; openings shown to the person"),
        ),
        (
            _("An application or a decision changed unseen"),
            _("an aid refused or paid wrongly"),
            _("chained history verified by a command; every decision bears its author"),
        ),
        (
            _("Data or keys lost"),
            _("an application to be made again, a payment delayed"),
            _("encrypted back-ups restored in a drill; a recovery key for papers"),
        ),
    )


def register() -> str:
    """The whole register."""
    head = [
        "# " + _("Processing register"),
        _("Written by `make register` from the data map of the code (`mob.privacy`). Complete what is in brackets."),
    ]
    fill = ["- " + _("Organisation") + " : […]", "- " + _("Data protection officer") + " : […]"]
    parts = ["\n".join(fill), *(part for each in treatments() for part in _treatment(each))]
    measures = "\n".join(f"- {measure}" for measure in map(_, MEASURES))
    return _joined(
        [*head, *parts, "## " + _("Security measures"), measures, "## " + _("Tables without personal data"), _plain()]
    )


def _treatment(each: Treatment) -> Iterator[str]:
    yield f"## {each.title}"
    rows = (
        (_("Purpose"), each.purpose),
        (_("Legal basis"), each.basis),
        (_("People concerned"), each.people),
        (_("Recipients"), each.recipients),
        (_("Duration"), each.duration),
        (_("Controller"), each.controller),
        (_("Transfers outside the European Union"), _("None by the software")),
    )
    yield _table((_("Subject"), _("Content")), [(str(label), str(value)) for label, value in rows])
    lines = [(f"`{table.model}`", *_datum(datum)) for table, datum in _data() if datum.treatment is each.code]
    yield _table((_("Database table"), _("Columns"), _("What it is"), _("Until when")), lines)


def _data() -> Iterator[tuple[Table, Datum]]:
    for table in data_map():
        for datum in table.data:
            yield table, datum


def _datum(datum: Datum) -> tuple[str, str, str]:
    columns = ", ".join(f"`{name}`" for name in datum.names)
    return columns, str(datum.what), str(end_words(datum.end))


def _plain() -> str:
    return ", ".join(f"`{table.model}`" for table in data_map() if not table.is_personal) + "."


def impact_assessment() -> str:
    """The frame of an impact assessment: what the code knows is filled in, the rest is asked in brackets."""
    described = _table(
        (_("Processing"), _("Purpose"), _("Legal basis"), _("Duration")),
        [(str(t.title), str(t.purpose), str(t.basis), str(t.duration)) for t in treatments()],
    )
    risks = _table(
        (_("Feared event"), _("Consequence"), _("What the product does"), _("Likelihood and gravity here")),
        [(*risk, "[…]") for risk in _risks()],
    )
    return _joined(
        [
            "# " + _("Impact assessment: template"),
            _(
                "Written by `make register` from the data map of the code (`mob.privacy`). Complete what is in brackets."
            ),
            "## " + _("What is processed"),
            described,
            "## " + _("Necessity and proportion"),
            _("Each aid asks what it is decided on and no more. [Say why each question of your aids is needed.]"),
            "## " + _("Rights of people"),
            _(
                "Read, take away, correct, erase, know who looked: in the account. [Say who answers requests, in how long.]"
            ),
            "## " + _("Security measures"),
            "\n".join(f"- {measure}" for measure in map(_, MEASURES)),
            "## " + _("Risks"),
            risks,
            "## " + _("Opinions and decision"),
            _("[Opinion of the data protection officer and of the people concerned; decision, date, signature.]"),
        ]
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _head in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
