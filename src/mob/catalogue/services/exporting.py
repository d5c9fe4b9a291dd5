"""Taking aids out as a file that can be brought back in: what people read, or all that an author may write."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.catalogue.contents import content_of
from mob.catalogue.exchange import national_csv, national_row, plain, typed_json
from mob.catalogue.exchange.types import FileFormat, FunderRecord
from mob.catalogue.models import Aid, AidVersion
from mob.catalogue.selectors import authoring
from mob.catalogue.types import AidContent, AidState
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

LICENCE = "Licence Ouverte 2.0 (Etalab)"


def export_aids(
    actor: Actor,
    *,
    fmt: FileFormat,
    now: datetime,
    public_url: str,
    funder_id: UUID | None = None,
    drafts: bool = False,
) -> str:
    """The text of the file. Published aids are public: anyone may have them; `drafts` adds those the actor may write.

    `public_url` is where this site answers: the CSV says where an aid processed here is asked for.
    """
    rows = Aid.objects.filter(state=AidState.PUBLISHED.value) if not drafts else authoring.visible_to(actor)
    if funder_id:
        rows = rows.filter(funder_id=funder_id)
    aids = list(rows.order_by("slug"))
    versions = _versions(aids, newest=drafts)
    funders = {aid.funder_id: directory.funder(aid.funder_id) for aid in aids}
    found = [(aid, content_of(versions[aid.id]), funders[aid.funder_id]) for aid in aids]
    known = [(aid, content, funder) for aid, content, funder in found if funder is not None]
    if fmt is FileFormat.CSV:
        return national_csv.write([_csv(*each, public_url=public_url) for each in known])
    return typed_json.write(
        list(dict.fromkeys(_funder(funder) for _, _, funder in known)),
        [_json(*each) for each in known],
        today=civil_date(now),
        licence=LICENCE,
    )


def _versions(aids: list[Aid], *, newest: bool) -> dict[UUID, AidVersion]:
    rows = AidVersion.objects.filter(aid__in=aids).prefetch_related(*authoring.PARTS).order_by("number")
    shown = {aid.current_id for aid in aids}
    return {row.aid_id: row for row in rows if newest or row.id in shown}


def _key(aid: Aid) -> str:
    return aid.import_key or f"mob:{aid.slug}"


def _json(aid: Aid, content: AidContent, funder: FunderView) -> dict[str, object]:
    is_draft = aid.state != AidState.PUBLISHED.value
    return plain.plain_aid(content, key=_key(aid), slug=aid.slug, funder=funder.name, is_draft=is_draft)


def _csv(aid: Aid, content: AidContent, funder: FunderView, *, public_url: str) -> dict[str, str]:
    here = f"{public_url.rstrip('/')}/aides/{aid.slug}"
    return national_row.row_of(content, slug=aid.slug, funder=funder.name, here=here)


def _funder(funder: FunderView) -> FunderRecord:
    return FunderRecord(
        name=funder.name,
        kind=funder.kind,
        siren=funder.siren,
        is_invented=funder.is_invented,
        contact_address=funder.contact_address,
        contact_phone=funder.contact_phone,
        contact_hours=funder.contact_hours,
        contact_email=funder.contact_email,
    )
