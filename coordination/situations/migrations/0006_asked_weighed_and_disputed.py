import django.db.models.deletion
import django.utils.timezone
import journal.record
from django.conf import settings
from journal.together import Together
from django.db import migrations, models


class Migration(Together):

    dependencies = [
        ('actors', '0003_second_approval'),
        ('actors', '__first__'),
        ('incidents', '0006_history'),
        ('situations', '0005_copy_incident'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisputeRule',
            fields=[
                ('key', models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('spec', models.JSONField(default=dict)),
                ('name_sv', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('key', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('text', 'text'), ('number', 'antal med enhet'), ('choice', 'val'), ('yes_no', 'ja eller nej'), ('place', 'plats'), ('rows', 'rader'), ('needs', 'behov av stöd')], max_length=8)),
                ('name_sv', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
                ('definition_sv', models.CharField(blank=True, help_text='what counts and what does not', max_length=400)),
                ('definition_en', models.CharField(blank=True, max_length=400)),
                ('hint_sv', models.CharField(blank=True, max_length=200)),
                ('hint_en', models.CharField(blank=True, max_length=200)),
                ('unit_sv', models.CharField(blank=True, max_length=40)),
                ('unit_en', models.CharField(blank=True, max_length=40)),
                ('options', models.JSONField(blank=True, default=list)),
                ('lines', models.PositiveSmallIntegerField(default=2, help_text='of a text field')),
                ('shelf_minutes', models.PositiveIntegerField(default=1440)),
                ('guard', models.CharField(blank=True, help_text='own or named: who reads it unless its owner says', max_length=12)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('retired', models.BooleanField(default=False, help_text='not proposed for new sets; answers to it stay')),
            ],
            options={
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-postadress')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('guest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='situations.request')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('asks', models.BooleanField(default=False, help_text='a question that waits for an answer')),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(help_text='on whose behalf it was written', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('input', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='situations.input')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_set_key', models.SlugField(help_text='its newest version is asked each time', max_length=40)),
                ('purpose', models.CharField(max_length=300, verbose_name='syfte')),
                ('legal_ground', models.CharField(blank=True, max_length=300, verbose_name='rättslig grund')),
                ('kind', models.CharField(choices=[('weekly', 'vissa veckodagar'), ('hours', 'var n:te timme')], max_length=8)),
                ('weekdays', models.JSONField(blank=True, default=list)),
                ('at', models.TimeField(blank=True, null=True)),
                ('every_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('answer_minutes', models.PositiveIntegerField(help_text='from the sending to the deadline')),
                ('as_of_minutes', models.IntegerField(default=0, help_text='from the sending to the time that the answers hold for')),
                ('reminders', models.JSONField(blank=True, default=list)),
                ('next_at', models.DateTimeField()),
                ('postponed_from', models.DateTimeField(blank=True, null=True)),
                ('postponed_note', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipients', models.ManyToManyField(related_name='+', to='actors.actor')),
                ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['next_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('stopped_at__isnull', True)), fields=['incident'], name='rhythm_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', False), ('kind', 'weekly')), models.Q(('every_hours__gte', 1), ('kind', 'hours')), _connector='OR'), name='rhythm_says_when')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(help_text='what it is about, as the rule names it: 2161, or E22', max_length=120)),
                ('state', models.CharField(choices=[('open', 'Går isär'), ('settled', 'Avgjord'), ('shown', 'Visas som olika uppgifter'), ('gone', 'Går inte längre isär')], default='open', max_length=12)),
                ('found_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='skäl')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('holds', models.ForeignKey(blank=True, help_text='what counts', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.input')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.disputerule')),
            ],
            options={
                'ordering': ['-found_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'gone'), _negated=True), fields=('incident', 'rule', 'about'), name='dispute_standing_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='settled_says_why')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='DisputeSide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text='numbers.households_without_power, rows.roads.0.state', max_length=120)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sides', to='situations.dispute')),
                ('input', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='situations.input')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('dispute', 'input', 'path'), name='dispute_side_once')],
            },
        ),
        migrations.AddField(
            model_name='function',
            name='shelf_minutes',
            field=models.PositiveIntegerField(default=1440),
        ),
        migrations.AddField(
            model_name='input',
            name='same_as',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_in', to='situations.input'),
        ),
        migrations.AddField(
            model_name='input',
            name='weighed',
            field=models.CharField(blank=True, choices=[('confirmed', 'bekräftad'), ('likely', 'trolig'), ('unconfirmed', 'obekräftad')], max_length=12),
        ),
        migrations.AddField(
            model_name='input',
            name='weighed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='input',
            name='weighed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='input',
            name='weighed_note',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterModelOptions(
            name='questionset',
            options={'ordering': ['order', 'key', '-version']},
        ),
        migrations.AddField(
            model_name='questionset',
            name='order',
            field=models.PositiveSmallIntegerField(default=100, help_text="the portal's own stand first"),
        ),
        migrations.AddField(
            model_name='questionset',
            name='made_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='questionset',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='questionset',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor'),
        ),
        migrations.AddField(
            model_name='recipient',
            name='postponed_note',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='recipient',
            name='postponed_to',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='recipient',
            name='unit',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='report',
            name='sections',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='report',
            name='seconded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='seconded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='seconded_revision',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='reminders',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='request',
            name='reminders_sent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='rendering',
            name='kind',
            field=models.CharField(help_text='html, json, pdf, docx, txt; brief-html, brief-pdf: the executive one', max_length=12),
        ),
        migrations.AddField(
            model_name='input',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inputs', to='situations.answerlink'),
        ),
        migrations.AddField(
            model_name='request',
            name='rhythm',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='situations.rhythm'),
        ),
    ]
