"""The forms of a client: what it is, its addresses, the scopes it asks for and why. One value to the services."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mob.identity.oidc import public_keys
from mob.identity.oidc_types import OFFERED, NewClient, Scope, Signing
from mob.kernel.errors import Invalid, MobError
from mob.web.account.scope_words import WORDS
from mob.web.admin.pages import AdminForm
from mob.web.forms import FieldView, describe

WEB, BROWSER, NATIVE, PROGRAM = "web", "browser", "native", "program"
KINDS = (
    (WEB, _("A site or a service with a server, which keeps a secret")),
    (BROWSER, _("A page without server (single-page application), public")),
    (NATIVE, _("An application on a telephone or a computer, public")),
    (PROGRAM, _("A program that acts for itself: nobody signs in")),
)
NO, CHOICE, NEEDED = "no", "choice", "needed"
SCOPES = tuple(scope for scope in OFFERED if scope is not Scope.OPENID)
_LINES = {"rows": 3, "spellcheck": "false", "class": "code", "autocapitalize": "none"}
_URL = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "class": "code"}


def _lines(text: str) -> tuple[str, ...]:
    """One address a line; blank ones and doubles dropped, nothing else touched."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class KeepsNoKey(AdminForm):
    """A form with a key: what was refused is not sent back, since it may be a private half."""

    def refuse(self, error: MobError) -> None:
        super().refuse(error)
        if isinstance(error, Invalid) and error.pointer == public_keys.FIELD:
            typed = QueryDict(mutable=True)
            typed.update({name: value for name, value in self.data.items() if name != public_keys.FIELD})
            self.data = typed


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A scope as the form draws it."""

    scope: str
    title: str
    detail: str
    asked: FieldView
    why: FieldView


class ClientForm(KeepsNoKey):
    """What may be edited of any client."""

    name = forms.CharField(
        label=_("Name of the service"), max_length=120, help_text=_("People read it before they link their account.")
    )
    redirect_uris = forms.CharField(
        label=_("Redirect addresses"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("One a line, compared to the letter. In the sandbox, http://localhost is accepted."),
    )
    post_logout_redirect_uris = forms.CharField(
        label=_("Addresses after signing out"), required=False, max_length=6000, widget=forms.Textarea(attrs=_LINES)
    )
    homepage = forms.CharField(
        label=_("Home page of the service"), required=False, max_length=200, widget=forms.TextInput(attrs=_URL)
    )
    backchannel_logout_uri = forms.CharField(
        label=_("Back-channel logout address"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs=_URL),
        help_text=_("We post a logout_token there when a link or a session ends (OpenID Connect Back-Channel Logout)."),
    )
    webhook_uri = forms.CharField(
        label=_("Webhook address"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs=_URL),
        help_text=_("We post a signed message there when somebody ends her link (Standard Webhooks)."),
    )
    signing = forms.ChoiceField(
        label=_("Signature of ID tokens"), choices=[(each.value, each.value) for each in Signing], initial="RS256"
    )
    signs_userinfo = forms.BooleanField(label=_("Userinfo comes as a signed JWT"), required=False)
    legal_basis = forms.CharField(
        label=_("Legal basis for the civil identity"),
        required=False,
        max_length=120,
        help_text=_(
            "A decree, a deliberation. Without one, the service learns that an identity is certified, not which."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, scope in enumerate(SCOPES):
            choices = [(NO, _("Not asked")), (CHOICE, _("If the person wishes")), (NEEDED, _("Indispensable"))]
            self.fields[f"scope_{number}"] = forms.ChoiceField(
                label=WORDS[scope].title, choices=choices, initial=NO, required=False
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why"), max_length=500, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )

    def scope_rows(self) -> list[ScopeRow]:
        """Each scope with its choice and its reason."""
        return [
            ScopeRow(
                scope.value,
                str(WORDS[scope].title),
                str(WORDS[scope].detail),
                describe(self[f"scope_{number}"]),
                describe(self[f"why_{number}"]),
            )
            for number, scope in enumerate(SCOPES)
        ]

    def view(self, name: str) -> FieldView:
        return describe(self[name])

    def scopes(self, *, is_program: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All that is asked, and what is indispensable."""
        first = () if is_program else (Scope.OPENID.value,)
        said = {scope.value: self.cleaned_data[f"scope_{number}"] or NO for number, scope in enumerate(SCOPES)}
        asked = tuple(scope for scope, choice in said.items() if choice in (CHOICE, NEEDED))
        return (*first, *asked), (*first, *(scope for scope in asked if said[scope] == NEEDED))

    def justification(self) -> Mapping[str, str]:
        return {scope.value: self.cleaned_data[f"why_{number}"] for number, scope in enumerate(SCOPES)}

    def edited(self, before: NewClient) -> NewClient:
        """The client as the form says it. Raises nothing: the services check."""
        data = self.cleaned_data
        scopes, required = self.scopes(is_program=before.is_service_account)
        return replace(
            before,
            name=data["name"].strip(),
            redirect_uris=_lines(data["redirect_uris"]),
            post_logout_redirect_uris=_lines(data["post_logout_redirect_uris"]),
            homepage=data["homepage"].strip(),
            backchannel_logout_uri=data["backchannel_logout_uri"].strip(),
            webhook_uri=data["webhook_uri"].strip(),
            signing=Signing(data["signing"]),
            signs_userinfo=data["signs_userinfo"],
            legal_basis=data["legal_basis"].strip(),
            scopes=scopes,
            required=required,
        )


class NewClientForm(ClientForm):
    """What only a new client says."""

    place = forms.ChoiceField(
        label=_("Where"),
        widget=forms.RadioSelect,
        initial="sandbox",
        choices=(
            ("sandbox", _("In the sandbox: at once, with test people alone")),
            ("live", _("Live: once the platform accepted it, with everybody")),
        ),
    )
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect, choices=KINDS, initial=WEB)
    client_id = forms.CharField(
        label=_("client_id"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_URL),
        help_text=_("3 to 60 lower-case letters, digits, hyphens or dots. Left empty, we make one from the name."),
    )
    sector = forms.CharField(
        label=_("Sector"),
        max_length=253,
        required=False,
        widget=forms.TextInput(attrs=_URL),
        help_text=_(
            "The host under which your services know a person by one same number (sub). Left empty: the host of the "
            "redirect addresses. It never changes afterwards."
        ),
    )
    jwks = forms.CharField(
        label=_("Public keys"),
        required=False,
        max_length=25_000,
        widget=forms.Textarea(attrs={**_LINES, "rows": 5}),
        help_text=_(
            "A JWK, a JWK Set or a PEM: the client then signs its proofs (private_key_jwt) instead of a secret."
        ),
    )
    mark = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    field_order = ("place", "kind", "name", "client_id")

    def new_client(self) -> NewClient:
        """Raises Invalid for a key that cannot be kept."""
        data = self.cleaned_data
        kind, is_sandbox = data["kind"], data["place"] == "sandbox"
        keys = public_keys.read(data["jwks"]) if data["jwks"].strip() else []
        if keys and kind in (BROWSER, NATIVE):
            raise Invalid("client_public_alone", "jwks")
        first = NewClient(
            client_id=data["client_id"].strip() or self._made_up(is_sandbox=is_sandbox),
            name=data["name"],
            operator="",
            sector=data["sector"].strip().lower(),
            is_public=kind in (BROWSER, NATIVE),
            is_native=kind == NATIVE,
            is_service_account=kind == PROGRAM,
            jwks={"keys": keys} if keys else {},
            is_sandbox=is_sandbox,
        )
        return self.edited(first)

    def _made_up(self, *, is_sandbox: bool) -> str:
        """The same for the same page, so that a form sent twice makes one client."""
        stem = slugify(self.cleaned_data["name"])[:40].strip("-") or "client"
        mark = "".join(each for each in self.cleaned_data["mark"] if each in "0123456789abcdef") or secrets.token_hex(3)
        return f"{stem}-{'essai-' if is_sandbox else ''}{mark}"


def initial_of(client: NewClient, justification: Mapping[str, str]) -> dict[str, Any]:
    """What is registered, as the form shows it."""
    said: dict[str, Any] = {
        "name": client.name,
        "redirect_uris": "\n".join(client.redirect_uris),
        "post_logout_redirect_uris": "\n".join(client.post_logout_redirect_uris),
        "homepage": client.homepage,
        "backchannel_logout_uri": client.backchannel_logout_uri,
        "webhook_uri": client.webhook_uri,
        "signing": client.signing.value,
        "signs_userinfo": client.signs_userinfo,
        "legal_basis": client.legal_basis,
    }
    for number, scope in enumerate(SCOPES):
        asked = NEEDED if scope in client.required else CHOICE if scope in client.scopes else NO
        said |= {f"scope_{number}": asked, f"why_{number}": justification.get(scope.value, "")}
    return said
