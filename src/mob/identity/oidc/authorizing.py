"""What the authorization endpoint decides: who asks, whether the person must act first, and the answer to send.

The pages are in `web.account.authorize`: they show what this says, and lead where it leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

from mob.identity.oidc import asking, clients, levels, links, signing, tokens
from mob.identity.oidc.asking import Denied
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.subjects import subject
from mob.identity.oidc_types import AuthorizationRequest, ClientView, Prompt, SignIn

ENDPOINT = "authorize"
# OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
UNMET = "unmet_authentication_requirements"
_FRESH = frozenset({Prompt.LOGIN, Prompt.SELECT_ACCOUNT})


@dataclass(frozen=True, slots=True)
class SignOutRequest:
    """Who asks to sign the person out, where to lead afterwards, and whether it proved to speak of her."""

    client: ClientView | None
    uri: str
    is_hers: bool


class Sent(Exception):
    """The request ends here: the client is told at `uri`."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.uri = uri


def read(query: str, *, now: datetime) -> AuthorizationRequest:
    """The request of a query string. Raises Untrusted for a page, Sent for an answer to the client."""
    pairs: list[tuple[str, str]] = []
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=False, max_num_fields=40)
        said = asking.single(pairs)
    except ValueError as error:
        raise asking.Untrusted("oidc_parameter_twice") from error
    except asking.Untrusted:
        _count(dict(pairs).get("client_id", ""), Reason.PARAMETER_TWICE, now)
        raise
    client = clients.find(said.get("client_id", ""))
    try:
        uri = asking.answer_address(said, client)
    except asking.Untrusted:
        _count(said.get("client_id", ""), Reason.REDIRECT_UNKNOWN, now)
        raise
    assert client is not None
    try:
        return asking.parse(said, client)
    except Denied as denied:
        record_failure(client.id, ENDPOINT, denied.reason, now)
        raise Sent(_denied(uri, said.get("state", ""), denied.error, denied.why)) from denied


def _count(name: str, reason: Reason, now: datetime) -> None:
    """A request that is answered by a page alone: the partner of the client it names sees it in its console."""
    row = clients.any_row(name)
    if row is None:
        return
    state = Reason.CLIENT_CLOSED if row.closed_at else Reason.CLIENT_WAITING if row.is_waiting else reason
    record_failure(row.id, ENDPOINT, state, now)


def check_silence(asked: AuthorizationRequest, who: SignIn | None, *, is_fresh: bool) -> None:
    """`prompt=none`, and a hint of who should be there: nothing may be shown, so that something lacking ends it."""
    if asked.id_token_hint and who is not None and not _is_hinted(asked, who.user_id):
        raise denied(asked, "login_required")
    if asked.subject and who is not None and asked.subject != subject(who.user_id, sector=asked.client.sector):
        raise denied(asked, "login_required")
    if Prompt.NONE not in asked.prompts:
        return
    if who is None or not is_fresh:
        raise denied(asked, "login_required")
    if is_level_lacking(asked, who):
        raise denied(asked, UNMET)


def is_level_lacking(asked: AuthorizationRequest, who: SignIn) -> bool:
    """Whether the request fails as she is signed in: a level it cannot do without is not reached."""
    return asked.is_acr_essential and not levels.is_met(asked.acr, who)


def would_step_up(asked: AuthorizationRequest, who: SignIn) -> bool:
    """Whether a second factor would meet what is asked, wanted or needed, and is not proved yet in this session."""
    return levels.may_be_stepped_up(asked.acr) and not levels.is_met(asked.acr, who)


def _is_hinted(asked: AuthorizationRequest, user_id: UUID) -> bool:
    said = signing.read(asked.id_token_hint)
    return said is not None and said.get("sub") == subject(user_id, sector=asked.client.sector)


def is_fresh(asked: AuthorizationRequest, who: SignIn, *, since: datetime | None, now: datetime) -> bool:
    """Whether the person proved who she is recently enough for this request. `since`: when she was asked to, if she was."""
    if since is not None:
        return who.auth_time >= since
    if asked.prompts & _FRESH:
        return False
    return asked.max_age is None or now - who.auth_time <= asked.max_age


def code_without_asking(asked: AuthorizationRequest, who: SignIn, *, now: datetime) -> str | None:
    """Where to lead with a code when the person has nothing to decide; None when she has.

    Raises Sent when she has and nothing may be shown.
    """
    known = None if Prompt.CONSENT in asked.prompts else links.allowed_already(who.user_id, asked.client, asked.scopes)
    if known is not None:
        link_id, scopes = known
        return code_for(asked, scopes, link_id, who, now=now)
    if Prompt.NONE in asked.prompts:
        raise denied(asked, "consent_required")
    return None


def code_for(asked: AuthorizationRequest, scopes: Iterable[str], link_id: UUID, who: SignIn, *, now: datetime) -> str:
    """The client's address with a code for these scopes."""
    code = tokens.make_code(asked, scopes, link_id, who, now=now)
    return _with(asked.redirect_uri, {"code": code, "state": asked.state, "iss": signing.issuer()})


def denied(asked: AuthorizationRequest, error: str) -> Sent:
    """The answer that says no."""
    return Sent(_denied(asked.redirect_uri, asked.state, error, ""))


def _denied(uri: str, state: str, error: str, why: str) -> str:
    return _with(uri, {"error": error, "error_description": why, "state": state, "iss": signing.issuer()})


def _with(uri: str, said: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in said.items() if value}, quote_via=quote)
    return f"{uri}{'&' if '?' in uri else '?'}{query}"


def sign_out_request(said: Mapping[str, str], user_id: UUID | None) -> SignOutRequest:
    """An RP-initiated logout (OpenID Connect), with its parameters. Raises Untrusted for an address not the client's."""
    hint = signing.read(said["id_token_hint"]) if said.get("id_token_hint") else None
    audience, named = str(hint.get("aud", "")) if hint else "", said.get("client_id", "")
    client = clients.find(named or audience)
    if (named and client is None) or (hint and named and audience != named):
        raise asking.Untrusted("oidc_client_unknown")
    uri, state = said.get("post_logout_redirect_uri", ""), said.get("state", "")
    if uri and (client is None or uri not in client.post_logout_redirect_uris):
        raise asking.Untrusted("oidc_redirect_unknown")
    subject_hinted = hint.get("sub") if hint else None
    is_hers = bool(client and user_id and subject_hinted == subject(user_id, sector=client.sector))
    return SignOutRequest(client, _with(uri, {"state": state}) if uri and state else uri, is_hers)
