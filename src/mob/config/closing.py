"""How an installation ends: people and funders are told, each funder gets its files, everything is erased and proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from joserfc import jwk, jws

from mob.applications import services as applications
from mob.config import handover
from mob.directory import closing
from mob.directory import selectors as directory
from mob.documents import plugged
from mob.documents import selectors as documents
from mob.documents import services as document_services
from mob.identity import services as identity
from mob.journal import checkpoints
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.notifications import services as mails

PROOF = "mob-erasure/1"
Progress = Callable[[str], None]


def announce(*, on: date, now: datetime) -> int:
    """Set the last day and owe a mail to every account, all or nothing. Returns how many people are told."""
    with transaction.atomic():
        closing.announce(Actor.system(), on=on, now=now)
        return identity.tell_everybody_of_closing(Actor.system(), last_day=on)


def export(folder: Path, *, to: Sequence[str], now: datetime, progress: Progress) -> int:
    """An archive for each funder. Returns how many."""
    funders = directory.every_funder(Actor.system())
    for funder in funders:
        made = handover.hand_over(funder, folder, to=to, now=now)
        progress(f"{made.file.name}: {made.applications} applications, {made.papers} papers")
    closing.record(Actor.system(), closing.FundersServed(len(funders)), now=now)
    return len(funders)


def check_may_erase(now: datetime) -> None:
    """Raises Refused: after the last day only, and once every funder has its files."""
    last = closing.last_day()
    if last is None or clock.civil_date(now) <= last:
        raise Refused("closing_not_over")
    if not closing.were_funders_served():
        raise Refused("closing_funders_first")


def erase(*, now: datetime) -> dict[str, Any]:
    """Erase everybody's data; run again after an interruption, it goes on. Returns what the proof says."""
    check_may_erase(now)
    before = left()
    applications.empty_everything(Actor.system(), now=now)
    identity.erase_everybody(Actor.system(), keeps=_is_administrator, now=now)
    for document_id in documents.live_ids():
        document_services.remove(Actor.system(), document_id=document_id, now=now)
    mails.erase_everything()
    _delete_objects()
    told = (before["accounts"], before["applications"], before["documents"])
    closing.record(Actor.system(), closing.EverythingErased(*told), now=now)
    return {"before": before, "after": left()}


def left() -> dict[str, int]:
    """What still tells of people."""
    return {
        "accounts": identity.count_people(Actor.system(), keeps=_is_administrator),
        "applications": applications.count_with_people(),
        "documents": len(documents.live_ids()),
        "objects": sum(1 for _ in plugged.object_store().listed()),
        "mails": mails.count(),
    }


def _is_administrator(user_id: UUID) -> bool:
    """Whoever closes the platform keeps the way in."""
    return directory.platform_actor(user_id) is not None


def _delete_objects() -> None:
    store = plugged.object_store()
    for item in list(store.listed()):
        store.delete(item.key)


def proof(erased: dict[str, Any], *, now: datetime) -> str:
    """A signed statement (compact JWS, ES256, key of the installation) of what was erased, when, and what is left."""
    heads = [str(head) for head in checkpoints.current_heads()]
    claims = {
        "format": PROOF,
        "site": settings.ENV.public_url,
        "at": now.isoformat(),
        **erased,
        "streams": len(heads),
        "remains": "journal of ids, codes and amounts; emptied rows for the accounts; the administrators' own accounts",
    }
    private = plugged.signing_jwk()
    key = jwk.ECKey.import_key(dict(private))
    header = {"alg": "ES256", "kid": private["kid"], "typ": PROOF}
    return jws.serialize_compact(header, json.dumps(claims, sort_keys=True).encode(), key, algorithms=["ES256"])
