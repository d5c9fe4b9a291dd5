"""Applications begun together for one project."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_verdicts_kept")]

    operations = [migrations.AddField("application", "project", models.UUIDField(null=True))]
