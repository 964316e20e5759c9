import django.db.models.deletion
import django.utils.timezone
import journal.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActorGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='namn')),
                ('members', models.ManyToManyField(related_name='+', to='actors.actor', verbose_name='aktörer')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups_kept', to='actors.actor')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='actor_group_once')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('day', models.DateField()),
                ('signed_in', models.BooleanField(help_text='a sign-in; else the use of a session on a further day')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='actors.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('signed_in', False)), fields=('person', 'day'), name='alarm_of_use_once_a_day')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='actors.alarm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('alarm', 'by'), name='acknowledged_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invited', 'Konto i Samlad'), ('alarm', 'Nödkonto har använts i Samlad')], max_length=12)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('alarm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='actors.alarm')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['sent_at', 'attempts'], name='letter_unsent')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_once',
        ),
        migrations.AddField(
            model_name='actor',
            name='temporary',
            field=models.BooleanField(default=False, help_text='brought in during an incident, and out with it'),
        ),
        migrations.AddField(
            model_name='membership',
            name='deputy_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='actors.membership'),
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='is_break_glass',
            field=models.BooleanField(default=False, help_text='sealed account of a county board: its use alarms'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('reader', 'läsare'), ('reporter', 'rapportör'), ('editor', 'redaktör'), ('duty_officer', 'tjänsteman i beredskap (TiB)'), ('analyst', 'analytiker'), ('chair', 'ordförande'), ('actor_admin', 'aktörsadministratör'), ('security_officer', 'säkerhetsansvarig'), ('reviewer', 'granskare'), ('national_reader', 'nationell läsare')], max_length=20),
        ),
        migrations.AlterField(
            model_name='rolegroup',
            name='role',
            field=models.CharField(choices=[('reader', 'läsare'), ('reporter', 'rapportör'), ('editor', 'redaktör'), ('duty_officer', 'tjänsteman i beredskap (TiB)'), ('analyst', 'analytiker'), ('chair', 'ordförande'), ('actor_admin', 'aktörsadministratör'), ('security_officer', 'säkerhetsansvarig'), ('reviewer', 'granskare'), ('national_reader', 'nationell läsare')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['actor', 'role'], name='membership_actor_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'actor', 'role', 'starts'), name='membership_once'),
        ),
    ]
