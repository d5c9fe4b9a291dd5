"""Who may vouch for people and agents here, from the settings: what is wrong with them is told at start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mob.config.env import BadSetting, Env
from mob.identity.federation_types import ProviderConfig
from mob.integrations.openid import configured, declared
from mob.integrations.openid.declared import BadProviders

_NAME = "MOB_IDENTITY_PROVIDERS"


def every(env: Env) -> Sequence[ProviderConfig]:
    """FranceConnect, ProConnect, then those of the file. Raises BadSetting."""
    try:
        return configured.people_and_agents(
            env.franceconnect,
            proconnect_url=env.proconnect,
            others=declared_ones(env),
            operated_by=env.operated_by,
            public_url=env.public_url,
        )
    except configured.BadProviderUrl as refusal:
        raise BadSetting(str(refusal)) from refusal


def declared_ones(env: Env) -> list[ProviderConfig]:
    """Those of the file; none without one. Raises BadSetting with each mistake and its line."""
    if not env.identity_providers:
        return []
    path = Path(env.identity_providers).expanduser()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{_NAME}: {path} cannot be read ({type(error).__name__})") from error
    try:
        return declared.read(text, lambda name: _secret(path, name), allows_http=not env.is_production)
    except BadProviders as refusal:
        told = "\n".join(f"  {path}:{each.line}: {each.text}" for each in refusal.mistakes)
        raise BadSetting(f"{_NAME} holds mistakes:\n{told}") from refusal


def _secret(file: Path, name: str) -> str:
    """What a file named beside the list holds. Its path may be absolute."""
    return (file.parent / name).read_text(encoding="utf-8")
