import django.db.models.deletion
import django.db.models.expressions
import mob.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0003_an_aid_in_order'),
        ('catalogue', '0002_days_to_send_the_invoice'),
        ('directory', '0001_initial'),
        ('documents', '0002_sealed_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('cap_cents', models.BigIntegerField(null=True)),
                ('committed_cents', models.BigIntegerField(default=0)),
                ('paid_cents', models.BigIntegerField(default=0)),
                ('grant_cents', models.BigIntegerField(default=0)),
                ('budget_line', models.CharField(blank=True, max_length=80)),
                ('deliberation', models.CharField(blank=True, max_length=120)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.aid')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'year'], name='envelope_funder')],
                'constraints': [models.UniqueConstraint(fields=('aid', 'year'), name='envelope_aid_year'), models.CheckConstraint(condition=models.Q(('committed_cents__gte', 0), ('paid_cents__gte', 0)), name='envelope_not_negative', violation_error_message='Une enveloppe ne peut pas devenir négative.'), models.CheckConstraint(condition=models.Q(('cap_cents__isnull', True), ('cap_cents__gte', django.db.models.expressions.CombinedExpression(models.F('committed_cents'), '+', models.F('paid_cents'))), _connector='OR'), name='envelope_never_overrun', violation_error_message='L’enveloppe de cette aide serait dépassée.')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('mode', models.CharField(max_length=10)),
                ('total_cents', models.BigIntegerField()),
                ('to_recover_cents', models.BigIntegerField(default=0)),
                ('granted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('invoice_state', models.CharField(choices=[('not_asked', 'not_asked'), ('awaited', 'awaited'), ('received', 'received'), ('accepted', 'accepted')], max_length=10)),
                ('invoice_due_on', models.DateField(null=True)),
                ('invoice_received_at', models.DateTimeField(null=True)),
                ('invoice_is_late', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='payments.envelope')),
            ],
            options={
                'indexes': [models.Index(fields=['invoice_state', 'invoice_due_on'], name='award_invoice')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application',), name='award_one_live'), models.CheckConstraint(condition=models.Q(('total_cents__gt', 0)), name='award_is_money')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=14, unique=True)),
                ('cents', models.BigIntegerField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'open'), ('handed', 'handed'), ('paid', 'paid'), ('rejected', 'rejected'), ('cancelled', 'cancelled')], default='open', max_length=10)),
                ('handed_at', models.DateTimeField(null=True)),
                ('paid_on', models.DateField(null=True)),
                ('rejection', models.CharField(blank=True, choices=[('account_closed', 'account_closed'), ('account_unknown', 'account_unknown'), ('holder_differs', 'holder_differs'), ('bank_refused', 'bank_refused'), ('other', 'other')], max_length=20)),
                ('rejection_text', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payments.award')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.funder')),
            ],
            options={
                'indexes': [models.Index(fields=['funder', 'state', 'due_on', 'id'], name='order_to_pay')],
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='order_number_once'), models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='order_is_money'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', False), _connector='OR'), name='order_paid_has_date', violation_error_message='Un versement porte sa date.')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('raise', 'raise'), ('lower', 'lower'), ('reserve', 'reserve'), ('release', 'release'), ('pay', 'pay'), ('return', 'return')], max_length=8)),
                ('source', models.CharField(choices=[('funding', 'funding'), ('available', 'available'), ('committed', 'committed'), ('paid', 'paid')], max_length=10)),
                ('target', models.CharField(choices=[('funding', 'funding'), ('available', 'available'), ('committed', 'committed'), ('paid', 'paid')], max_length=10)),
                ('cents', models.BigIntegerField()),
                ('key', models.CharField(max_length=120, unique=True)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='payments.award')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='payments.envelope')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='payments.order')),
            ],
            options={
                'indexes': [models.Index(fields=['envelope', 'at'], name='movement_envelope')],
                'constraints': [models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='movement_is_money'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='movement_between_two')],
            },
        ),
        migrations.CreateModel(
            name='WaitingPlace',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='applications.application')),
                ('complete_at', models.DateTimeField()),
                ('is_open', models.BooleanField(default=True)),
                ('aid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.aid')),
            ],
            options={
                'indexes': [models.Index(fields=['aid', 'is_open', 'complete_at'], name='waiting_order')],
            },
        ),
        migrations.CreateModel(
            name='BankDetails',
            fields=[
                ('id', models.UUIDField(default=mob.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('manifest', models.TextField(blank=True)),
                ('masked', models.CharField(max_length=24)),
                ('is_change', models.BooleanField(default=False)),
                ('given_at', models.DateTimeField()),
                ('usable_from', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_details', to='payments.award')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('award',), name='bank_details_one_in_force')],
            },
        ),
    ]
