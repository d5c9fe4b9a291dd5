"""Asking for a row of the access table: its address, its form, sent as its page sends it."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.edge.access.table import Row
from tests.factories.dossiers import PDF
from tests.factories.scene import Scene, Who


def address_of(row: Row, scene: Scene) -> str:
    return row.at.format(**scene.names)


def form_of(row: Row, scene: Scene) -> dict[str, Any]:
    form: dict[str, Any] = {name: value.format(**scene.names) for name, value in row.form.items()}
    return form | {"file": SimpleUploadedFile("devis.pdf", PDF)} if form.get("file") == "PDF" else form


def send(browser: Client, row: Row, scene: Scene) -> HttpResponse:
    """The row's form, sent as its page sends it."""
    form = form_of(row, scene)
    if row.is_json:
        return browser.post(address_of(row, scene), json.dumps(form), content_type="application/json")
    return browser.post(address_of(row, scene), form)


def somebody_let_in(row: Row, rule: str) -> Who | None:
    """One person for whom the door opens: the most entitled of them, else nobody."""
    return next(
        (who for who in (Who.OWNER, Who.SUPERVISOR, Who.PLATFORM, *Who) if getattr(row, rule).of(who) in "or"), None
    )
