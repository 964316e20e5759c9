import django.db.models.deletion
import journal.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actors', '0005_two_more_roles'),
        ('actors', '__first__'),
        ('incidents', '0010_resources'),
    ]

    operations = [
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announced', models.BooleanField(default=False, verbose_name='aviserat i förväg')),
                ('starts_at', models.DateTimeField(verbose_name='börjar')),
                ('minutes', models.PositiveSmallIntegerField(default=5, verbose_name='längd, minuter')),
                ('state', models.CharField(choices=[('planned', 'Planerad'), ('running', 'Pågår'), ('measured', 'Mätt'), ('cancelled', 'Inställd')], default='planned', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('measured_at', models.DateTimeField(blank=True, null=True)),
                ('figures', models.JSONField(blank=True, default=dict)),
                ('actors', models.ManyToManyField(related_name='+', to='actors.actor')),
                ('incident', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drill', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(help_text='the county board that drills', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
            ],
            options={
                'verbose_name': 'beredskapsprov',
                'ordering': ['-starts_at', '-pk'],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('summary', models.TextField(blank=True, verbose_name='sammanfattning')),
                ('goals', models.JSONField(blank=True, default=list, verbose_name='övningsmål')),
                ('body', models.JSONField(default=dict)),
                ('shared', models.BooleanField(default=False, verbose_name='får spelas av andra län')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(help_text='the county board that keeps it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('replays', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident')),
            ],
            options={
                'verbose_name': 'scenario',
                'ordering': ['name', '-version'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key', 'version'), name='scenario_version_once')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Play',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('prepared', 'Förberedd'), ('running', 'Pågår'), ('paused', 'Pausad'), ('ended', 'Avslutad')], default='prepared', max_length=10)),
                ('speed', models.FloatField(default=1.0, verbose_name='fart')),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='play', to='incidents.incident')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scenario', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plays', to='exercises.scenario')),
            ],
            options={
                'verbose_name': 'övningsspel',
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='DrillResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('signed_in_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('compiled_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.JSONField(blank=True, default=dict)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('drill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='exercises.drill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('drill', 'actor'), name='drill_result_once')],
            },
        ),
        migrations.CreateModel(
            name='Inject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('at', models.DateTimeField(verbose_name='tid i övningen')),
                ('kind', models.CharField(choices=[('told', 'Besked till spelarna'), ('log', 'Rad i loggen'), ('request', 'Begäran om lägesbild'), ('measure', 'Föreslagen åtgärd'), ('for_control', 'Till motspelet')], default='told', max_length=12, verbose_name='slag')),
                ('text', models.TextField(verbose_name='inspel')),
                ('expected', models.CharField(blank=True, max_length=300, verbose_name='förväntat')),
                ('observed', models.TextField(blank=True, verbose_name='iakttaget')),
                ('really', models.TextField(blank=True, verbose_name='så gjordes det')),
                ('more', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Väntar'), ('given', 'Spelat in'), ('skipped', 'Hoppades över')], default='waiting', max_length=10)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('to', models.ManyToManyField(blank=True, related_name='+', to='actors.actor')),
                ('play', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='injects', to='exercises.play')),
            ],
            options={
                'verbose_name': 'inspel',
                'ordering': ['at', 'order'],
                'constraints': [models.UniqueConstraint(fields=('play', 'order'), name='inject_order_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='inject_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), _negated=True), ('given_at__isnull', False), _connector='OR'), name='given_has_time')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
    ]
