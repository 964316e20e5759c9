import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import journal.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actors', '0001_initial'),
        ('actors', '__first__'),
        ('incidents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Function',
            fields=[
                ('key', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name_sv', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('hint_sv', models.CharField(blank=True, max_length=200)),
                ('hint_en', models.CharField(blank=True, max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='QuestionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('sections', models.JSONField(help_text='[{key, name_sv, name_en, questions: [{key, kind, name_sv, name_en, ...}]}]')),
                ('functions', models.JSONField(help_text='keys of functions, in order')),
                ('source', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['key', '-version'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='question_set_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=300, verbose_name='syfte')),
                ('legal_ground', models.CharField(blank=True, max_length=300, verbose_name='rättslig grund')),
                ('as_of', models.DateTimeField(verbose_name='läget gäller')),
                ('deadline', models.DateTimeField(verbose_name='svara senast')),
                ('sent_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('sent', 'Skickad'), ('closed', 'Avslutad')], default='sent', max_length=12)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('question_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='situations.questionset', verbose_name='frågor')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='request_number_once'), models.CheckConstraint(condition=models.Q(('deadline__gt', models.F('sent_at'))), name='request_in_order')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Compilation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'I kö'), ('compiling', 'Sammanställs'), ('ready', 'Klar'), ('failed', 'Misslyckades'), ('superseded', 'Ersatt')], default='queued', max_length=12)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('gather_until', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('body', models.JSONField(default=dict)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.request')),
            ],
            options={
                'indexes': [models.Index(fields=['incident', '-id'], name='compilation_newest'), models.Index(condition=models.Q(('state__in', ['queued', 'compiling'])), fields=['state', 'gather_until'], name='compilation_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('incident',), name='one_queued_compilation')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('began_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='situations.request')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'actor'), name='recipient_once')],
            },
        ),
        migrations.CreateModel(
            name='Input',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('submitted', 'Skickat'), ('replaced', 'Ersatt av rättelse'), ('withdrawn', 'Återtaget')], default='draft', max_length=12)),
                ('content', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=0, help_text='of the draft: a writer with an older one has missed something')),
                ('grade', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('proposed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('trend', models.CharField(blank=True, choices=[('better', 'bättre'), ('same', 'lika'), ('worse', 'värre'), ('much_worse', 'mycket värre')], max_length=12)),
                ('confidence', models.CharField(blank=True, choices=[('confirmed', 'bekräftad'), ('likely', 'trolig'), ('unconfirmed', 'obekräftad')], max_length=12)),
                ('summary', models.TextField(blank=True)),
                ('oral', models.BooleanField(default=False, help_text='spoken, and written down by the duty officer in her own name')),
                ('number', models.CharField(blank=True, help_text='receipt: 2025-041-031', max_length=20)),
                ('submission_key', models.CharField(blank=True, max_length=80, null=True)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('late', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('question_back', models.TextField(blank=True)),
                ('question_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inputs', to='actors.actor')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unchanged_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.input')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inputs', to='situations.request')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'draft'), _negated=True), fields=['incident', '-submitted_at', '-id'], name='input_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('request', 'actor'), name='one_draft'), models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('request', 'actor'), name='one_answer'), models.UniqueConstraint(fields=('request', 'actor', 'version'), name='input_version_once'), models.UniqueConstraint(fields=('actor', 'submission_key'), name='submission_key_once'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='receipt_once'), models.CheckConstraint(condition=models.Q(('grade__isnull', True), ('grade__range', (1, 5)), _connector='OR'), name='input_grade'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('submitted_at__isnull', False), _connector='OR'), name='sent_has_time')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('in_review', 'Granskas'), ('published', 'Publicerad'), ('superseded', 'Ersatt'), ('withheld', 'Undanhållen')], default='draft', max_length=12)),
                ('summary', models.TextField(blank=True, verbose_name='sammanfattning')),
                ('assessment', models.TextField(blank=True, verbose_name='bedömning')),
                ('forecast', models.TextField(blank=True, verbose_name='prognos 6, 24 och 72 timmar')),
                ('support', models.TextField(blank=True, verbose_name='behov av stöd')),
                ('disputed', models.TextField(blank=True, verbose_name='uppgifter som går isär')),
                ('message', models.TextField(blank=True, verbose_name='budskap till allmänheten')),
                ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='nästa rapport')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('body', models.JSONField(default=dict)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('compilation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='situations.compilation')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='situations.report')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='report_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'in_review'])), fields=('incident',), name='one_open_report'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('incident',), name='one_published_report'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review']), models.Q(('number__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='published_is_frozen')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='incidents.incident')),
                ('input', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.input')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('incident', 'actor'), name='standing_once')],
            },
        ),
        migrations.CreateModel(
            name='Impact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('works', models.PositiveSmallIntegerField(null=True)),
                ('resources', models.PositiveSmallIntegerField(null=True)),
                ('load', models.PositiveSmallIntegerField(null=True)),
                ('proposed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('grade', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('trend', models.CharField(blank=True, choices=[('better', 'bättre'), ('same', 'lika'), ('worse', 'värre'), ('much_worse', 'mycket värre')], max_length=12)),
                ('confidence', models.CharField(blank=True, choices=[('confirmed', 'bekräftad'), ('likely', 'trolig'), ('unconfirmed', 'obekräftad')], max_length=12)),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.function')),
                ('input', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='impacts', to='situations.input')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('input', 'function'), name='impact_once'), models.CheckConstraint(condition=models.Q(('grade__isnull', True), ('grade__range', (1, 5)), _connector='OR'), name='impact_grade')],
            },
        ),
        migrations.CreateModel(
            name='CompilationSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('compilation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='situations.compilation')),
                ('input', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='used_in', to='situations.input')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('compilation', 'input'), name='source_once')],
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='html, json, pdf', max_length=8)),
                ('language', models.CharField(max_length=5)),
                ('data', models.BinaryField()),
                ('etag', models.CharField(max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='situations.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'kind', 'language'), name='rendering_once')],
            },
        ),
    ]
