"""Sealing a few values that we write ourselves (bank details) in the same container as a file: no intake, no antivirus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from mob.directory import selectors as directory
from mob.documents.services import depositing
from mob.documents.types import CleanFile, DocumentView, MediaType, Scan
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Refused

_ATTEMPTS = 5
# No scanner reads what holds nothing but values checked one by one.
_NOT_SCANNED = "none: values, not a file"


def seal_values(
    actor: Actor, *, owner_id: UUID, funder_id: UUID, purpose: str, values: Mapping[str, str], now: datetime
) -> DocumentView:
    """Seal short texts to the funder's keys and store the container. Call it outside a transaction.

    The values exist in clear in memory alone, for the time of the call. Raises Refused("deposit_suspended") when the
    funder has no usable key, Unavailable("storage_down").
    """
    keys = directory.encryption_keys(funder_id)
    if not keys:
        raise Refused("deposit_suspended")
    content = json.dumps(dict(values), ensure_ascii=False, separators=(",", ":")).encode()
    asked = depositing.Request(owner_id, funder_id, purpose, purpose, now)
    file = CleanFile(content, MediaType.JSON, (), "")
    for _ in range(_ATTEMPTS):
        try:
            return depositing.stored(asked, file, Scan(_NOT_SCANNED, "", now), keys)
        except IntegrityError:
            continue
    raise Conflict("document_clash")
