"""Every table of this context as one step, for a database made anew; one that has those replaced goes on from them."""

import django.db.models.deletion
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('directory', '0001_initial'), ('directory', '0002_affiliations'), ('directory', '0003_delegations'), ('directory', '0004_editors_of_the_platform'), ('directory', '0005_partners'), ('directory', '0006_organisations')]

    initial = True

    # Those of libraries are not needed, but quick: a library alters its tables many times, and each time Django draws
    # every table again that hangs on the same person. They go first, while those are few.
    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('mfa', '0003_authenticator_type_uniq'),
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Funder',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=160, unique=True)),
                ('kind', models.CharField(choices=[('territorial', 'territorial'), ('employer', 'employer'), ('national', 'national')], max_length=20)),
                ('siren', models.CharField(blank=True, max_length=9)),
                ('siret', models.CharField(blank=True, db_default='', max_length=14)),
                ('covers_all_establishments', models.BooleanField(db_default=False, default=False)),
                ('requires_proconnect', models.BooleanField(db_default=False, default=False)),
                ('is_invented', models.BooleanField(default=False)),
                ('contact_address', models.TextField(blank=True)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('contact_hours', models.CharField(blank=True, max_length=160)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('operator', 'operator'), ('maas', 'maas'), ('public', 'public'), ('software', 'software')], max_length=20)),
                ('contact', models.EmailField(max_length=254)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AffiliationRules',
            fields=[
                ('funder', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='affiliation_rules', serialize=False, to='directory.funder')),
                ('domains', models.JSONField(default=list)),
                ('accepts_by_hand', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='communities', to='directory.funder')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('funder', 'name'), name='community_name')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=60)),
                ('signed_on', models.DateField()),
                ('aid_ids', models.JSONField(null=True)),
                ('ceiling_cents', models.BigIntegerField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='directory.funder')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'holder'], name='delegation_holder')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ceiling_cents__isnull', True), ('ceiling_cents__gt', 0), _connector='OR'), name='delegation_ceiling', violation_error_message='Le plafond d’une délégation est supérieur à zéro.')],
            },
        ),
        migrations.CreateModel(
            name='FunderKey',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kid', models.CharField(max_length=64, unique=True)),
                ('public_jwk', models.JSONField()),
                ('recovery_kid', models.CharField(max_length=64)),
                ('recovery_jwk', models.JSONField()),
                ('state', models.CharField(choices=[('pending', 'pending'), ('active', 'active'), ('decrypt_only', 'decrypt_only'), ('retired', 'retired')], default='pending', max_length=16)),
                ('challenge', models.JSONField(blank=True, default=dict)),
                ('challenge_answer_hash', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('activated_at', models.DateTimeField(blank=True, null=True)),
                ('decrypt_only_at', models.DateTimeField(blank=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'state'], name='funder_key_state')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('case_manager', 'case_manager'), ('supervisor', 'supervisor'), ('content_editor', 'content_editor'), ('administrator', 'administrator')], max_length=20)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('capacity', models.CharField(blank=True, max_length=120)),
                ('service', models.CharField(blank=True, max_length=120)),
                ('sees_all_communities', models.BooleanField(default=False)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('communities', models.ManyToManyField(blank=True, related_name='+', to='directory.community')),
                ('funder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='directory.funder')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('case_manager', 'case_manager'), ('supervisor', 'supervisor'), ('content_editor', 'content_editor'), ('administrator', 'administrator')], max_length=20)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('capacity', models.CharField(blank=True, max_length=120)),
                ('service', models.CharField(blank=True, max_length=120)),
                ('sees_all_communities', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('communities', models.ManyToManyField(blank=True, related_name='+', to='directory.community')),
                ('funder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='directory.funder')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('funder__isnull', False)), fields=('user', 'funder', 'role'), name='membership_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('funder__isnull', True)), fields=('user', 'role'), name='membership_platform_once'), models.CheckConstraint(condition=models.Q(('funder__isnull', False), ('role__in', ['administrator', 'content_editor']), _connector='OR'), name='membership_platform_role', violation_error_message='Seules l’administration et la rédaction de la plateforme se passent de financeur.')],
            },
        ),
        migrations.CreateModel(
            name='PartnerClient',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('client_id', models.UUIDField(unique=True)),
                ('is_sandbox', models.BooleanField(default=False)),
                ('justification', models.JSONField(default=dict)),
                ('wanted', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('refusal', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='directory.partner')),
            ],
        ),
        migrations.CreateModel(
            name='PartnerInvitation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('developer', 'developer')], max_length=20)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='directory.partner')),
            ],
        ),
        migrations.CreateModel(
            name='PartnerMembership',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('developer', 'developer')], max_length=20)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='directory.partner')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'partner'), name='partner_membership_once')],
            },
        ),
        migrations.CreateModel(
            name='PartnerTestPerson',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('script', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=12)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='test_people', to='directory.partner')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('pending', 'pending'), ('confirmed', 'confirmed'), ('ended', 'ended')], default='pending', max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(blank=True, max_length=100)),
                ('search_key', models.CharField(blank=True, max_length=220)),
                ('work_address', models.EmailField(blank=True, max_length=254)),
                ('mailbox', models.CharField(blank=True, max_length=254)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('link', models.CharField(blank=True, max_length=32)),
                ('link_expires_at', models.DateTimeField(null=True)),
                ('proof', models.CharField(blank=True, choices=[('work_address', 'work_address'), ('staff', 'staff')], max_length=16)),
                ('proved_at', models.DateTimeField(null=True)),
                ('writes_to_work_since', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end', models.CharField(blank=True, choices=[('cancelled', 'cancelled'), ('refused', 'refused'), ('person', 'person'), ('staff', 'staff'), ('import', 'import'), ('expired', 'expired'), ('account_deleted', 'account_deleted')], max_length=16)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'state', 'search_key', 'id'], name='affiliation_list'), models.Index(fields=['user', 'state'], name='affiliation_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('user', 'funder'), name='affiliation_live_once', violation_error_message='Une affiliation à cet employeur existe déjà.'), models.UniqueConstraint(condition=models.Q(('state', 'confirmed'), models.Q(('mailbox', ''), _negated=True)), fields=('funder', 'mailbox'), name='affiliation_mailbox_once', violation_error_message='Cette adresse de travail est déjà confirmée pour un autre compte.'), models.CheckConstraint(condition=models.Q(('state', 'pending'), models.Q(('confirmed_at__isnull', False), ('state', 'confirmed')), models.Q(('ended_at__isnull', False), ('state', 'ended')), _connector='OR'), name='affiliation_state_has_date', violation_error_message='Une affiliation confirmée ou terminée porte sa date.')],
            },
        ),
        migrations.CreateModel(
            name='AttestedOrganisation',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('issuer', models.CharField(max_length=200)),
                ('siret', models.CharField(max_length=14)),
                ('attested_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'issuer'), name='attested_organisation_once')],
            },
        ),
    ]
