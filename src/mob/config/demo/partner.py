"""An invented operator with its console: a live service, one in the sandbox, one that waits, and a few refusals."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.config.demo.people import CARDS
from mob.config.demo.services import CLIENT
from mob.directory import services
from mob.directory.partner_types import PartnerKind, PartnerRole, SandboxScript
from mob.directory.selectors import operator_actor
from mob.identity.oidc import credentials, failures
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc_types import NewClient
from mob.kernel.actor import Actor

NAME = "Tilleul Mobilités (opérateur inventé)"


def tell(users: dict[str, UUID], now: datetime) -> None:
    """The operator came a month ago. Its live service is the one people of the demonstration linked."""
    start, system = now - timedelta(days=30), Actor.system()
    card = next(each for each in CARDS if each.role == "operator")
    details = services.PartnerDetails(NAME, PartnerKind.OPERATOR, card.email)
    partner_id = services.create_partner(system, details=details, now=start)
    ask = {"partner_id": partner_id, "email": card.email, "role": PartnerRole.ADMINISTRATOR, "now": start}
    token = services.invite_partner(system, **ask)  # type: ignore[arg-type]
    services.accept_partner_invitation(Actor.citizen(users[card.email]), token=token, now=start)
    actor = operator_actor(users[card.email])
    if actor is None:
        raise LookupError("the operator has no hat")
    _clients(actor, partner_id, now)


def _clients(actor: Actor, partner_id: UUID, now: datetime) -> None:
    live = services.register_client(
        actor, partner_id=partner_id, new=CLIENT, justification=_WHY, now=now - timedelta(days=28)
    )
    services.accept_client(Actor.system(), client_id=live.id, now=now - timedelta(days=25))
    overlap = timedelta(days=7)
    credentials.rotate_secret(actor, live.id, overlap=overlap, now=now - timedelta(days=6))
    for days, endpoint, reason, count in _REFUSED:
        for _each in range(count):
            failures.record_failure(live.id, endpoint, reason, now - timedelta(days=days, minutes=12))
    services.register_client(actor, partner_id=partner_id, new=_SANDBOX, justification={}, now=now - timedelta(days=27))
    services.register_client(
        actor, partner_id=partner_id, new=_WAITING, justification=_WHY, now=now - timedelta(days=1)
    )
    for script in (SandboxScript.CERTIFIED, SandboxScript.MINOR):
        services.make_sandbox_person(actor, partner_id=partner_id, script=script, now=now - timedelta(days=27))


_WHY = {
    "profile": "Nous affichons si l’identité est certifiée avant un trajet.",
    "email": "Nous envoyons le reçu de chaque trajet.",
    "subscriptions_metadata": "Nous remettons le reçu de l’abonnement que la personne se fait rembourser.",
    "subscriptions_list": "Le conducteur suit sa prime depuis l’application.",
    "offline_access": "L’application reste reliée d’un trajet à l’autre.",
    "incentives_list": "Nous montrons les aides ouvertes à la personne.",
}
_REFUSED = (
    (0, "token", Reason.CODE_LATE, 3),
    (2, "authorize", Reason.REDIRECT_UNKNOWN, 1),
    (5, "userinfo", Reason.TOKEN_DEAD, 14),
)
_SANDBOX = NewClient(
    client_id="covoit-valmont-essai",
    name="Covoit Valmont, à l’essai",
    operator="",
    redirect_uris=("http://localhost:3000/retour", "https://essai.covoit.exemple.fr/retour"),
    scopes=("openid", "profile", "email", "subscriptions_list", "offline_access"),
    sector="essai.covoit.exemple.fr",
    webhook_uri="https://essai.covoit.exemple.fr/mob/webhook",
    is_sandbox=True,
)
_WAITING = NewClient(
    client_id="covoit-aides",
    name="Covoit Aides",
    operator="",
    homepage="https://aides.covoit.exemple.fr/",
    redirect_uris=("https://aides.covoit.exemple.fr/retour",),
    scopes=("openid", "incentives_list"),
)
