"""Where the time of silence stands for what was sent before it was kept: read from the journal."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import migrations

from mob.applications import silence

_BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    applications = apps.get_model("applications", "Application").objects
    keys = list(applications.exclude(state="draft").order_by("id").values_list("id", flat=True))
    for start in range(0, len(keys), _BATCH):
        _fill(apps, keys[start : start + _BATCH])


def _fill(apps: Any, keys: list[Any]) -> None:
    history: dict[str, list[Any]] = defaultdict(list)
    facts = apps.get_model("journal", "Fact").objects.filter(stream__in=[f"application:{key}" for key in keys])
    for stream, kind, at in facts.order_by("stream", "seq").values_list("stream", "kind", "at"):
        history[stream].append((kind, at))
    applications = apps.get_model("applications", "Application").objects
    for row in applications.filter(id__in=keys).select_related("funder"):
        told = silence.told(history[f"application:{row.id}"])
        is_bound = row.funder.kind != "employer"
        applications.filter(id=row.id).update(
            silence_since=told.since,
            silence_paused_days=told.paused_days,
            silence_paused_on=told.paused_on,
            silence_on=told.refused_on if is_bound else None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0005_the_time_of_silence"),
        ("journal", "0001_the_journal"),
        ("directory", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
