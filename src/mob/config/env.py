"""Every setting a host can change, typed, with its default and its reason. The reference page is generated from it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# Fewer different characters than this are no random secret (50 drawn at random hold some 35).
_VARIED = 16
ENVIRONMENTS = ("demo", "test", "production")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_KNOWN = ("", "admin", "changeme", "guest", "minioadmin", "mob", "password", "postgres", "secret", "test", "…")
_LOOPBACK = re.compile(r"[@/](?:127\.0\.0\.1|localhost|\[::1\])(?=[:/?]|$)")
_DURATION = re.compile(r"([+-])?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


class BadSetting(Exception):
    """A setting cannot be used. The message names the variable and the remedy."""


def _doc(default: Any, text: str) -> Any:
    return field(default=default, metadata={"doc": text})


@dataclass(frozen=True, slots=True)
class Env:
    """One field per `MOB_…` variable. Paths inside URLs that start with `var/` are relative to `home`."""

    env: str = _doc("demo", "`demo`, `test` or `production`. Production refuses every fake and every default secret.")
    home: Path = _doc(Path("var"), "Folder of the database, the vault and the secret.")
    database_url: str = _doc("", "`sqlite:///PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Empty: `mob.db` in home.")
    objects_url: str = _doc(
        "",
        "Where encrypted papers are kept: `file:///PATH`, or `s3://KEY:SECRET@BUCKET/PREFIX?endpoint=https://HOST&region=R`"
        " (without KEY:SECRET, boto3 finds them). Empty: `vault` in home.",
    )
    antivirus_url: str = _doc("signatures:", "`clamd://HOST:PORT`, `clamd:///SOCKET`, or `signatures:` (EICAR only).")
    mail_url: str = _doc("file:", "`smtp://USER:PASSWORD@HOST:PORT?tls=starttls`, or `file:` (kept in the database).")
    mail_from: str = _doc("moB <ne-pas-repondre@mob.invalid>", "Sender of every mail.")
    public_url: str = _doc("http://localhost:8000", "Address people type. Links in mails and passkeys depend on it.")
    allowed_hosts: tuple[str, ...] = _doc((), "Host names answered, comma separated. Empty: the public address alone.")
    trusted_proxies: tuple[str, ...] = _doc((), "Addresses of proxies whose X-Forwarded-For and -Proto are believed.")
    web_workers: int = _doc(1, "Number of web worker processes.")
    web_threads: int = _doc(8, "Threads of each web worker that run Django.")
    inflight_bytes: int = _doc(268_435_456, "Bytes of request bodies held at once by one web worker; beyond: 503.")
    backup_recipients: tuple[str, ...] = _doc((), "Public keys `age1…` every `mob backup` is encrypted to.")
    secret_key: str = _doc("", "Signing secret. Empty: read from `secret` in home, made at first start.")
    clock_offset: timedelta = _doc(timedelta(0), "ISO 8601 duration added to the clock (`P3D`). Refused in production.")
    metrics_token: str = _doc(
        "", "Secret that `/metrics` asks for, as a bearer token. Empty: that page does not exist."
    )
    log_format: str = _doc("text", "`text` for people, `json` for programs: one line an event, without personal data.")
    publisher: str = _doc("", "Who publishes this site: name, legal form, number. Written in the legal notice.")
    publisher_address: str = _doc("", "Postal address and telephone of the publisher.")
    publication_director: str = _doc("", "Who answers for what is published (a name or an office).")
    hosting: str = _doc("", "Who hosts this site: name, address, telephone, in one line.")
    contact_email: str = _doc("", "Address people write to for help.")
    contact_phone: str = _doc("", "Telephone people call for help.")
    contact_address: str = _doc("", "Where people come or write for help.")
    contact_hours: str = _doc("", "When the telephone is answered (`lundi au vendredi, 9 h à 17 h`).")
    data_protection: str = _doc("", "Address of the data protection officer.")
    link_checks: str = _doc(
        "", "`on`: official pages of aids are asked now and then whether they answer. Empty: on in production alone."
    )
    demo_rules: str = _doc(
        "", "npm package whose aids `mob demo` brings in once the site answers (`@betagouv/aides-velo`). Empty: none."
    )
    operated_by: str = _doc(
        "public", "`public`, or `employer`: an employer's own installation, without FranceConnect or API Particulier."
    )
    api_particulier_url: str = _doc(
        "",
        "`https://TOKEN@particulier.api.gouv.fr/v3`, `fake:` (the stand-in), or `off`. Empty: `fake:` in demo and test, `off`"
        " in production.",
    )
    franceconnect_url: str = _doc(
        "",
        "`https://CLIENT_ID:SECRET@HOST/api/v2?acr=eidas1` (`eidas2`, `eidas3`: FranceConnect+), `fake:` (the stand-in), or"
        " `off`. Empty: `fake:` in demo and test, `off` in production. `&assisted=` names the `idp_id` of Aidants Connect.",
    )
    proconnect_url: str = _doc(
        "",
        "`https://CLIENT_ID:SECRET@HOST/api/v2` for agents, `fake:` (the stand-in), or `off`. Empty: `fake:` in demo and"
        " test, `off` in production.",
    )
    identity_providers: str = _doc(
        "", "Path of a TOML file of other OpenID providers (`docs/reference/identity-providers.md`). Empty: none."
    )
    log_level: str = _doc("INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`.")

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def shows_demo(self) -> bool:
        return self.env in ("demo", "test")

    @property
    def checks_links(self) -> bool:
        return self.link_checks == "on" or (self.is_production and not self.link_checks)

    @property
    def api_particulier(self) -> str:
        """`off`, `fake:` or the real address."""
        return self.api_particulier_url or ("fake:" if self.shows_demo else "off")

    @property
    def franceconnect(self) -> str:
        """`off`, `fake:` or the real address."""
        return self.franceconnect_url or ("fake:" if self.shows_demo else "off")

    @property
    def proconnect(self) -> str:
        """`off`, `fake:` or the real address."""
        return self.proconnect_url or ("fake:" if self.shows_demo else "off")

    @property
    def is_https(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def secret_file(self) -> Path:
        return self.home / "secret"


def _default_home() -> Path:
    root = Path(__file__).resolve().parents[3]
    if (root / "pyproject.toml").exists() and (root / "src" / "mob").is_dir():
        return root / "var"
    return Path.home() / ".local" / "share" / "mob"


def parse_duration(text: str) -> timedelta:
    """An ISO 8601 duration in days, hours, minutes and seconds, with an optional sign. Raises BadSetting."""
    match = _DURATION.fullmatch(text)
    if not match or text.rstrip("T") in ("P", "+P", "-P"):
        raise BadSetting(f"MOB_CLOCK_OFFSET={text!r} is not an ISO 8601 duration such as P3D or -PT2H")
    sign, days, hours, minutes, seconds = match.groups()
    span = timedelta(days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0))
    return -span if sign == "-" else span


def _convert(name: str, kind: str, raw: str) -> Any:
    try:
        if kind == "int":
            return int(raw)
        if kind == "Path":
            return Path(raw).expanduser().resolve()
        if kind.startswith("tuple"):
            return tuple(item.strip() for item in raw.split(",") if item.strip())
        if kind == "timedelta":
            return parse_duration(raw)
    except ValueError as error:
        raise BadSetting(f"{name}={raw!r} is not a valid {kind}") from error
    return raw


def load(environ: Mapping[str, str] | None = None) -> Env:
    """Read the environment. Raises BadSetting with a sentence that says what to change. Touches no file."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {"home": _default_home()}
    for spec in fields(Env):
        name = f"MOB_{spec.name.upper()}"
        if environ.get(name):
            values[spec.name] = _convert(name, str(spec.type), environ[name])
    env = Env(**values)
    _check(env)
    return env


def _check(env: Env) -> None:
    if env.env not in ENVIRONMENTS:
        raise BadSetting(f"MOB_ENV={env.env!r}: choose one of {', '.join(ENVIRONMENTS)}")
    if urlsplit(env.public_url).scheme not in ("http", "https") or not urlsplit(env.public_url).hostname:
        raise BadSetting(f"MOB_PUBLIC_URL={env.public_url!r} must look like https://mob.example.fr")
    if urlsplit(env.database_url).scheme not in ("", "sqlite", "postgres", "postgresql"):
        raise BadSetting("MOB_DATABASE_URL must look like sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME")
    if env.log_level not in _LOG_LEVELS:
        raise BadSetting(f"MOB_LOG_LEVEL={env.log_level!r}: choose one of {', '.join(_LOG_LEVELS)}")
    if env.log_format not in ("text", "json"):
        raise BadSetting(f"MOB_LOG_FORMAT={env.log_format!r}: choose text or json")
    if env.operated_by not in ("public", "employer"):
        raise BadSetting(f"MOB_OPERATED_BY={env.operated_by!r}: choose public or employer")
    if env.api_particulier not in ("off", "fake:") and not env.api_particulier.startswith("https://"):
        raise BadSetting("MOB_API_PARTICULIER_URL must look like https://TOKEN@particulier.api.gouv.fr/v3")
    if env.franceconnect not in ("off", "fake:") and not env.franceconnect.startswith("https://"):
        raise BadSetting("MOB_FRANCECONNECT_URL must look like https://CLIENT_ID:SECRET@HOST/api/v2?acr=eidas1")
    if env.proconnect not in ("off", "fake:") and not env.proconnect.startswith("https://"):
        raise BadSetting("MOB_PROCONNECT_URL must look like https://CLIENT_ID:SECRET@HOST/api/v2")
    if env.link_checks not in ("", "on", "off"):
        raise BadSetting(f"MOB_LINK_CHECKS={env.link_checks!r}: choose on or off")
    for problem in [*_wrong_numbers(env), *_wrong_proxies(env), *production_problems(env)]:
        raise BadSetting(problem)


def _wrong_numbers(env: Env) -> list[str]:
    least = {"web_workers": 1, "web_threads": 1, "inflight_bytes": 20_000_000}
    return [f"MOB_{name.upper()} must be at least {n}" for name, n in least.items() if getattr(env, name) < n]


def _wrong_proxies(env: Env) -> list[str]:
    try:
        for address in env.trusted_proxies:
            ip_network(address, strict=False)
    except ValueError:
        return [f"MOB_TRUSTED_PROXIES: {address!r} is neither an address nor a network such as 10.0.0.0/8"]
    return []


def _addresses(env: Env) -> dict[str, str]:
    return {
        "MOB_DATABASE_URL": env.database_url,
        "MOB_OBJECTS_URL": env.objects_url,
        "MOB_MAIL_URL": env.mail_url,
        "MOB_FRANCECONNECT_URL": env.franceconnect_url,
        "MOB_PROCONNECT_URL": env.proconnect_url,
    }


def _is_known(url: str) -> bool:
    """A password that comes with a product or with an example."""
    parts = urlsplit(url)
    return parts.password is not None and parts.password.lower() in (*_KNOWN, (parts.username or "").lower())


def _goes_in_clear(url: str, mark: str) -> bool:
    """Whether what is sent could be read on the way: this machine's own loopback apart."""
    return mark in url and not _LOOPBACK.search(url)


def production_problems(env: Env) -> list[str]:
    """What makes this environment unfit for real people, a sentence each. Empty outside production."""
    if not env.is_production:
        return []
    problems = {
        "MOB_PUBLIC_URL must start with https:// in production": not env.is_https,
        "MOB_CLOCK_OFFSET cannot be set in production": bool(env.clock_offset),
        "MOB_ANTIVIRUS_URL must name a real scanner (clamd://…) in production": env.antivirus_url.startswith(
            "signatures:"
        ),
        "MOB_MAIL_URL must name a real mail server (smtp://…) in production": env.mail_url.startswith("file:"),
        "MOB_API_PARTICULIER_URL cannot be the stand-in in production: it certifies whatever it is told": (
            env.api_particulier_url == "fake:"
        ),
        "MOB_FRANCECONNECT_URL cannot be the stand-in in production: anybody could sign in as anybody": (
            env.franceconnect_url == "fake:"
        ),
        "MOB_PROCONNECT_URL cannot be the stand-in in production: anybody could sign in as any agent": (
            env.proconnect_url == "fake:"
        ),
        "MOB_SECRET_KEY is shorter than 50 characters": 0 < len(env.secret_key) < 50,
        "MOB_SECRET_KEY is too regular to be a secret; leave it empty in production and one is made": bool(
            env.secret_key
        )
        and len(set(env.secret_key)) < _VARIED,
        "MOB_ALLOWED_HOSTS must name hosts in production: with * any site could pass for this one": any(
            host == "*" or host.startswith(".") for host in env.allowed_hosts
        ),
        "MOB_METRICS_TOKEN is shorter than 24 characters": 0 < len(env.metrics_token) < 24,
        **{f"{name} holds a password that everybody knows": _is_known(url) for name, url in _addresses(env).items()},
        "MOB_OBJECTS_URL must name an https endpoint in production": _goes_in_clear(env.objects_url, "endpoint=http:"),
        "MOB_MAIL_URL must use TLS in production (tls=starttls or implicit)": _goes_in_clear(env.mail_url, "tls=none"),
        "MOB_LOG_LEVEL=DEBUG writes personal data and cannot be used in production": env.log_level == "DEBUG",
    }
    return [text for text, is_wrong in problems.items() if is_wrong]
