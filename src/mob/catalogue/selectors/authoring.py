"""What authors read: the aids they may write, the newest content of one, its history, why it cannot be published."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from mob.catalogue import checks, ruling
from mob.catalogue.contents import content_of
from mob.catalogue.models import Aid, AidText, AidVersion
from mob.catalogue.permissions import AUTHORS, require_author, writes_all
from mob.catalogue.selectors.reading import later
from mob.catalogue.types import AidEditing, AidRow, AidState, Level, Problem, VersionRow
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import NotFound

PARTS = ("texts", "territories", "fields", "proofs", "rules")


def visible_to(actor: Actor) -> QuerySet[Aid]:
    """The aids the actor may write: all for an administrator of the platform, her funder's for an author."""
    if writes_all(actor):
        return Aid.objects.all()
    if actor.kind is ActorKind.STAFF and actor.funder_id and actor.has(*AUTHORS):
        return Aid.objects.filter(funder_id=actor.funder_id)
    return Aid.objects.none()


def aids(
    actor: Actor,
    *,
    funder_id: UUID | None = None,
    state: AidState | None = None,
    text: str = "",
    start: int = 0,
    limit: int = 50,
) -> tuple[list[AidRow], int]:
    """A page of the aids the actor may write, last changed first, and how many there are in all.

    `text` is looked for in titles, past ones included: an author remembers an aid by the name it had.
    """
    found = visible_to(actor).select_related("funder").order_by("-updated_at", "-id")
    if funder_id:
        found = found.filter(funder_id=funder_id)
    if state:
        found = found.filter(state=state.value)
    if text := text.replace("\x00", "").strip()[:120]:
        titled = AidText.objects.filter(language="fr", title__icontains=text)
        found = found.filter(id__in=titled.values("version__aid"))
    page = list(found[start : start + limit])
    newest = _newest_versions(page)
    return [_row(aid, newest[aid.id]) for aid in page], found.count()


def _newest_versions(page: list[Aid]) -> dict[UUID, AidVersion]:
    versions = AidVersion.objects.filter(aid__in=page).prefetch_related("texts").order_by("number")
    return {version.aid_id: version for version in versions}


def _row(aid: Aid, newest: AidVersion) -> AidRow:
    return AidRow(
        id=aid.id,
        slug=aid.slug,
        state=AidState(aid.state),
        version=aid.version,
        title=_title(newest) or aid.slug,
        funder_id=aid.funder_id,
        funder_name=aid.funder.name,
        level=Level(newest.level),
        valid_to=newest.valid_to,
        verified_on=later(newest.verified_on, aid.verified_on),
        has_draft=newest.published_at is None,
        updated_at=aid.updated_at,
    )


def _title(version: AidVersion) -> str:
    return next((text.title for text in version.texts.all() if text.language == "fr"), "")


def editing(actor: Actor, aid_id: UUID) -> AidEditing:
    """The newest content and the `version` to hand back when saving it. Raises NotFound or Forbidden."""
    aid, version = _newest(actor, aid_id)
    return AidEditing(
        id=aid.id,
        slug=aid.slug,
        state=AidState(aid.state),
        version=aid.version,
        funder_id=aid.funder_id,
        funder_name=aid.funder.name,
        number=version.number,
        version_id=version.id,
        has_draft=version.published_at is None,
        content=content_of(version),
    )


def publication_problems(actor: Actor, aid_id: UUID, *, today: date) -> tuple[Problem, ...]:
    """Why the newest version cannot be shown to people. Raises NotFound or Forbidden."""
    aid, version = _newest(actor, aid_id)
    return checks.publication_problems_of(version, aid=aid, today=today)


def history(actor: Actor, aid_id: UUID) -> list[VersionRow]:
    """Every version, newest first. Raises NotFound or Forbidden."""
    aid = load(actor, aid_id)
    versions = AidVersion.objects.filter(aid=aid).prefetch_related("texts", "rules").order_by("-number")
    return [
        VersionRow(
            id=version.id,
            number=version.number,
            title=_title(version),
            created_at=version.created_at,
            published_at=version.published_at,
            is_current=aid.state == AidState.PUBLISHED.value and version.id == aid.current_id,
            rules=ruling.rules_of(version),
        )
        for version in versions
    ]


def _newest(actor: Actor, aid_id: UUID) -> tuple[Aid, AidVersion]:
    aid = load(actor, aid_id)
    return aid, AidVersion.objects.filter(aid=aid).prefetch_related(*PARTS).order_by("-number")[0]


def load(actor: Actor, aid_id: UUID) -> Aid:
    """The row of an aid, for one of its authors. Raises NotFound or Forbidden."""
    aid = Aid.objects.select_related("funder").filter(id=aid_id).first()
    if aid is None:
        raise NotFound("aid_not_found")
    require_author(actor, aid.funder_id)
    return aid
