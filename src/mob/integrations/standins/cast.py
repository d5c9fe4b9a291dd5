"""What every invented person or agent has, whoever the provider: a name to choose her by, claims, and a script."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol


class Script(StrEnum):
    """What goes wrong when this person signs in. `NONE`: nothing. `NEW_KEY` must not trouble anybody."""

    NONE = ""
    REFUSES = "refuses"
    DOWN = "down"
    SLOW = "slow"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_USERINFO = "wrong_userinfo"
    WRONG_NONCE = "wrong_nonce"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    OTHER_SUBJECT = "other_subject"
    LOWER_LEVEL = "lower_level"
    NEW_KEY = "new_key"


class Cast(Protocol):
    """`key` names one line of the screen; `identity` is what the subject is made of: two lines may share it."""

    @property
    def key(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def script(self) -> Script: ...
    @property
    def full_name(self) -> str: ...
    @property
    def identity(self) -> str: ...
    def claims(self) -> Mapping[str, Any]: ...
    def details(self) -> Mapping[str, str]: ...
