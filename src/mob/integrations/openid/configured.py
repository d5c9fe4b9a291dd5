"""Which providers the settings name. The only module that knows their particularities."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from mob.identity.federation_rules import LEVELS
from mob.identity.federation_types import Audience, ProviderConfig, ProviderKind, TokenProof

OFF, STAND_IN = "off", "fake:"
# What the stand-in of FranceConnect knows us by: no secret, since it refuses to run in production.
STAND_IN_ID, STAND_IN_SECRET = "mob-demo", "secret-of-the-stand-in-which-protects-nothing-at-all-0123456789"
# The pivot identity, the name in use and the mailbox: nothing else is asked of FranceConnect at sign-in.
_FC_SCOPES = ("openid", "identite_pivot", "preferred_username", "email")


class BadProviderUrl(ValueError):
    """The setting cannot be used. The message says what to write."""


def franceconnect(url: str, *, public_url: str) -> list[ProviderConfig]:
    """`off`, `fake:`, or `https://CLIENT_ID:SECRET@HOST/api/v2?acr=eidas1`. Raises BadProviderUrl.

    Options of the address: `acr` (`eidas1`, or `eidas2` and `eidas3`, which is FranceConnect+), `alg` (`RS256`, `ES256`,
    `HS256`: what FranceConnect was told to sign with; HS256 must be said here to be believed), `auth`
    (`client_secret_post`). Tokens of FranceConnect know no PKCE: an unknown parameter is refused there.
    """
    if url == OFF:
        return []
    if url == STAND_IN:
        return [_franceconnect(f"{stand_ins(public_url)}/franceconnect/api/v2", STAND_IN_ID, STAND_IN_SECRET, "eidas1")]
    parts, options = urlsplit(url), _options(url)
    if parts.scheme != "https" or not parts.hostname or not parts.username or not parts.password:
        raise BadProviderUrl("MOB_FRANCECONNECT_URL must look like https://CLIENT_ID:SECRET@HOST/api/v2?acr=eidas1")
    acr = options.get("acr", "eidas1")
    if acr not in LEVELS:
        raise BadProviderUrl("MOB_FRANCECONNECT_URL: acr is eidas1, eidas2 or eidas3")
    algorithms = tuple(options.get("alg", "RS256,ES256").split(","))
    if not set(algorithms) <= {"RS256", "ES256", "HS256"}:
        raise BadProviderUrl("MOB_FRANCECONNECT_URL: alg is RS256, ES256 or HS256")
    host = parts.netloc.rpartition("@")[2]
    return [
        _franceconnect(f"https://{host}{parts.path}", unquote(parts.username), unquote(parts.password), acr, algorithms)
    ]


def _franceconnect(
    issuer: str, client_id: str, secret: str, acr: str, algorithms: tuple[str, ...] = ("RS256", "ES256")
) -> ProviderConfig:
    is_plus = acr != "eidas1"
    return ProviderConfig(
        key="franceconnect",
        kind=ProviderKind.FRANCECONNECT_PLUS if is_plus else ProviderKind.FRANCECONNECT,
        label="FranceConnect+" if is_plus else "FranceConnect",
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        audience=Audience.PEOPLE,
        token_proof=TokenProof.SECRET_POST,
        scopes=_FC_SCOPES,
        acr_values=(acr,),
        userinfo_is_jwt=True,
        algorithms=algorithms,
        uses_pkce=False,
        is_stand_in=client_id == STAND_IN_ID,
    )


def stand_ins(public_url: str) -> str:
    """Where the stand-ins of a demonstration answer: two ports above its own."""
    parts = urlsplit(public_url)
    return f"http://{parts.hostname}:{(parts.port or 8000) + 2}"


def _options(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def people_and_agents(franceconnect_url: str, *, operated_by: str, public_url: str) -> Sequence[ProviderConfig]:
    """Every provider, in the order it is shown. An employer's installation shows none of the State's for people."""
    return [] if operated_by == "employer" else franceconnect(franceconnect_url, public_url=public_url)
