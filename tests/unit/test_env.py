"""Settings read from the environment: what is refused, and in which words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mob.config import env as environment
from mob.config.env import BadSetting, Env, load, parse_duration

PRODUCTION = {
    "MOB_ENV": "production",
    "MOB_PUBLIC_URL": "https://mob.example.fr",
    "MOB_ANTIVIRUS_URL": "clamd://127.0.0.1:3310",
    "MOB_MAIL_URL": "smtp://mail.example.fr",
}


def test_with_nothing_set_everything_is_embedded() -> None:
    env = load({})
    assert (env.env, env.database_url, env.antivirus_url, env.mail_url) == ("demo", "", "signatures:", "file:")
    assert env.shows_demo


def test_what_is_set_is_read_with_its_type() -> None:
    env = load({"MOB_WEB_WORKERS": "3", "MOB_TRUSTED_PROXIES": "10.0.0.0/8, ::1", "MOB_HOME": "/srv/mob"})
    assert (env.web_workers, env.trusted_proxies, env.home) == (3, ("10.0.0.0/8", "::1"), Path("/srv/mob"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOB_ENV", "staging"),
        ("MOB_PUBLIC_URL", "mob.example.fr"),
        ("MOB_PUBLIC_URL", "ftp://mob.example.fr"),
        ("MOB_WEB_WORKERS", "0"),
        ("MOB_WEB_WORKERS", "two"),
        ("MOB_WEB_THREADS", "-1"),
        ("MOB_INFLIGHT_BYTES", "1000"),
        ("MOB_TRUSTED_PROXIES", "10.0.0.1, proxy.example.fr"),
        ("MOB_DATABASE_URL", "mysql://u:secret@h/d"),
        ("MOB_LOG_LEVEL", "VERBOSE"),
        ("MOB_CLOCK_OFFSET", "3 days"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_without_secrets(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        load({name: value})
    assert name in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_production_accepts_real_adapters() -> None:
    assert load(PRODUCTION).is_production


@pytest.mark.parametrize(
    "change",
    [
        {"MOB_MAIL_URL": "smtp://127.0.0.1:25?tls=none"},
        {"MOB_OBJECTS_URL": "s3://k:5up3r@papers?endpoint=http://localhost:9000"},
        {"MOB_DATABASE_URL": "postgres://mob:k2J8x@db/mob"},
        {"MOB_DATABASE_URL": "postgres:///mob?host=/run/postgresql"},
    ],
)
def test_what_stays_on_this_machine_may_go_in_clear(change: dict[str, str]) -> None:
    assert load({**PRODUCTION, **change}).is_production


@pytest.mark.abuse(93)
@pytest.mark.parametrize(
    "change",
    [
        {"MOB_PUBLIC_URL": "http://mob.example.fr"},
        {"MOB_ANTIVIRUS_URL": ""},
        {"MOB_MAIL_URL": "file:"},
        {"MOB_CLOCK_OFFSET": "P1D"},
        {"MOB_SECRET_KEY": "short"},
        {"MOB_LOG_LEVEL": "DEBUG"},
        {"MOB_SECRET_KEY": "only-for-tests-" + "x" * 50},
        {"MOB_SECRET_KEY": "changeme" * 8},
        {"MOB_METRICS_TOKEN": "short"},
        {"MOB_DATABASE_URL": "postgres://mob:changeme@db/mob"},
        {"MOB_DATABASE_URL": "postgres://mob:mob@db/mob"},
        {"MOB_OBJECTS_URL": "s3://minioadmin:minioadmin@papers?endpoint=https://s3.example.fr"},
        {"MOB_OBJECTS_URL": "s3://k:5up3r@papers?endpoint=http://s3.example.fr"},
        {"MOB_MAIL_URL": "smtp://mail.example.fr?tls=none"},
        {"MOB_ALLOWED_HOSTS": "*"},
        {"MOB_ALLOWED_HOSTS": "mob.example.fr, .example.fr"},
    ],
)
def test_production_refuses_stand_ins_and_weak_secrets(change: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match=r"production|characters|everybody knows"):
        load({**PRODUCTION, **change})


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P3D", timedelta(days=3)),
        ("-PT2H", timedelta(hours=-2)),
        ("P1DT1H1M1S", timedelta(days=1, hours=1, minutes=1, seconds=1)),
    ],
)
def test_durations_are_iso_8601(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["", "P", "PT", "3D", "P1M", "P1W", "P-1D"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(BadSetting):
        parse_duration(text)


def test_every_setting_has_a_reason() -> None:
    specs = Env.__dataclass_fields__.values()
    assert all(len(spec.metadata["doc"]) > 15 for spec in specs)
    assert len(Env.__dataclass_fields__) <= 40
    assert environment.ENVIRONMENTS[0] == Env().env
