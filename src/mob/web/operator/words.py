"""The words of codes, as integrators read them. Why a call was refused: `advice`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mob.directory.partner_types import ClientState, PartnerClientView, PartnerRole, SandboxScript
from mob.identity.oidc.limits import QuotaKind
from mob.identity.oidc.overview import ClientSheet

ROLES: Mapping[PartnerRole, Any] = {
    PartnerRole.ADMINISTRATOR: _("Administration: clients and team"),
    PartnerRole.DEVELOPER: _("Development: clients and test people"),
}
QUOTAS: Mapping[QuotaKind, Any] = {QuotaKind.TOKEN: _("Token requests"), QuotaKind.API: _("API calls")}
# Words, and the kind of their tag.
STATES: Mapping[ClientState, tuple[Any, str, str]] = {
    ClientState.SANDBOX: (_("Sandbox"), "hollow", ""),
    ClientState.WAITING: (_("Waiting for the platform"), "unknown", "minus"),
    ClientState.LIVE: (_("Live"), "ok", "check"),
    ClientState.REFUSED: (_("Refused by the platform"), "no", "cross"),
    ClientState.CLOSED: (_("Closed"), "unknown", "minus"),
}
SCRIPTS: Mapping[SandboxScript, tuple[Any, Any]] = {
    SandboxScript.CERTIFIED: (
        _("Certified identity"),
        _("Camille Durand, employed, in Grenoble; FranceConnect vouches. A draft, a file being read, an aid granted."),
    ),
    SandboxScript.DECLARED: (
        _("Declared identity"),
        _(
            "Dominique Martin, looking for work, in Rennes; nobody vouches. A draft, a correction asked, an aid refused."
        ),
    ),
    SandboxScript.MINOR: (
        _("Seventeen years old"),
        _("Sacha Petit, in Lille; certified identity. A draft, a file sent, an aid granted month by month."),
    ),
    SandboxScript.ACCENTS: (
        _("Name with accents"),
        _(
            "Maëlys-Zoé N’Guyễn d’Œuvre, name in use Łukasiewicz-Öztürk, in La Réunion, born on 29 February. A draft, a file sent, an aid refused."  # noqa: E501
        ),
    ),
    SandboxScript.EMPTY: (
        _("Account just opened"),
        _("No name, no town, no telephone, no applications: only an address."),
    ),
}


def state_of(row: PartnerClientView, sheet: ClientSheet) -> ClientState:
    """Where a client stands."""
    if sheet.closed_at is not None:
        return ClientState.CLOSED
    if row.is_sandbox:
        return ClientState.SANDBOX
    if not sheet.is_waiting:
        return ClientState.LIVE
    return ClientState.REFUSED if row.refusal else ClientState.WAITING
