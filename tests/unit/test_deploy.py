"""What `deploy/` holds can be used: units that systemd accepts, files that parse, settings that production accepts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from mob.config import env as environment

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def settings_of(text: str) -> dict[str, str]:
    """Lines NAME=value, as systemd and containers read them; the dots that stand for a secret are filled in."""
    lines = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value.replace("…", "k2J8xQ0vYpL") for name, _, value in lines}


def test_the_example_of_settings_is_accepted_by_production() -> None:
    env = environment.load(settings_of((DEPLOY / "mob.env.example").read_text()))
    assert env.is_production


def test_secrets_left_as_in_the_example_are_refused() -> None:
    given = {**settings_of((DEPLOY / "mob.env.example").read_text()), "MOB_DATABASE_URL": "postgres://mob:…@h/mob"}
    with pytest.raises(environment.BadSetting, match="everybody knows"):
        environment.load(given)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_accepts_every_unit(tmp_path: Path) -> None:
    program = tmp_path / "mob"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        name = unit.name.replace("@.", "@1.")
        (tmp_path / name).write_text(unit.read_text().replace("/opt/mob/bin/mob", str(program)))
    units = [str(path) for path in tmp_path.glob("mob*.*")]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert not [line for line in done.stderr.splitlines() if "mob" in line], done.stderr


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda u: u.name)
def test_every_service_runs_as_a_user_of_its_own_and_by_a_command_that_exists(unit: Path) -> None:
    from mob import cli

    text = unit.read_text()
    assert "User=mob" in text
    assert "NoNewPrivileges=true" in text
    assert "ProtectSystem=strict" in text
    for word in re.findall(r"^Exec\w+=/opt/mob/bin/mob ([a-z-]+)", text, re.MULTILINE):
        assert (Path(cli.__path__[0]) / f"{word.replace('-', '_')}.py").exists()


def services() -> dict[str, dict[str, Any]]:
    """Both compose files as they are put together."""
    found: dict[str, dict[str, Any]] = {}
    for name in ("compose.yaml", "compose.scale.yaml"):
        content = yaml.safe_load((DEPLOY / name).read_text())
        for service, spec in content["services"].items():
            found[service] = found.get(service, {}) | spec
    return found


def test_every_image_is_pinned_and_every_service_is_on_the_inside_network() -> None:
    for name, spec in services().items():
        assert spec.get("image") == "mob" or re.search(r":\d", spec["image"]), name
        assert spec["networks"] == ["inside"], name
        assert name == "proxy" or "ports" not in spec, f"{name} is open to the outside"


def test_what_compose_mounts_and_depends_on_exists() -> None:
    known = set()
    for name in ("compose.yaml", "compose.scale.yaml"):
        known |= set(yaml.safe_load((DEPLOY / name).read_text()).get("volumes", {}))
    for spec in services().values():
        for volume in spec.get("volumes", []):
            source = volume.split(":")[0]
            assert source in known or (DEPLOY / source).exists(), volume
        assert set(spec.get("depends_on", [])) <= set(services())


def test_the_image_has_a_user_a_health_check_and_pinned_packages() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    words = re.findall(r"^([A-Z]+) ", text, re.MULTILINE)
    assert set(words) <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert words[-1] == "CMD"
    assert words.count("USER") == 1
    assert "--require-hashes" in text
    assert "/health/ready" in text
    assert ":latest" not in text
    copied = re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE)
    assert all((ROOT / name).exists() for line in copied for name in line.split())


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_are_balanced_hide_measures_and_take_a_paper(name: str) -> None:
    text = re.sub(r"#.*|\{\$[^}]*\}", "", (DEPLOY / name).read_text())
    assert text.count("{") == text.count("}")
    assert "/metrics" in text
    assert "404" in text
    assert re.search(r"\b11(m|MB)\b", text)
    if name == "nginx.conf":
        for line in (line.strip() for line in text.splitlines()):
            assert not line or line.endswith((";", "{", "}")), line
