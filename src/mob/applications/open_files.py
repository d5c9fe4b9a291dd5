"""Serves `directory.ports.OpenFiles`: the files that keep an affiliation from ending."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from mob.applications.models import Application
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.directory.types import OpenFile

# A draft binds nobody; a file set aside is taken up again only by who is still affiliated.
_BINDING = [s.value for s in State if not s.is_final and s not in (State.DRAFT, State.CLOSED_INCOMPLETE)]


class ApplicationFiles:
    """The person's applications to an employer that are sent and not decided, oldest first."""

    def open_files(self, user_id: UUID, funder_id: UUID) -> Sequence[OpenFile]:
        rows = Application.objects.filter(citizen_id=user_id, funder_id=funder_id, state__in=_BINDING)
        found = list(rows.order_by("submitted_at", "id").values_list("reference", "aid_version_id"))
        titles = catalogue.titles(version for _, version in found) if found else {}
        return [OpenFile(reference, titles[version].title) for reference, version in found]
