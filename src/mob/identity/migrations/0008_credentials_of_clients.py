"""Secrets and keys of clients move to rows of their own, so that two may hold at once. Old columns stay as they are."""

import hashlib
import json

from django.db import migrations
from django.utils import timezone
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from mob.kernel.ids import uuid7


def _mark(key):
    try:
        return import_key(dict(key)).thumbprint()
    except (JoseError, ValueError, TypeError, KeyError):
        return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()


def _copy(apps, schema_editor):
    client_table = apps.get_model("identity", "Client")
    table = apps.get_model("identity", "ClientCredential")
    now = timezone.now()
    for row in client_table.objects.all().iterator():
        rows = []
        if row.client_secret:
            rows.append(table(id=uuid7(), kind="secret", digest=row.client_secret, hint="", made_at=row.created or now))
        for key in (row.jwks or {}).get("keys", []):
            mark = _mark(key)
            known = {**key, "kid": key.get("kid") or mark}
            made = row.created or now
            rows.append(
                table(id=uuid7(), kind="key", digest=mark, public_jwk=known, hint=known["kid"][:60], made_at=made)
            )
        for each in rows:
            each.client_id = row.id
        table.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_partner_console")]

    operations = [migrations.RunPython(_copy, migrations.RunPython.noop)]
