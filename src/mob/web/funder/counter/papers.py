"""What is printed at the counter: the mandate to sign, and the receipt she takes home. In her language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from mob.applications import selectors, visiting
from mob.applications.desk_mandate import DeskMandate
from mob.applications.types import State
from mob.applications.views import Detail
from mob.applications.visits import VisitView
from mob.directory.types import FunderView
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.notifications import rendering
from mob.notifications.composers.paper import CLAIM
from mob.notifications.types import Block, BlockKind, Sheet
from mob.web.formats import long_date
from mob.web.funder import words
from mob.web.letters import post


def download(sheet: Sheet, name: str) -> HttpResponse:
    """The PDF, kept by no cache: a receipt bears codes."""
    response = HttpResponse(post.pdf([sheet]), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def mandate(visit: VisitView, said: DeskMandate, funder: FunderView, *, now: datetime) -> Sheet:
    """The words, then the place of her signature."""
    with translation.override(said.language):
        blocks = [Block(BlockKind.TEXT, text) for text in said.paragraphs]
        blocks.append(Block(BlockKind.TEXT, _("Made at:")))
        blocks.append(Block(BlockKind.TEXT, _("Signature, after “read and approved”:")))
        blocks.append(Block(BlockKind.SPACE, ""))
        sheet = _sheet(visit, funder, _("Mandate given at the counter"), (), blocks, now=now)
        return replace(sheet, signature=(visit.person.full_name,))


def detail_of(visit: VisitView, reference: str) -> Detail:
    """One of her files, as she reads it herself."""
    person = Actor.citizen(visit.person.user_id)
    return selectors.by_reference(person, reference, language=visit.person.language)


def receipt(
    visit: VisitView, files: Sequence[Detail], codes: visiting.Codes, funder: FunderView, *, now: datetime
) -> Sheet:
    """What was sent or begun, what is missing, how to follow it, and the codes."""
    language = visit.person.language
    with translation.override(language):
        blocks = [block for detail in files for block in _file(detail, language)]
        if not files:
            blocks.append(Block(BlockKind.TEXT, _("Nothing was sent today.")))
        blocks += _following(codes, funder, language)
        return _sheet(visit, funder, _("Receipt of the counter"), _references(files), blocks, now=now)


def _references(files: Sequence[Detail]) -> tuple[tuple[str, str], ...]:
    return tuple((_("Reference"), detail.reference) for detail in files)


def _file(detail: Detail, language: str) -> list[Block]:
    said = [f"{_('Reference')} {detail.reference}. {state_of(detail.state)}."]
    if detail.submitted_at:
        said.append(_("Sent on %(day)s.") % {"day": long_date(detail.submitted_at, language)})
    if detail.silence_on:
        day = {"day": long_date(detail.silence_on, language)}
        said.append(_("Without an answer at the end of %(day)s, it counts as refused.") % day)
    if missing := _missing(detail):
        said.append(_("Missing: %(items)s.") % {"items": ", ".join(missing)})
    if detail.state is State.CHANGES_REQUESTED and detail.due_on:
        said.append(_("To be answered before the end of %(day)s.") % {"day": long_date(detail.due_on, language)})
    if detail.state is State.DRAFT:
        said.append(_("Not sent yet: come back to the counter to send it."))
    return [Block(BlockKind.TITLE, detail.aid.title), Block(BlockKind.TEXT, " ".join(said))]


def state_of(state: State) -> str:
    """Where a file stands, in the desk's words; the desk has none for a draft, which it never sees elsewhere."""
    return _("Draft, not sent") if state is State.DRAFT else str(words.STATES[state][0])


def _missing(detail: Detail) -> list[str]:
    codes = detail.missing_answers | detail.missing_proofs
    if detail.request and detail.state is State.CHANGES_REQUESTED:
        codes = detail.request.items - detail.request.done
    fields = [field.label for field in detail.aid.fields if field.code in codes]
    return fields + [proof.label for proof in detail.aid.proofs if proof.code in codes]


def _following(codes: visiting.Codes, funder: FunderView, language: str) -> list[Block]:
    where = (funder.name, *funder.contact_address.splitlines(), funder.contact_phone, funder.contact_hours)
    blocks = [
        Block(BlockKind.TITLE, _("To know where it stands")),
        Block(
            BlockKind.TEXT, _("At the counter or by telephone: %(where)s.") % {"where": ", ".join(filter(None, where))}
        ),
        Block(BlockKind.TEXT, _("On the telephone, say your reference and this code:")),
        Block(BlockKind.AMOUNT, f"{codes.spoken[:3]} {codes.spoken[3:]}"),
    ]
    if codes.claim and codes.claim_until:
        until = {"day": long_date(codes.claim_until, language), "address": rendering.link(CLAIM)}
        blocks += [
            Block(BlockKind.TITLE, _("To follow it on the internet, if you wish")),
            Block(
                BlockKind.TEXT,
                _("At %(address)s, with your own e-mail address, your birth date and this code:") % until,
            ),
            Block(BlockKind.AMOUNT, codes.claim),
            Block(
                BlockKind.TEXT,
                _("It is good until %(day)s and serves once. It opens your account: give it to nobody.") % until,
            ),
        ]
    return blocks


def _sheet(
    visit: VisitView,
    funder: FunderView,
    title: str,
    facts: tuple[tuple[str, str], ...],
    blocks: Sequence[Block],
    *,
    now: datetime,
) -> Sheet:
    sender = (funder.name, *funder.contact_address.splitlines(), funder.contact_phone)
    postal = tuple((visit.person.postal_address or "").splitlines())
    return Sheet(
        language=visit.person.language,
        title=title,
        sender=tuple(line for line in sender if line),
        recipient=(visit.person.full_name, *postal),
        date=_("On %(day)s") % {"day": long_date(civil_date(now), visit.person.language)},
        facts=facts,
        blocks=tuple(blocks),
        signature=(funder.name,),
    )
