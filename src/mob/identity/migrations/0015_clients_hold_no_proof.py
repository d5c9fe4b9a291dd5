"""What proves a client lies in `ClientCredential` alone since 0008: the old columns are emptied, one of them goes."""

from django.db import migrations, models


def _empty(apps, schema_editor):
    apps.get_model("identity", "Client").objects.exclude(client_secret="").update(client_secret="")


class Migration(migrations.Migration):
    dependencies = [("identity", "0014_accounts_of_a_counter")]

    operations = [
        migrations.RunPython(_empty, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="client", name="client_public_has_no_secret"),
        migrations.RemoveField(model_name="client", name="jwks"),
        migrations.AlterField(
            model_name="client",
            name="client_secret",
            field=models.CharField(blank=True, default="", editable=False, max_length=255),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(("client_secret", "")), name="client_holds_no_secret"
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("client_type", "public"), _negated=True), ("token_auth", "none"), _connector="OR"
                ),
                name="client_public_proves_nothing",
            ),
        ),
    ]
