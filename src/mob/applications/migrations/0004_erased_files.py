from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_an_aid_in_order")]

    operations = [
        migrations.AddField(
            model_name="application", name="erased_at", field=models.DateTimeField(null=True),
        ),
    ]
