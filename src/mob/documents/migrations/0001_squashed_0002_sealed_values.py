"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import django.db.models.deletion
import mob.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0001_the_documents'), ('documents', '0002_sealed_values')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('owner_id', models.UUIDField()),
                ('funder_id', models.UUIDField()),
                ('proof_code', models.CharField(max_length=80)),
                ('proof_type', models.CharField(max_length=80)),
                ('number', models.PositiveSmallIntegerField()),
                ('media_type', models.CharField(choices=[('application/pdf', 'application/pdf'), ('image/jpeg', 'image/jpeg'), ('image/png', 'image/png'), ('image/webp', 'image/webp'), ('image/heic', 'image/heic'), ('application/json', 'application/json')], max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('object_key', models.CharField(max_length=160, unique=True)),
                ('scan_engine', models.CharField(max_length=80)),
                ('scan_database', models.CharField(max_length=120)),
                ('scanned_at', models.DateTimeField()),
                ('notes', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('live', 'live'), ('removed', 'removed')], default='live', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner_id', 'number'), name='document_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('deleted_at__isnull', True), ('state', 'live')), models.Q(('deleted_at__isnull', False), ('state', 'removed')), _connector='OR'), name='document_removed_has_date')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kid', models.CharField(db_index=True, max_length=64)),
                ('place', models.PositiveSmallIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='documents.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'kid'), name='recipient_once')],
            },
        ),
    ]
