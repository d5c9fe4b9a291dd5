"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import django.db.models.deletion
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('applications', '0001_initial'), ('applications', '0002_the_inbox'), ('applications', '0003_an_aid_in_order'), ('applications', '0004_erased_files'), ('applications', '0005_the_time_of_silence'), ('applications', '0006_fill_the_time_of_silence'), ('applications', '0007_proposals'), ('applications', '0008_who_looked'), ('applications', '0009_automatic_decisions'), ('applications', '0010_withdrawals'), ('applications', '0011_queue_delays'), ('applications', '0012_name_words'), ('applications', '0013_verdicts_kept'), ('applications', '0014_projects'), ('applications', '0015_preparations'), ('applications', '0016_who_helped'), ('applications', '0017_representations'), ('applications', '0018_visits_of_a_counter')]

    initial = True

    dependencies = [
        ('catalogue', '0001_squashed_0010_minors_represented'),
        ('directory', '0001_squashed_0006_organisations'),
        ('documents', '0001_squashed_0002_sealed_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(default=mob.kernel.ids.new_reference, editable=False, max_length=9, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('checking', 'checking'), ('submitted', 'submitted'), ('under_review', 'under_review'), ('changes_requested', 'changes_requested'), ('closed_incomplete', 'closed_incomplete'), ('approved', 'approved'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='draft', max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('beneficiary', models.JSONField(default=dict)),
                ('answers', models.JSONField(default=dict)),
                ('snapshot', models.JSONField(default=dict)),
                ('applicant_name', models.CharField(blank=True, max_length=220)),
                ('applicant_key', models.CharField(blank=True, max_length=220)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('verdict', models.JSONField(default=dict)),
                ('declaration', models.JSONField(default=dict)),
                ('manifest', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('silence_since', models.DateField(null=True)),
                ('silence_paused_days', models.PositiveSmallIntegerField(default=0)),
                ('silence_paused_on', models.DateField(null=True)),
                ('silence_on', models.DateField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('helped_by', models.JSONField(default=list)),
                ('project', models.UUIDField(null=True)),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.aid')),
                ('aid_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.aidversion')),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('citizen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.community')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['citizen', '-updated_at'], name='application_citizen'), models.Index(fields=['funder', 'state', 'submitted_at'], name='application_inbox'), models.Index(fields=['funder', 'community', 'state', 'submitted_at'], name='application_inbox_comm'), models.Index(fields=['funder', 'assignee', 'state'], name='application_mine'), models.Index(fields=['funder', 'aid', 'submitted_at', 'id'], name='application_aid'), models.Index(fields=['funder', 'applicant_key', 'id'], name='application_applicant'), models.Index(fields=['funder', 'submitted_at', 'id'], name='application_received'), models.Index(fields=['funder', 'decided_at', 'id'], name='application_answered'), models.Index(fields=['funder', 'state', 'due_on', 'id'], name='application_waiting'), models.Index(fields=['state', 'due_on'], name='application_due'), models.Index(fields=['funder', 'state', 'silence_on', 'id'], name='application_silence'), models.Index(fields=['aid', 'decided_at'], name='application_decided')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('citizen', 'aid'), name='application_one_live_draft', violation_error_message='Un brouillon existe déjà pour cette aide.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('submitted_at__isnull', False), _connector='OR'), name='application_submitted_has_date', violation_error_message='Une demande envoyée porte une date d’envoi.')],
            },
        ),
        migrations.CreateModel(
            name='ChangeRequest',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('author_name', models.CharField(max_length=170)),
                ('items', models.JSONField(default=list)),
                ('message', models.TextField()),
                ('due_on', models.DateField()),
                ('done', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CheckRun',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('conclusion', models.CharField(max_length=10)),
                ('checks', models.JSONField(default=list)),
                ('ran_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_runs', to='applications.application')),
            ],
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='applications.application')),
            ],
            options={
                'indexes': [models.Index(fields=['application', '-day'], name='consultation_latest')],
                'constraints': [models.UniqueConstraint(fields=('application', 'agent', 'day'), name='consultation_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='CounterVisit',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('opened_account', models.BooleanField(default=False)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('mandate_id', models.UUIDField(null=True)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'agent', '-opened_at'], name='counter_visit_agent'), models.Index(fields=['funder', 'person', '-opened_at'], name='counter_visit_person'), models.Index(fields=['closed_at', 'opened_at'], name='counter_visit_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('mandate_id__isnull', True), ('signed_at__isnull', True)), models.Q(('mandate_id__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='counter_visit_signed_whole')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_approval', models.BooleanField()),
                ('author_name', models.CharField(max_length=170)),
                ('author_capacity', models.CharField(blank=True, max_length=120)),
                ('author_service', models.CharField(blank=True, max_length=120)),
                ('terms', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, choices=[('conditions_not_met', 'conditions_not_met'), ('proof_missing', 'proof_missing'), ('proof_invalid', 'proof_invalid'), ('account_not_franceconnect', 'account_not_franceconnect'), ('rpc_cee_request_invalid', 'rpc_cee_request_invalid'), ('already_granted', 'already_granted'), ('other', 'other')], max_length=30)),
                ('text', models.TextField(blank=True)),
                ('remedy', models.TextField(blank=True)),
                ('appeal', models.TextField(blank=True)),
                ('delegation_number', models.CharField(blank=True, max_length=60)),
                ('delegation_signed_on', models.DateField(null=True)),
                ('is_automatic', models.BooleanField(default=False)),
                ('mention', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='InboxCount',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('community_id', models.UUIDField(null=True)),
                ('community_key', models.CharField(max_length=36)),
                ('state', models.CharField(max_length=20)),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('funder_id', 'community_key', 'state'), name='inbox_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('from_funder', models.BooleanField()),
                ('author_name', models.CharField(max_length=220)),
                ('text', models.TextField()),
                ('sent_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('word', models.CharField(max_length=60)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='applications.application')),
            ],
            options={
                'indexes': [models.Index(fields=['funder_id', 'word', 'application'], name='name_word_found')],
                'constraints': [models.UniqueConstraint(fields=('application', 'word'), name='name_word_once')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('author_name', models.CharField(max_length=170)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=64)),
                ('asked', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='preparations', to='applications.application')),
                ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'citizen', 'key'), name='preparation_once_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='applications.application')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('application', 'position'), name='proof_position')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_approval', models.BooleanField()),
                ('author_name', models.CharField(max_length=170)),
                ('terms', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, choices=[('conditions_not_met', 'conditions_not_met'), ('proof_missing', 'proof_missing'), ('proof_invalid', 'proof_invalid'), ('account_not_franceconnect', 'account_not_franceconnect'), ('rpc_cee_request_invalid', 'rpc_cee_request_invalid'), ('already_granted', 'already_granted'), ('other', 'other')], max_length=30)),
                ('text', models.TextField(blank=True)),
                ('remedy', models.TextField(blank=True)),
                ('appeal', models.TextField(blank=True)),
                ('proposed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('application',), name='proposal_one_open', violation_error_message='Une seule proposition à la fois sur un dossier.')],
            },
        ),
        migrations.CreateModel(
            name='QueueDelay',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('community_key', models.CharField(blank=True, max_length=36)),
                ('p50_days', models.PositiveIntegerField()),
                ('p90_days', models.PositiveIntegerField()),
                ('sample', models.PositiveIntegerField()),
                ('refreshed_at', models.DateTimeField()),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.aid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('aid', 'community_key'), name='queue_delay_once')],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('funder_id', models.UUIDField()),
                ('representative_id', models.UUIDField(null=True)),
                ('person_key', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('parental', 'parental'), ('guardianship', 'guardianship'), ('curatorship', 'curatorship'), ('family', 'family')], max_length=12)),
                ('ends_on', models.DateField()),
                ('checked_by', models.UUIDField(null=True)),
                ('checked_at', models.DateTimeField()),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='representation', to='applications.application')),
            ],
            options={
                'indexes': [models.Index(fields=['funder_id', 'representative_id', 'person_key'], name='representation_same')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(choices=[('unlawful', 'unlawful'), ('fraud', 'fraud'), ('condition_unmet', 'condition_unmet')], max_length=20)),
                ('author_name', models.CharField(max_length=170)),
                ('text', models.TextField()),
                ('notified_at', models.DateTimeField()),
                ('reply_by', models.DateField()),
                ('reply', models.TextField(blank=True)),
                ('replied_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='applications.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('application',), name='withdrawal_one_open', violation_error_message='Un seul retrait à la fois sur un dossier.')],
            },
        ),
    ]
