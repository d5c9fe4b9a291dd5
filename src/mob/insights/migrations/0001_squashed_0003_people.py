"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import mob.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('insights', '0001_the_figures'), ('insights', '0002_the_cells'), ('insights', '0003_people')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoppedDrafts',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField(db_index=True)),
                ('aid_id', models.UUIDField()),
                ('stop', models.CharField(max_length=20)),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='CaseFigures',
            fields=[
                ('application_id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('aid_id', models.UUIDField()),
                ('version_id', models.UUIDField()),
                ('funder_id', models.UUIDField()),
                ('community_id', models.UUIDField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('started_at', models.DateTimeField()),
                ('citizen_id', models.UUIDField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('amount_cents', models.BigIntegerField(null=True)),
                ('waits_since', models.DateTimeField(null=True)),
                ('waited', models.DurationField()),
                ('took', models.DurationField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['funder_id', 'submitted_at'], name='case_figures_sent'), models.Index(fields=['funder_id', 'decided_at'], name='case_figures_decided'), models.Index(fields=['funder_id', 'citizen_id'], name='case_figures_person')],
            },
        ),
        migrations.CreateModel(
            name='DelayCell',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('aid_id', models.UUIDField()),
                ('community_key', models.CharField(blank=True, max_length=36)),
                ('year', models.PositiveSmallIntegerField()),
                ('half', models.PositiveSmallIntegerField()),
                ('days', models.PositiveSmallIntegerField()),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('funder_id', 'aid_id', 'community_key', 'year', 'half', 'days'), name='delay_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='FunderCell',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('aid_id', models.UUIDField()),
                ('community_key', models.CharField(blank=True, max_length=36)),
                ('year', models.PositiveSmallIntegerField()),
                ('half', models.PositiveSmallIntegerField()),
                ('state', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('count', models.IntegerField(default=0)),
                ('cents', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('funder_id', 'aid_id', 'community_key', 'year', 'half', 'state', 'reason'), name='funder_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='PeopleCell',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('aid_key', models.CharField(blank=True, max_length=36)),
                ('community_key', models.CharField(blank=True, max_length=36)),
                ('year', models.PositiveSmallIntegerField(default=0)),
                ('half', models.PositiveSmallIntegerField(default=0)),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('funder_id', 'aid_key', 'community_key', 'year', 'half'), name='people_cell_once')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFigures',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('as_of', models.DateField()),
                ('refreshed_at', models.DateTimeField()),
                ('counts', models.JSONField()),
                ('tables', models.JSONField()),
                ('coverage', models.JSONField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='published_figures_once')],
            },
        ),
    ]
