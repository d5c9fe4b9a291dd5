"""The notice on personal data shown before an application is sent (GDPR, article 13). Shown, never ticked.

A public body acts on its mission of public interest; an employer at the request of the person (article 6.1, b).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidView
from mob.directory.types import FunderKind, FunderView
from mob.kernel import clock
from mob.web.citizen import words
from mob.web.components import Row


def rows(aid: AidView, funder: FunderView) -> list[Row]:
    """Controller, purpose, legal basis, recipients, duration and rights, for this aid and this funder."""
    return [
        Row(_("Who is responsible"), _responsible(funder)),
        Row(_("What for"), _("To examine your application for “%(aid)s” and answer you.") % {"aid": aid.title}),
        Row(_("On what legal basis"), _basis(funder)),
        Row(
            _("Who reads it"),
            _("The agents of %(funder)s who examine this aid. moB keeps your papers and cannot open them.")
            % {"funder": funder.name},
        ),
        Row(
            _("How long"),
            _how_long(catalogue.retention_now(aid.id, now=clock.now(), language=words.language())),
        ),
        Row(_("Your rights"), _rights(funder)),
    ]


def _how_long(held: catalogue.Retention) -> str:
    until = _("Until 31 December, %(years)d years after the decision, then all is erased. A draft: until you erase it.")
    return " ".join(part for part in (until % {"years": held.years}, held.reason) if part)


def _responsible(funder: FunderView) -> str:
    return ", ".join(part.strip() for part in (funder.name, *funder.contact_address.splitlines()) if part.strip())


def _basis(funder: FunderView) -> str:
    if funder.kind is FunderKind.EMPLOYER:
        return _("Your own request to your employer (GDPR, article 6.1, b).")
    return _("A mission of public interest (GDPR, article 6.1, e).")


def _rights(funder: FunderView) -> str:
    where = funder.contact_email or funder.contact_phone or funder.name
    return _(
        "See, correct, erase or limit what concerns you, or object: %(where)s. You may complain to the CNIL (cnil.fr)."
    ) % {"where": where}
