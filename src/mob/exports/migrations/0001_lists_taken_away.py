import django.db.models.deletion
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('format', models.CharField(choices=[('xlsx', 'xlsx'), ('ods', 'ods'), ('csv', 'csv')], max_length=4)),
                ('selection', models.JSONField(default=dict)),
                ('query', models.CharField(blank=True, max_length=900)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('community_ids', models.JSONField(null=True)),
                ('progress', models.CharField(choices=[('waiting', 'waiting'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('error', models.CharField(blank=True, max_length=60)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('size', models.PositiveIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('making_until', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['asked_by', 'funder', '-asked_at'], name='export_mine'), models.Index(fields=['expires_at'], name='export_expiry')],
            },
        ),
        migrations.CreateModel(
            name='ExportPart',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='exports.export')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('export', 'number'), name='export_part_once')],
            },
        ),
    ]
