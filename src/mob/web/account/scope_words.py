"""What each scope gives, in the words a person reads before she allows it.

Changing one of these sentences is a new consent: `identity.oidc.links.TEXT_VERSION` goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mob.identity.oidc_types import ClientView, Scope

_CERTIFIED_ONLY = _(
    "Whether your identity is certified, by whom and since when. Neither your name nor your birth date."
)
_IDENTITY = _("Your first name, your names and your birth date, with who vouches for them and since when.")


@dataclass(frozen=True, slots=True)
class Words:
    """`title`: what is allowed. `detail`: which data; `identified`: instead, when the civil identity may be known."""

    title: Any
    detail: Any
    identified: Any = ""


WORDS = {
    Scope.OPENID: Words(_("Recognise you"), _("A number that only this service knows you by.")),
    Scope.PROFILE: Words(_("Access to the data of your profile"), _CERTIFIED_ONLY, _IDENTITY),
    Scope.EMAIL: Words(_("Your e-mail address"), _("The one you sign in with.")),
    Scope.PHONE: Words(_("Your telephone number"), _("The one in your profile, if you gave one.")),
    Scope.ADDRESS: Words(_("Your town"), _("Your town and its postcode. We do not know your street.")),
    Scope.AIDS: Words(_("Access to the catalogue of public and employers’ aids"), _("The aids that are open to you.")),
    Scope.METADATA: Words(
        _("Automatic sending of the proofs of purchase of your mobility app"),
        _(
            "It may hand us what you bought there. You read it and choose to join it to an application or not; after seven "
            "days it is erased."
        ),
    ),
    Scope.APPLY: Words(_("Applying for an aid"), _("It may prepare an application, which you send yourself.")),
    Scope.APPLICATIONS: Words(_("Following your applications"), _("Where each one stands.")),
    Scope.CMS_IDENTITY: Words(_("Your identity, in the format of mobility services"), _CERTIFIED_ONLY, _IDENTITY),
    Scope.CMS_CONTACT: Words(
        _("How to reach you, in the format of mobility services"), _("E-mail address, telephone, town and postcode.")
    ),
    Scope.CMS_ACCESSIBILITY: Words(
        _("Asking what you need in order to travel"),
        _("It may ask. Nothing is read by this alone: you then choose what it reads, for which trip and until when."),
    ),
    Scope.OFFLINE: Words(
        _("Stay linked while you are away"),
        _("Until you end it, or after 90 days without use. Otherwise its access ends after 15 minutes."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A scope as the page shows it."""

    scope: str
    title: str
    detail: str


def lines(scopes: Iterable[str], *, may_know_identity: bool = False) -> list[Line]:
    """The scopes in words, in the order of the house."""
    wanted = set(scopes)
    return [_line(scope, WORDS[scope], may_know_identity) for scope in Scope if scope in wanted]


def _line(scope: Scope, words: Words, may_know_identity: bool) -> Line:
    detail = words.identified if may_know_identity and words.identified else words.detail
    return Line(scope.value, str(words.title), str(detail))


def receipt(client: ClientView, allowed: Iterable[str]) -> str:
    """What was allowed, word for word, as it is kept."""
    said = {"service": client.name, "operator": client.operator}
    head = gettext("I link my moB account to %(service)s, of %(operator)s.") % said
    body = [f"- {line.title} : {line.detail}" for line in lines(allowed, may_know_identity=client.may_know_identity)]
    end = gettext("I may end this link at any time, in my account.")
    return "\n".join([head, *body, end])
