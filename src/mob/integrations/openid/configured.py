"""Which providers the settings name. The only module that knows their particularities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from mob.identity.federation_rules import LEVELS
from mob.identity.federation_types import Audience, ProviderConfig, ProviderKind, TokenProof
from mob.integrations.standins import address
from mob.integrations.standins.clients import CLIENT_ID, CLIENT_SECRET
from mob.integrations.standins.people import AIDANTS_CONNECT

OFF, STAND_IN = "off", "fake:"
# The pivot identity, the name in use and the mailbox: nothing else is asked of FranceConnect at sign-in.
_FC_SCOPES = ("openid", "identite_pivot", "preferred_username", "email")
# Who stood behind it, asked only where a setting makes use of it: FranceConnect opens each scope by name.
_IDP_SCOPE = "idp_id"
_PC_SCOPES = ("openid", "given_name", "usual_name", "email", "siret", "organizational_unit", "idp_id")
_SIGNED = ("RS256", "ES256")


class BadProviderUrl(ValueError):
    """The setting cannot be used. The message says what to write."""


@dataclass(frozen=True, slots=True)
class _Address:
    """A provider's setting, read: where it is, what we are called there, what its options say."""

    issuer: str
    client_id: str
    client_secret: str
    acr: str = ""
    algorithms: tuple[str, ...] = _SIGNED
    assisted: frozenset[str] = frozenset()
    is_stand_in: bool = False


def people_and_agents(
    franceconnect_url: str,
    *,
    proconnect_url: str = OFF,
    others: Sequence[ProviderConfig] = (),
    operated_by: str,
    public_url: str,
) -> Sequence[ProviderConfig]:
    """Every provider, in the order it is shown. An employer's installation shows none of the State's for people.

    Raises BadProviderUrl.
    """
    for_people = [] if operated_by == "employer" else franceconnect(franceconnect_url, public_url=public_url)
    return [*for_people, *proconnect(proconnect_url, public_url=public_url), *others]


def franceconnect(url: str, *, public_url: str) -> list[ProviderConfig]:
    """`off`, `fake:`, or `https://CLIENT_ID:SECRET@HOST/api/v2?acr=eidas1`. Raises BadProviderUrl.

    Options of the address: `acr` (`eidas1`, or `eidas2` and `eidas3`, which is FranceConnect+), `alg` (`RS256`, `ES256`,
    `HS256`: what FranceConnect was told to sign with; HS256 must be said here to be believed), `assisted` (the `idp_id` of
    Aidants Connect, several apart by commas). Tokens of FranceConnect know no PKCE: an unknown parameter is refused there.
    """
    if url == OFF:
        return []
    at = _read("MOB_FRANCECONNECT_URL", url, stand_in=f"{address(public_url)}/franceconnect/api/v2")
    acr = at.acr or "eidas1"
    if acr not in LEVELS:
        raise BadProviderUrl("MOB_FRANCECONNECT_URL: acr is eidas1, eidas2 or eidas3")
    is_plus = acr != "eidas1"
    return [
        ProviderConfig(
            key="franceconnect",
            kind=ProviderKind.FRANCECONNECT_PLUS if is_plus else ProviderKind.FRANCECONNECT,
            label="FranceConnect+" if is_plus else "FranceConnect",
            issuer=at.issuer,
            client_id=at.client_id,
            client_secret=at.client_secret,
            audience=Audience.PEOPLE,
            token_proof=TokenProof.SECRET_POST,
            scopes=(*_FC_SCOPES, _IDP_SCOPE) if at.assisted else _FC_SCOPES,
            acr_values=(acr,),
            userinfo_is_jwt=True,
            algorithms=at.algorithms,
            uses_pkce=False,
            is_stand_in=at.is_stand_in,
            assisted=at.assisted,
        )
    ]


def proconnect(url: str, *, public_url: str) -> list[ProviderConfig]:
    """`off`, `fake:`, or `https://CLIENT_ID:SECRET@HOST/api/v2`, with FranceConnect's option `alg`. Raises BadProviderUrl.

    It takes no parameter it does not know (`Y000400`), PKCE's neither, and says `amr` only when it is asked by name.
    """
    if url == OFF:
        return []
    at = _read("MOB_PROCONNECT_URL", url, stand_in=f"{address(public_url)}/proconnect/api/v2")
    return [
        ProviderConfig(
            key="proconnect",
            kind=ProviderKind.PROCONNECT,
            label="ProConnect",
            issuer=at.issuer,
            client_id=at.client_id,
            client_secret=at.client_secret,
            audience=Audience.AGENTS,
            token_proof=TokenProof.SECRET_POST,
            scopes=_PC_SCOPES,
            userinfo_is_jwt=True,
            algorithms=at.algorithms,
            uses_pkce=False,
            asks_amr=True,
            is_stand_in=at.is_stand_in,
        )
    ]


def _read(name: str, url: str, *, stand_in: str) -> _Address:
    if url == STAND_IN:
        return _Address(stand_in, CLIENT_ID, CLIENT_SECRET, assisted=frozenset({AIDANTS_CONNECT}), is_stand_in=True)
    parts = urlsplit(url)
    said = parse_qs(parts.query, keep_blank_values=True)
    options = {key: values[-1] for key, values in said.items()}
    if parts.scheme != "https" or not parts.hostname or not parts.username or not parts.password:
        raise BadProviderUrl(f"{name} must look like https://CLIENT_ID:SECRET@HOST/api/v2")
    algorithms = tuple(options.get("alg", ",".join(_SIGNED)).split(","))
    if not set(algorithms) <= {*_SIGNED, "HS256"}:
        raise BadProviderUrl(f"{name}: alg is RS256, ES256 or HS256")
    host = parts.netloc.rpartition("@")[2]
    issuer, client_id, secret = f"https://{host}{parts.path}", unquote(parts.username), unquote(parts.password)
    return _Address(issuer, client_id, secret, options.get("acr", ""), algorithms, _assisted(name, said))


def _assisted(name: str, said: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The identifiers named by `assisted`. One that is empty would take everybody for helped, or nobody."""
    found = [each.strip() for value in said.get("assisted", ()) for each in value.split(",")]
    if not all(found):
        raise BadProviderUrl(f"{name}: assisted names the idp_id of Aidants Connect, several apart by commas")
    return frozenset(found)
