"""Looking after a client once it is there: edited, opened by the platform, closed, its quotas set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.identity.events import ClientClosed, ClientEdited, ClientOpened, ClientQuotaSet, WebhookRenewed
from mob.identity.models import Client, Link, User
from mob.identity.oidc import clients, limits, links
from mob.identity.oidc.credentials import take
from mob.identity.oidc.limits import Quota, QuotaKind
from mob.identity.oidc_types import NewClient, Signing, TokenAuth
from mob.identity.permissions import is_platform
from mob.identity.ports import AccountMail, AccountMailer
from mob.journal import services as journal
from mob.journal.types import TaskKind
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, NotFound
from mob.kernel.events import Event

END_LINKS = "end_links_of_client"
_BATCH = 100
# What people read and allow: of a client they may link already, the platform alone changes it.
ALLOWED = ("name", "scopes", "required", "legal_basis")
FREE = (
    "homepage",
    "redirect_uris",
    "post_logout_redirect_uris",
    "backchannel_logout_uri",
    "webhook_uri",
    "signing",
    "signs_userinfo",
)


def described(actor: Actor, client_id: UUID) -> NewClient:
    """What a client registered, as it would be registered again. Raises NotFound."""
    row = Client.objects.filter(id=client_id, closed_at=None).first()
    if row is None:
        raise NotFound("oidc_client_unknown")
    with transaction.atomic():
        return _described(take(actor, row.id))


def _described(row: Client) -> NewClient:
    view = clients.view(row)
    order = row.scope.split()
    return NewClient(
        client_id=view.client_id,
        name=view.name,
        operator=view.operator,
        redirect_uris=view.redirect_uris,
        post_logout_redirect_uris=view.post_logout_redirect_uris,
        scopes=tuple(order),
        required=tuple(scope for scope in order if scope in view.required),
        homepage=view.homepage,
        sector=view.sector,
        is_public=view.is_public,
        is_native=view.is_native,
        is_service_account=view.is_service_account,
        signing=view.signing,
        signs_userinfo=view.signs_userinfo,
        backchannel_logout_uri=view.backchannel_logout_uri,
        legal_basis=row.legal_basis,
        jwks={"keys": []} if view.token_auth is TokenAuth.KEY else {},
        webhook_uri=row.webhook_uri,
        owner=row.owner,
        is_sandbox=row.is_sandbox,
        is_waiting=row.is_waiting,
    )


def changed(before: NewClient, after: NewClient) -> tuple[str, ...]:
    """Names of what differs, among what may be edited."""
    return tuple(name for name in (*ALLOWED, *FREE) if getattr(before, name) != getattr(after, name))


@transaction.atomic
def edit_client(actor: Actor, client_id: UUID, new: NewClient, *, now: datetime) -> tuple[str, ...]:
    """Write what may be edited; what changed. Raises NotFound, Invalid with the field at fault, Forbidden.

    Of a live client its partner changes addresses alone: what people allowed stays what they allowed.
    """
    row = take(actor, client_id)
    before = _described(row)
    after = replace(before, **{name: getattr(new, name) for name in (*ALLOWED, *FREE)})
    names = changed(before, after)
    if set(names) & set(ALLOWED) and not (is_platform(actor) or row.is_sandbox or row.is_waiting):
        raise Forbidden("client_live_words")
    clients.check_words(after)
    clients.check_addresses(after)
    if names:
        _write(row, after)
        _record(actor, row, ClientEdited(names), now=now)
    return names


def _write(row: Client, new: NewClient) -> None:
    if new.legal_basis.strip() != row.legal_basis:
        # The days were those of the former act.
        row.legal_basis_text, row.legal_basis_from, row.legal_basis_until = "", None, None
    row.name, row.homepage, row.legal_basis = new.name.strip(), new.homepage, new.legal_basis.strip()
    row.redirect_uris = "\n".join(new.redirect_uris)
    row.post_logout_redirect_uris = "\n".join(new.post_logout_redirect_uris)
    row.scope, row.required_scope = " ".join(new.scopes), " ".join(new.required)
    row.backchannel_logout_uri, row.webhook_uri = new.backchannel_logout_uri, new.webhook_uri
    row.algorithm, row.signs_userinfo = Signing(new.signing).value, new.signs_userinfo
    row.save()


@transaction.atomic
def open_client(actor: Actor, client_id: UUID, *, now: datetime) -> None:
    """The platform's word: people may link their account. Raises Forbidden, NotFound."""
    if not is_platform(actor):
        raise Forbidden("not_allowed")
    row = take(actor, client_id)
    if row.is_waiting:
        Client.objects.filter(id=row.id).update(is_waiting=False)
        _record(actor, row, ClientOpened(), now=now)


@transaction.atomic
def close_client(actor: Actor, client_id: UUID, *, now: datetime) -> None:
    """It answers nothing from now on; people's links end in the background, and they are told. Raises NotFound."""
    row = take(actor, client_id)
    Client.objects.filter(id=row.id).update(closed_at=now)
    _record(actor, row, ClientClosed(), now=now)
    journal.plan(END_LINKS, key=f"{END_LINKS}:{row.id}", payload={"client": str(row.id)}, at=now)


def end_links_task() -> TaskKind:
    return TaskKind(END_LINKS, _end_links)


def _end_links(payload: Mapping[str, Any], now: datetime) -> None:
    """A hundred links a transaction. Safe to run twice: an ended link is found no more."""
    client_id = UUID(str(payload["client"]))
    name = Client.objects.values_list("name", flat=True).get(id=client_id)
    while batch := list(Link.objects.filter(client_id=client_id, ended_at=None).order_by("id")[:_BATCH]):
        with transaction.atomic():
            for link in batch:
                links.end_row(Actor.system(), link, now=now)
                _tell(link.user_id, name)


def _tell(user_id: UUID, name: str) -> None:
    user = User.objects.get(id=user_id)
    if user.is_active and user.test_of is None:
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.SERVICE_CLOSED, user.email, user.language, {"service": name})


@transaction.atomic
def set_quotas(actor: Actor, client_id: UUID, said: Mapping[QuotaKind, Quota | None], *, now: datetime) -> None:
    """How often a client may call, by kind; None: as everybody. Raises Forbidden, NotFound, Invalid `quota_sense`."""
    if not is_platform(actor):
        raise Forbidden("not_allowed")
    row = take(actor, client_id)
    for kind, quota in said.items():
        if quota is not None and not limits.is_sensible(quota):
            raise Invalid("quota_sense", f"{kind.value}_minute", minute=limits.MOST.minute, day=limits.MOST.day)
        if quota == limits.quota_of(kind, row.quotas):
            continue
        own = {name: value for name, value in row.quotas.items() if name != kind.value}
        row.quotas = own | ({kind.value: [quota.minute, quota.day]} if quota else {})
        figures = (quota.minute, quota.day) if quota else (None, None)
        _record(actor, row, ClientQuotaSet(kind.value, *figures), now=now)
    row.save(update_fields=["quotas"])


@transaction.atomic
def renew_webhook_secret(actor: Actor, client_id: UUID, *, now: datetime) -> None:
    """Another secret signs; for a day what is sent bears both signatures. Raises NotFound."""
    row = take(actor, client_id)
    row.webhook_generation, row.webhook_changed_at = row.webhook_generation + 1, now
    row.save(update_fields=["webhook_generation", "webhook_changed_at"])
    _record(actor, row, WebhookRenewed(row.webhook_generation), now=now)


def _record(actor: Actor, row: Client, fact: Event, *, now: datetime) -> None:
    journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)
