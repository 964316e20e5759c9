import django.db.models.deletion
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
            name='Direction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=0, help_text='how many times it has been proposed: each is a wording')),
                ('revision', models.PositiveIntegerField(default=0, help_text='of the draft: an older one has missed something')),
                ('purpose', models.TextField(blank=True, verbose_name='syfte')),
                ('intended', models.CharField(blank=True, max_length=300, verbose_name='avsedd inriktning')),
                ('goals', models.JSONField(blank=True, default=list, verbose_name='effektmål')),
                ('protection_values', models.JSONField(blank=True, default=list, verbose_name='skyddsvärden')),
                ('valid_from', models.DateTimeField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateTimeField(blank=True, null=True, verbose_name='gäller till')),
                ('message', models.TextField(blank=True, verbose_name='budskap till allmänheten')),
                ('follow_up', models.TextField(blank=True, verbose_name='så ser vi om det fungerar')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='ta ställning senast')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('proposed', 'Förslag'), ('fixed', 'Fastställd'), ('replaced', 'Ersatt'), ('withdrawn', 'Återtagen')], default='draft', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('fixed_at', models.DateTimeField(blank=True, null=True)),
                ('body', models.JSONField(blank=True, default=dict)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fixed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='direction.direction')),
            ],
            options={
                'verbose_name': 'inriktning',
                'verbose_name_plural': 'inriktningar',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='direction_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'fixed')), fields=('incident',), name='one_fixed_direction'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'proposed'])), fields=('incident',), name='one_open_direction'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['fixed', 'replaced']), _negated=True), models.Q(('fixed_at__isnull', False), ('fixed_by__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='fixed_is_frozen'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='direction_in_order')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300, verbose_name='åtgärd')),
                ('due', models.DateTimeField(verbose_name='klart senast')),
                ('state', models.CharField(choices=[('suggested', 'Föreslagen'), ('taken', 'Åtagen'), ('ongoing', 'Pågår'), ('done', 'Klar'), ('declined', 'Tar inte på sig')], default='suggested', max_length=12)),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='läge i korthet')),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='direction.direction')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='actors.actor')),
            ],
            options={
                'verbose_name': 'åtgärd',
                'verbose_name_plural': 'åtgärder',
                'ordering': ['due', 'pk'],
                'indexes': [models.Index(fields=['incident', 'due'], name='measure_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='measure_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='declined_has_reason')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(help_text='the wording it was about')),
                ('stand', models.CharField(choices=[('behind', 'Ställer sig bakom'), ('reservation', 'Med förbehåll'), ('cannot', 'Kan inte'), ('own_body', 'Beslutas av egen instans')], max_length=12, verbose_name='ställning')),
                ('reason', models.TextField(blank=True, verbose_name='skäl')),
                ('own_body', models.CharField(blank=True, max_length=200, verbose_name='instans')),
                ('own_body_at', models.DateTimeField(blank=True, null=True, verbose_name='beslutar senast')),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='actors.actor')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('direction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='direction.direction')),
            ],
            options={
                'verbose_name': 'ställning',
                'constraints': [models.UniqueConstraint(fields=('direction', 'actor'), name='position_once'), models.CheckConstraint(condition=models.Q(models.Q(('stand__in', ['reservation', 'cannot']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='position_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('stand', 'own_body'), _negated=True), models.Q(models.Q(('own_body', ''), _negated=True), ('own_body_at__isnull', False)), _connector='OR'), name='position_names_body')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
    ]
