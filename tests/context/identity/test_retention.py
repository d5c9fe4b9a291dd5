"""Accounts nobody comes back to: told, then emptied; never with something under way, never staff."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mob.cli import purge as command
from mob.identity import registry, services
from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.identity.services import purging
from mob.identity.types import Erasure, RetentionRule
from mob.integrations.erasure_file import ErasureFile
from mob.journal.models import Fact
from mob.kernel.ports import PortUnavailable
from mob.notifications.composers import accounts
from tests.factories import dossiers
from tests.factories.accounts import Mailbox
from tests.factories.world import World

pytestmark = pytest.mark.django_db
CAME = datetime(2026, 3, 11, 9, tzinfo=UTC)
TOLD = datetime(2028, 2, 11, 8, tzinfo=UTC)


@pytest.fixture
def idle(world: World) -> User:
    user = world.person("samira@exemple.fr")
    User.objects.update(created_at=CAME - timedelta(days=1), last_login=CAME)
    return user


def run(now: datetime) -> int:
    (rule,) = [each for each in registry.retention_rules() if each.code == "accounts.idle"]
    return rule.erase(now)


def is_there(user: User) -> bool:
    return User.objects.get(id=user.id).deleted_at is None


def test_an_idle_account_is_told_a_month_before_and_emptied_after_two_years(idle: User, mailbox: Mailbox) -> None:
    assert run(datetime(2028, 2, 9, 8, tzinfo=UTC)) == 0
    assert mailbox.kinds() == []
    assert run(TOLD) == 0
    assert mailbox.kinds() == [AccountMail.ACCOUNT_EXPIRING]
    assert "12\u00a0mars\u00a02028" in accounts.compose(AccountMail.ACCOUNT_EXPIRING, mailbox.last.context).subject
    assert run(TOLD + timedelta(days=29)) == 0
    assert run(TOLD + timedelta(days=30)) == 1
    assert not is_there(idle)
    assert "samira" not in str(User.objects.values())
    assert run(TOLD + timedelta(days=31)) == 0


def test_who_signs_in_after_the_notice_keeps_her_account(idle: User) -> None:
    run(TOLD)
    User.objects.update(last_login=TOLD + timedelta(days=3))
    assert run(TOLD + timedelta(days=60)) == 0
    assert is_there(idle)


def test_an_account_with_an_application_under_way_stays(world: World) -> None:
    dossier = dossiers.sent(world)
    User.objects.update(created_at=CAME, last_login=CAME)
    run(TOLD)
    assert run(TOLD + timedelta(days=300)) == 0
    assert is_there(User.objects.get(id=dossier.citizen.id))


def test_staff_keep_their_accounts(world: World) -> None:
    agent = world.staff(world.funder())
    User.objects.update(created_at=CAME, last_login=CAME)
    run(TOLD)
    assert run(TOLD + timedelta(days=300)) == 0
    assert is_there(User.objects.get(id=agent.id))


def test_a_dry_run_tells_and_writes_nothing(idle: User, capsys: pytest.CaptureFixture[str]) -> None:
    before = Fact.objects.count()
    assert command.run(Namespace(dry_run=True)) == 0
    told = capsys.readouterr().out
    assert all(rule.code in told for rule in registry.retention_rules())
    assert "dry run" in told
    assert Fact.objects.count() == before


def test_a_rule_that_fails_does_not_hold_the_others(idle: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: datetime) -> int:
        raise PortUnavailable("down")

    broken = RetentionRule("aaa", "what", "kept", due=lambda _: 0, erase=fail)
    monkeypatch.setattr(registry, "_rules", {**registry._rules, "aaa": broken})
    done = {each.rule.code: each.count for each in services.purge(now=TOLD)}
    assert done.pop("aaa") is None
    assert None not in done.values()
    with pytest.raises(RuntimeError):
        purging.task().handle({}, TOLD)


def test_an_erasure_is_written_down_and_read_again_and_a_line_cut_short_is_left(tmp_path: Path) -> None:
    act = Erasure(CAME, "account", UUID(int=7), (UUID(int=8),))
    ErasureFile(tmp_path).write(act.to_line())
    ErasureFile(tmp_path).write('{"at": "2026')
    lines = (tmp_path / "erasures.jsonl").read_text().splitlines()
    assert [Erasure.parse(line) for line in lines] == [act, None]
    with pytest.raises(PortUnavailable):
        ErasureFile(tmp_path / "none").write("x")
