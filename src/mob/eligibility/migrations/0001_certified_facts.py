import django.db.models.deletion
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0004_editors_of_the_platform'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('family_quotient', 'family_quotient'), ('student', 'student'), ('scholarship', 'scholarship'), ('job_seeker', 'job_seeker'), ('vehicle', 'vehicle')], max_length=20)),
                ('sealed_number', models.BinaryField(default=bytes)),
                ('given_at', models.DateTimeField()),
                ('ends_on', models.DateField()),
                ('standing', models.CharField(choices=[('waiting', 'waiting'), ('certified', 'certified'), ('to_confirm', 'to_confirm'), ('nothing', 'nothing')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('asked_at', models.DateTimeField(null=True)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.funder')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['ends_on'], name='agreement_end')],
                'constraints': [models.UniqueConstraint(fields=('user', 'funder', 'source'), name='agreement_once')],
            },
        ),
        migrations.CreateModel(
            name='HeldFact',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('fact', models.CharField(max_length=200)),
                ('sealed', models.BinaryField()),
                ('provider', models.CharField(choices=[('cnaf', 'cnaf'), ('msa', 'msa'), ('mesri', 'mesri'), ('cnous', 'cnous'), ('france_travail', 'france_travail'), ('ants', 'ants')], max_length=20)),
                ('certified_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('contested_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='eligibility.agreement')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_on'], name='held_fact_end')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'fact'), name='held_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='LegalBasis',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('family_quotient', 'family_quotient'), ('student', 'student'), ('scholarship', 'scholarship'), ('job_seeker', 'job_seeker'), ('vehicle', 'vehicle')], max_length=20)),
                ('number', models.CharField(max_length=60)),
                ('recipient', models.CharField(max_length=14)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('funder', 'source'), name='legal_basis_open_once', violation_error_message='Une base légale est déjà en cours pour cette source.')],
            },
        ),
    ]
