from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='aidversion',
            name='invoice_days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
