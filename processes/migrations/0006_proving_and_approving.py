"""Evidence packs, counted and frozen, and the reviewer's approval of a run's result."""

import django.db.models.deletion
import journal.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('processes', '0004_longer_media_type'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidencePack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('covers_from', models.DateField(verbose_name='från och med')),
                ('covers_to', models.DateField(verbose_name='till och med')),
                ('figures', models.JSONField(blank=True, default=dict)),
                ('made_at', models.DateTimeField()),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('handed_over_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='processes.countyprocess')),
            ],
            options={
                'verbose_name': 'underlag',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('process', 'number'), name='pack_number_once'), models.CheckConstraint(condition=models.Q(('covers_to__gte', models.F('covers_from'))), name='pack_in_order')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='ResultApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500, verbose_name='granskarens ord')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='processes.countyprocess')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='processes.processrun')),
            ],
            options={
                'verbose_name': 'godkännande',
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='approval_says_something')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
    ]
