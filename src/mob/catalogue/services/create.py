"""Starting an aid: its first version, a draft nobody but its authors reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from mob.catalogue import rules
from mob.catalogue.events import AidCreated
from mob.catalogue.models import Aid
from mob.catalogue.permissions import require_author
from mob.catalogue.services import storing
from mob.catalogue.types import AidContent, AidState
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid

SLUG_LENGTH = 100


def create_aid(
    actor: Actor,
    *,
    funder_id: UUID,
    content: AidContent,
    now: datetime,
    slug: str | None = None,
    import_key: str | None = None,
    import_hash: str = "",
) -> UUID:
    """A new aid in draft. Without `slug`, its address is made of its French title.

    Raises Forbidden or NotFound (not an author of this funder), InvalidMany (content), Invalid (slug),
    Conflict (address taken meanwhile).
    """
    require_author(actor, funder_id)
    content = storing.with_questions(content)
    storing.check(content)
    if slug is not None and not rules.is_slug(slug):
        raise Invalid("aid_code", "slug", value=slug[:60])
    aid = Aid(
        slug=slug or free_slug(content.fr.title),
        funder_id=funder_id,
        state=AidState.DRAFT.value,
        import_key=import_key,
        import_hash=import_hash,
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            aid.save(force_insert=True)
            storing.insert_version(aid, number=1, content=content, now=now)
            journal.append(actor, stream=f"aid:{aid.id}", events=[AidCreated(aid.id, funder_id)], now=now)
    except IntegrityError as error:
        raise Conflict("aid_address_taken", slug=aid.slug) from error
    return aid.id


def free_slug(title: str) -> str:
    """The first free address made of a title: `prime-velo`, `prime-velo-2`…"""
    base = slugify(title)[:SLUG_LENGTH].strip("-") or "aide"
    taken = set(Aid.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
