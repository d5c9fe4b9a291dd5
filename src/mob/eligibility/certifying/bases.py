"""Legal bases: which funder may ask which source, under which act, until when. Without one nothing is asked.

API Particulier is open to administrations alone (CRPA, article L114-8): never for an employer, nor on an installation
that an employer runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mob.directory import selectors as directory
from mob.directory.rules import clean_line, is_platform_administrator
from mob.directory.types import FunderKind, FunderView
from mob.eligibility.certified import rules
from mob.eligibility.certified.types import BasisContent, BasisView, RegisterSource
from mob.eligibility.events import LegalBasisEnded, LegalBasisRecorded
from mob.eligibility.models import LegalBasis
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused

MOST_TEXT, MOST_NUMBER = 300, 60


def record_basis(actor: Actor, *, content: BasisContent, now: datetime) -> UUID:
    """Record an act. Raises Forbidden, NotFound, InvalidMany by field, Refused (`basis_not_for_employers`, `basis_open`)."""
    _check_keeper(actor)
    funder = directory.funder(content.funder_id)
    if funder is None:
        raise NotFound("funder_unknown")
    if not _is_open_to(funder):
        raise Refused("basis_not_for_employers", funder=funder.name)
    content = _cleaned(content)
    if problems := _problems(content, funder):
        raise InvalidMany(problems)
    row = _row(actor, content, now)
    fact = LegalBasisRecorded(
        content.funder_id, content.source.value, content.number, content.starts_on, content.ends_on
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            journal.append(actor, stream=f"legal_basis:{row.id}", events=[fact], now=now)
    except IntegrityError as error:
        raise Refused("basis_open") from error
    return row.id


def _row(actor: Actor, content: BasisContent, now: datetime) -> LegalBasis:
    return LegalBasis(
        funder_id=content.funder_id,
        source=content.source.value,
        number=content.number,
        recipient=content.recipient,
        text=content.text,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        recorded_by_id=actor.id,
        recorded_at=now,
    )


def end_basis(actor: Actor, *, basis_id: UUID, now: datetime) -> None:
    """End it at once: what was certified under it is used no more. Raises Forbidden, NotFound, Refused `basis_ended`."""
    _check_keeper(actor)
    row = LegalBasis.objects.filter(id=basis_id).first()
    if row is None:
        raise NotFound("basis_unknown")
    with transaction.atomic():
        if not LegalBasis.objects.filter(id=basis_id, ended_at=None).update(ended_at=now):
            raise Refused("basis_ended")
        fact = LegalBasisEnded(row.funder_id, row.source)
        journal.append(actor, stream=f"legal_basis:{row.id}", events=[fact], now=now)


def every_basis(actor: Actor) -> list[BasisView]:
    """All of them, those that hold first, then the latest. Raises Forbidden."""
    _check_keeper(actor)
    rows = LegalBasis.objects.select_related("funder").order_by("funder__name", "source", "-recorded_at")
    return sorted(map(_view, rows), key=lambda each: each.ended_at is not None)


def basis(actor: Actor, basis_id: UUID) -> BasisView:
    """Raises Forbidden, NotFound."""
    _check_keeper(actor)
    row = LegalBasis.objects.select_related("funder").filter(id=basis_id).first()
    if row is None:
        raise NotFound("basis_unknown")
    return _view(row)


def in_force(on: date, *, funder_ids: Iterable[UUID] | None = None) -> list[BasisView]:
    """Those that hold on a day, of these funders or of all, by name of the funder."""
    if settings.ENV.operated_by == "employer":
        return []
    rows = LegalBasis.objects.select_related("funder").filter(ended_at=None).exclude(funder__kind=FunderKind.EMPLOYER)
    if funder_ids is not None:
        rows = rows.filter(funder_id__in=list(funder_ids))
    return [view for row in rows.order_by("funder__name", "source") if rules.is_in_force(view := _view(row), on)]


def allowed(funder_id: UUID, on: date) -> dict[RegisterSource, BasisView]:
    """The sources a funder may ask on a day. Empty for an employer."""
    return {each.source: each for each in in_force(on, funder_ids=[funder_id])}


def open_to(actor: Actor) -> list[FunderView]:
    """The funders a basis may be recorded for, by name. Raises Forbidden."""
    _check_keeper(actor)
    found = [each for each in directory.every_funder(Actor.system()) if _is_open_to(each)]
    return sorted(found, key=lambda each: each.name.casefold())


def is_employers(funder_id: UUID) -> bool:
    """Whether no basis can ever hold here for this funder: it is an employer, or one runs this installation."""
    funder = directory.funder(funder_id)
    return funder is None or not _is_open_to(funder)


def _is_open_to(funder: FunderView) -> bool:
    return funder.kind is not FunderKind.EMPLOYER and settings.ENV.operated_by != "employer"


def _check_keeper(actor: Actor) -> None:
    if not is_platform_administrator(actor):
        raise Forbidden("not_allowed")


def _cleaned(content: BasisContent) -> BasisContent:
    return replace(
        content,
        number=clean_line(content.number),
        recipient=re.sub(r"\s", "", content.recipient),
        text=clean_line(content.text),
    )


def _problems(content: BasisContent, funder: FunderView) -> list[Invalid]:
    is_other = bool(funder.siren) and not content.recipient.startswith(funder.siren)
    found = {
        "number": "" if 1 <= len(content.number) <= MOST_NUMBER else "basis_number",
        "recipient": "basis_siret" if not rules.is_siret(content.recipient) else "basis_other" if is_other else "",
        "text": "basis_text" if len(content.text) > MOST_TEXT else "",
        "ends_on": "basis_dates" if content.ends_on and content.ends_on < content.starts_on else "",
    }
    return [Invalid(code, field, limit=MOST_TEXT) for field, code in found.items() if code]


def _view(row: LegalBasis) -> BasisView:
    return BasisView(
        id=row.id,
        funder_id=row.funder_id,
        funder_name=row.funder.name,
        source=RegisterSource(row.source),
        number=row.number,
        recipient=row.recipient,
        text=row.text,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        recorded_by=row.recorded_by_id,
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
    )
