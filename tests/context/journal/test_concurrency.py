"""Several workers at once."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from django.db import connection

from mob.journal import registry, runner
from mob.journal.models import Delivery
from mob.journal.types import FactView, Subscriber
from tests.context.journal.conftest import NOW, Rang, Ring

WORKERS, STREAMS, FACTS = 4, 10, 5


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_work_without_doubling_or_reordering_it(ring: Ring) -> None:
    heard: list[tuple[str, int]] = []

    def hear(fact: FactView) -> None:
        time.sleep(0.001)  # Long enough for the others to look for work of their own.
        heard.append((fact.stream, fact.seq))

    registry.subscribe(Subscriber("ear", frozenset({Rang.kind}), hear))
    for n in range(STREAMS):
        ring(*range(FACTS), stream=f"bell:{n}")

    def work() -> None:
        try:
            while Delivery.objects.filter(done_at__isnull=True).exists():
                runner.run_batch(lambda: NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert set(Counter(heard).values()) == {1}
    assert len(heard) == STREAMS * FACTS
    for n in range(STREAMS):
        assert [seq for stream, seq in heard if stream == f"bell:{n}"] == list(range(1, FACTS + 1))
