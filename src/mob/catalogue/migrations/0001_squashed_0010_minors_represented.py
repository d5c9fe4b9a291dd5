"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import django.db.models.deletion
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_days_to_send_the_invoice'), ('catalogue', '0003_automatic_aids'), ('catalogue', '0004_how_long_files_are_kept'), ('catalogue', '0005_rules_of_aids'), ('catalogue', '0006_aids_that_follow_rule_books'), ('catalogue', '0007_freshness_of_aids'), ('catalogue', '0008_caps_beside_other_aids'), ('catalogue', '0009_papers_a_fact_replaces'), ('catalogue', '0010_minors_represented')]

    initial = True

    dependencies = [
        ('directory', '0001_squashed_0006_organisations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleBook',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('edition', models.CharField(max_length=60)),
                ('licence', models.CharField(max_length=60)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('text', models.TextField()),
                ('places', models.JSONField(default=dict)),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CatalogueState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.PositiveBigIntegerField(default=1)),
                ('stamp', models.UUIDField(default=mob.kernel.ids.uuid7)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='catalogue_state_once')],
            },
        ),
        migrations.CreateModel(
            name='Aid',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('unpublished', 'unpublished')], default='draft', max_length=16)),
                ('import_key', models.CharField(max_length=160, null=True, unique=True)),
                ('import_hash', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('verified_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'funder'], name='aid_state_funder')],
            },
        ),
        migrations.CreateModel(
            name='AidVersion',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('level', models.CharField(choices=[('national', 'national'), ('region', 'region'), ('department', 'department'), ('epci', 'epci'), ('commune', 'commune'), ('employer', 'employer')], max_length=16)),
                ('modes', models.JSONField(default=list)),
                ('audiences', models.JSONField(default=list)),
                ('minimum_age', models.PositiveSmallIntegerField(null=True)),
                ('purchase', models.CharField(choices=[('none', 'none'), ('after_agreement', 'after_agreement'), ('before_applying', 'before_applying')], default='none', max_length=20)),
                ('invoice_days', models.PositiveSmallIntegerField(null=True)),
                ('processing', models.CharField(choices=[('here', 'here'), ('external', 'external')], default='here', max_length=16)),
                ('external_url', models.URLField(blank=True, max_length=500)),
                ('is_automatic', models.BooleanField(default=False)),
                ('automatic_checks', models.JSONField(default=list)),
                ('max_amount_cents', models.BigIntegerField(null=True)),
                ('minors_represented', models.BooleanField(default=False)),
                ('wants_courtesy_mails', models.BooleanField(default=True)),
                ('help_address', models.TextField(blank=True)),
                ('help_phone', models.CharField(blank=True, max_length=40)),
                ('help_hours', models.CharField(blank=True, max_length=160)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('source_date', models.DateField(null=True)),
                ('verified_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='catalogue.aid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('aid', 'number'), name='aid_version_number'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='aid_version_dates', violation_error_message='La date de fin précède la date de début.')],
            },
        ),
        migrations.CreateModel(
            name='AidProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('proof_type', models.CharField(choices=[('identity', 'identity'), ('residence', 'residence'), ('tax_notice', 'tax_notice'), ('quote', 'quote'), ('invoice', 'invoice'), ('season_ticket', 'season_ticket'), ('employer_certificate', 'employer_certificate'), ('school_certificate', 'school_certificate'), ('disability_card', 'disability_card'), ('vehicle_registration', 'vehicle_registration'), ('other', 'other')], max_length=24)),
                ('is_required', models.BooleanField(default=True)),
                ('label_fr', models.CharField(max_length=160)),
                ('label_en', models.CharField(blank=True, max_length=160)),
                ('hint_fr', models.CharField(blank=True, max_length=300)),
                ('hint_en', models.CharField(blank=True, max_length=300)),
                ('replaced_by', models.JSONField(default=list)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='catalogue.aidversion')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='aid_proof_code')],
            },
        ),
        migrations.CreateModel(
            name='AidField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('text', 'text'), ('number', 'number'), ('date', 'date'), ('choice', 'choice'), ('yes_no', 'yes_no')], max_length=12)),
                ('is_required', models.BooleanField(default=True)),
                ('label_fr', models.CharField(max_length=200)),
                ('label_en', models.CharField(blank=True, max_length=200)),
                ('hint_fr', models.CharField(blank=True, max_length=300)),
                ('hint_en', models.CharField(blank=True, max_length=300)),
                ('choices', models.JSONField(default=list)),
                ('max_choices', models.PositiveSmallIntegerField(default=1)),
                ('fact', models.CharField(blank=True, max_length=200)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='catalogue.aidversion')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='aid_field_code')],
            },
        ),
        migrations.CreateModel(
            name='AidTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('code', models.CharField(max_length=12)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='catalogue.aidversion')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'code'], name='aid_territory_code')],
                'constraints': [models.UniqueConstraint(fields=('version', 'kind', 'code'), name='aid_territory_once')],
            },
        ),
        migrations.CreateModel(
            name='AidText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('title', models.CharField(max_length=160)),
                ('promise', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('conditions', models.TextField(blank=True)),
                ('amount_text', models.CharField(blank=True, max_length=300)),
                ('payment_terms', models.TextField(blank=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='catalogue.aidversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'language'), name='aid_text_language')],
            },
        ),
        migrations.CreateModel(
            name='MistakeReport',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='catalogue.aid')),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='mistake_report_oldest')],
            },
        ),
        migrations.CreateModel(
            name='AidLink',
            fields=[
                ('aid', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link', serialize=False, to='catalogue.aid')),
                ('address', models.URLField(max_length=500)),
                ('state', models.CharField(choices=[('fine', 'fine'), ('gone', 'gone'), ('silent', 'silent'), ('unsure', 'unsure')], max_length=12)),
                ('checked_at', models.DateTimeField()),
                ('failing_since', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['checked_at'], name='aid_link_oldest')],
            },
        ),
        migrations.CreateModel(
            name='BookAid',
            fields=[
                ('aid', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='book_aid', serialize=False, to='catalogue.aid')),
                ('source', models.CharField(max_length=160)),
                ('target', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('has_ended', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='book_aid_once')],
            },
        ),
        migrations.CreateModel(
            name='AidRetention',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('years', models.PositiveSmallIntegerField()),
                ('reason_fr', models.CharField(max_length=300)),
                ('reason_en', models.CharField(blank=True, max_length=300)),
                ('since', models.DateTimeField()),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retentions', to='catalogue.aid')),
            ],
            options={
                'indexes': [models.Index(fields=['aid', '-since'], name='aid_retention_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('years__gte', 1), ('years__lte', 10)), name='aid_retention_years', violation_error_message='La durée va de 1 à 10 ans.')],
            },
        ),
        migrations.CreateModel(
            name='AidRules',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='rules', serialize=False, to='catalogue.aidversion')),
                ('target', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('shape', models.TextField(blank=True)),
                ('examples', models.JSONField(default=list)),
                ('frequency_months', models.PositiveSmallIntegerField(null=True)),
                ('frequency_per', models.CharField(blank=True, choices=[('person', 'person'), ('household', 'household'), ('vehicle', 'vehicle')], max_length=12)),
                ('together', models.JSONField(default=dict)),
                ('allows_anyway', models.BooleanField(default=True)),
                ('book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.rulebook')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('book__isnull', False), ('text', '')), models.Q(('book__isnull', True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='aid_rules_somewhere', violation_error_message='Des règles viennent d’un texte ou d’un recueil, pas des deux.')],
            },
        ),
        migrations.AddField(
            model_name='Aid',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.aidversion'),
        ),
    ]
