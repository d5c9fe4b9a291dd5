"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import mob.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_mails'), ('notifications', '0002_whose_mail_it_is'), ('notifications', '0003_letters')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('funder_id', models.UUIDField()),
                ('community_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('application_id', models.UUIDField(null=True)),
                ('reference', models.CharField(blank=True, max_length=9)),
                ('recipient', models.TextField()),
                ('subject', models.CharField(max_length=300)),
                ('sheet', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('printed_at', models.DateTimeField(null=True)),
                ('posted_at', models.DateTimeField(null=True)),
                ('posted_by', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['funder_id', 'posted_at', 'id'], name='letter_queue'), models.Index(fields=['person_id'], name='letter_person')],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('to', models.EmailField(max_length=254)),
                ('person_id', models.UUIDField(null=True)),
                ('language', models.CharField(max_length=2)),
                ('subject', models.CharField(max_length=300)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('is_secret', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-created_at'], name='outgoing_mail_newest'), models.Index(fields=['person_id'], name='outgoing_mail_person')],
            },
        ),
    ]
