"""The same words on paper: what a mail says becomes a letter, without what only a screen can do.

How long somebody has is said as in the mail. For who is written to on paper the law counts time limits of appeal from
the day the decision is notified to her (code de justice administrative, art. R421-1): nothing here shortens them.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from mob.applications import letters
from mob.directory.types import FunderView
from mob.notifications import rendering
from mob.notifications.composers.applications import day
from mob.notifications.types import Addressee, Block, BlockKind, Content, Sheet

CLAIM = "/connexion/recu"


def sheet(content: Content, to: Addressee, funder: FunderView, *, now: datetime) -> Sheet:
    """What a mail says, as a letter of the funder, in the language in force."""
    said = [Block(BlockKind.TEXT, text) for text in (content.greeting, *content.paragraphs) if text]
    if content.amount:
        said.append(Block(BlockKind.AMOUNT, content.amount))
    if content.quote:
        said += [Block(BlockKind.TEXT, content.quoted)] if content.quoted else []
        said += [Block(BlockKind.QUOTE, text) for text in letters.paragraphs(content.quote)]
    said += [Block(BlockKind.STEP, stop.title, stop.detail) for stop in content.stops]
    said += [Block(BlockKind.TEXT, text) for text in content.after]
    return Sheet(
        language=to.language,
        title=content.heading,
        sender=_sender(funder),
        recipient=_recipient(to),
        date=_("On %(day)s") % {"day": day(now)},
        facts=((_("Reference"), to.reference),) if to.reference else (),
        blocks=(*said, *_answering(to, funder)),
        signature=(funder.name,),
    )


def decision(letter: letters.Letter, to: Addressee, funder: FunderView) -> Sheet:
    """The decision itself, as the letter that holds in law: in French, signed by its author."""
    said = [Block(BlockKind.TEXT, text) for text in letter.opening]
    for section in letter.sections:
        said.append(Block(BlockKind.TITLE, section.title))
        said += [Block(BlockKind.TEXT, text) for text in section.paragraphs]
    with override("fr"):
        answering = _answering(to, funder)
    return Sheet(
        language="fr",
        title=letter.title,
        sender=letter.sender,
        recipient=_recipient(to),
        date=f"Le {letter.date}",
        facts=letter.facts,
        blocks=(*said, *answering),
        signature=letter.signature,
    )


def without_pages(content: Content, to: Addressee, funder: FunderView) -> Content:
    """The mail to somebody who has no account to sign in to: no button leads where she cannot go."""
    said = tuple(block.text for block in _answering(to, funder) if block.kind is BlockKind.TEXT)
    return dataclasses.replace(content, button=None, after=(*content.after, *said))


def _sender(funder: FunderView) -> tuple[str, ...]:
    lines = (funder.name, *funder.contact_address.splitlines(), funder.contact_phone, funder.contact_email)
    return tuple(line for line in lines if line)


def _recipient(to: Addressee) -> tuple[str, ...]:
    """The name on the first line of the envelope; the post reads no line longer than 38 characters, a name is not cut."""
    return (to.name, *to.postal)


def _answering(to: Addressee, funder: FunderView) -> tuple[Block, ...]:
    parts = (*funder.contact_address.splitlines(), funder.contact_phone, funder.contact_hours)
    f = {
        "where": ", ".join(part for part in (funder.name, *parts) if part),
        "ref": to.reference,
        "address": rendering.link(CLAIM),
    }
    come = _("Come to the counter, call or write: %(where)s.") % f
    if to.reference:
        come += " " + _("Give the reference %(ref)s; on the telephone you are asked for the code of your receipt.") % f
    online = _(
        "The receipt of the counter also bears a code that opens your account on the internet, at %(address)s. "
        "If you lost it, or after thirty days, the counter prints another."
    )
    return (
        Block(BlockKind.TITLE, _("To answer, or to know where it stands")),
        Block(BlockKind.TEXT, come),
        Block(BlockKind.TEXT, online % f),
    )
