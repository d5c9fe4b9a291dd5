"""Keeping aids in step with a book of rules, edition after edition: new, changed, gone. What a person wrote stays.

An aid that has not changed is not touched: it goes on reading the edition it was made from, which says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from mob.catalogue.exchange.types import BookOffer, Followed, FollowedAid, FollowReport, FunderRecord, RefusedLine
from mob.catalogue.models import Aid, AidVersion, BookAid
from mob.catalogue.permissions import writes_all
from mob.catalogue.selectors import authoring
from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.publish import publish
from mob.catalogue.services.refusals import problems_of
from mob.catalogue.types import AidContent, AidEditing, AidState
from mob.directory import services as directory
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, MobError

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Pass:
    """One bringing-in: who, when, of what, and the newest version number of every aid that follows it."""

    actor: Actor
    source: str
    now: datetime
    numbers: Mapping[UUID, int]

    def is_by_hand(self, row: BookAid) -> bool:
        return self.numbers[row.aid_id] != row.number


def follow_book(
    actor: Actor,
    *,
    source: str,
    edition: str,
    offers: Sequence[BookOffer],
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> FollowReport:
    """Create, change and end the aids of `source` so that they are those of `offers`, published.

    Each is tried and kept alone, so that others may write between two of them: one that cannot be published is refused
    with its reasons, and a bringing-in cut short is ended by the next. Raises Forbidden.
    """
    if not writes_all(actor):
        raise Forbidden("aid_author_only")
    return _follow(_Pass(actor, source, now, _numbers(source)), edition, offers, progress)


def _follow(each: _Pass, edition: str, offers: Sequence[BookOffer], progress: Progress) -> FollowReport:
    rows = {row.target: row for row in BookAid.objects.filter(source=each.source).select_related("aid")}
    told: list[FollowedAid] = []
    refused: list[RefusedLine] = []
    for number, offer in enumerate(offers, start=1):
        try:
            with transaction.atomic():
                told.append(_take(each, offer, rows.pop(offer.target, None)))
        except MobError as error:
            refused.append(RefusedLine(number, offer.target, offer.content.fr.title, problems_of(error)))
        progress(number, len(offers))
    told += [_end(each, row) for row in rows.values() if not row.has_ended]
    return FollowReport(each.source, edition, False, tuple(told), tuple(refused))


def _numbers(source: str) -> dict[UUID, int]:
    rows = AidVersion.objects.filter(aid__book_aid__source=source).order_by()
    return dict(rows.values_list("aid").annotate(Max("number")))


def _take(each: _Pass, offer: BookOffer, row: BookAid | None) -> FollowedAid:
    if row is None:
        return _begin(each, offer)
    if row.digest == offer.digest:
        return FollowedAid(offer.target, row.aid.slug, offer.content.fr.title, Followed.UNCHANGED)
    if each.is_by_hand(row):
        return FollowedAid(offer.target, row.aid.slug, offer.content.fr.title, Followed.KEPT)
    known = authoring.editing(each.actor, row.aid_id)
    content = _renewed(known, offer, is_twin=row.aid.import_key == offer.twin != "")
    number = _write(each, known, content)
    BookAid.objects.filter(aid=row.aid_id).update(digest=offer.digest, number=number, has_ended=False)
    return FollowedAid(offer.target, known.slug, content.fr.title, Followed.UPDATED)


def _begin(each: _Pass, offer: BookOffer) -> FollowedAid:
    twin = Aid.objects.filter(import_key=offer.twin, book_aid=None).first() if offer.twin else None
    if twin is not None:
        return _join(each, offer, twin)
    aid_id = create_aid(
        each.actor, funder_id=_funder(each, offer.funder), content=offer.content, now=each.now, slug=None
    )
    publish(each.actor, aid_id=aid_id, now=each.now)
    return _remember(each, offer, aid_id, 1, Followed.CREATED)


def _join(each: _Pass, offer: BookOffer, twin: Aid) -> FollowedAid:
    """The aid of ours keeps its words and dates, and computes from now on."""
    known = authoring.editing(each.actor, twin.id)
    if known.content.rules is not None or known.has_draft:
        return FollowedAid(offer.target, known.slug, known.content.fr.title, Followed.KEPT)
    number = _write(each, known, _renewed(known, offer, is_twin=True))
    return _remember(each, offer, twin.id, number, Followed.JOINED)


def _renewed(known: AidEditing, offer: BookOffer, *, is_twin: bool) -> AidContent:
    """The words of the offer, or those of ours with its rule; nobody's check of the aid is forgotten."""
    if is_twin:
        return replace(known.content, rules=offer.content.rules)
    checked = [day for day in (known.content.verified_on, offer.content.verified_on) if day]
    return replace(offer.content, verified_on=max(checked, default=None))


def _write(each: _Pass, known: AidEditing, content: AidContent) -> int:
    """The next version, shown unless the aid was taken back. Returns its number."""
    edit_aid(each.actor, aid_id=known.id, content=content, expected_version=known.version, now=each.now)
    if known.state is AidState.PUBLISHED:
        publish(each.actor, aid_id=known.id, now=each.now)
    return known.number + (0 if known.has_draft else 1)


def _remember(each: _Pass, offer: BookOffer, aid_id: UUID, number: int, outcome: Followed) -> FollowedAid:
    BookAid.objects.create(aid_id=aid_id, source=each.source, target=offer.target, digest=offer.digest, number=number)
    slug = Aid.objects.values_list("slug", flat=True).get(id=aid_id)
    return FollowedAid(offer.target, slug, offer.content.fr.title, outcome)


@transaction.atomic
def _end(each: _Pass, row: BookAid) -> FollowedAid:
    """A rule that is gone: its aid could be asked for until yesterday."""
    if each.is_by_hand(row):
        return FollowedAid(row.target, row.aid.slug, row.aid.slug, Followed.KEPT)
    known = authoring.editing(each.actor, row.aid_id)
    last = _last_day(known.content, civil_date(each.now) - timedelta(days=1))
    number = known.number
    if known.content.valid_to != last:
        number = _write(each, known, replace(known.content, valid_to=last))
    BookAid.objects.filter(aid=row.aid_id).update(digest="", number=number, has_ended=True)
    return FollowedAid(row.target, known.slug, known.content.fr.title, Followed.ENDED)


def _last_day(content: AidContent, yesterday: date) -> date:
    """The day before, or the earlier end it had; never before it began."""
    last = min(content.valid_to or yesterday, yesterday)
    return max(last, content.valid_from) if content.valid_from else last


def _funder(each: _Pass, funder: FunderRecord) -> UUID:
    return directory.ensure_funder(each.actor, name=funder.name, kind=funder.kind, siren=funder.siren, now=each.now)
