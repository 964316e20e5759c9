import django.db.models.deletion
import journal.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0004_letters_to_deputies'),
        ('actors', '__first__'),
        ('incidents', '0009_notice_unread'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResourceNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reference', models.CharField(blank=True, choices=[('18:13', 'OSL 18 kap. 13 §, risk- och sårbarhetsanalyser, fredstida kriser'), ('15:2', 'OSL 15 kap. 2 §, totalförsvaret'), ('18:8', 'OSL 18 kap. 8 §, säkerhets- och bevakningsåtgärder'), ('18:9', 'OSL 18 kap. 9 §, chiffer och koder'), ('21', 'OSL 21 kap., enskildas personliga förhållanden'), ('25', 'OSL 25 kap., hälso- och sjukvård'), ('31:16', 'OSL 31 kap. 16 §, enskildas affärsförhållanden'), ('other', 'annan bestämmelse, skriv vilken i skälet')], max_length=12, verbose_name='lagrum')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
                ('marked_at', models.DateTimeField(blank=True, null=True)),
                ('number', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=200, verbose_name='resurs')),
                ('quantity', models.PositiveIntegerField(verbose_name='antal')),
                ('unit', models.CharField(max_length=40, verbose_name='enhet')),
                ('from_at', models.DateTimeField(verbose_name='behövs från')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='behövs till')),
                ('where', models.CharField(max_length=200, verbose_name='var')),
                ('contact', models.CharField(max_length=200, verbose_name='kontakt, funktion och nummer')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='till vad')),
                ('state', models.CharField(choices=[('requested', 'Begärd'), ('offered', 'Erbjuden'), ('agreed', 'Överenskommen'), ('delivered', 'Levererad'), ('returned', 'Återlämnad'), ('cancelled', 'Behövs inte längre')], default='requested', max_length=12)),
                ('origin', models.CharField(blank=True, max_length=64)),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='läge i korthet')),
                ('made_at', models.DateTimeField()),
                ('actor', models.ForeignKey(help_text='who needs it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'resursbehov',
                'ordering': ['from_at', 'number'],
                'indexes': [models.Index(fields=['incident', 'state'], name='resource_of_incident')],
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='resource_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('unit', ''), _negated=True), models.Q(('where', ''), _negated=True)), name='resource_says_what'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='resource_is_some'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('from_at')), _connector='OR'), name='resource_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('marking', 'sensitive'), _negated=True), models.Q(models.Q(('marking_reference', ''), _negated=True), models.Q(('marking_reason', ''), _negated=True)), _connector='OR'), name='resourceneed_sensitive_says_why')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reference', models.CharField(blank=True, choices=[('18:13', 'OSL 18 kap. 13 §, risk- och sårbarhetsanalyser, fredstida kriser'), ('15:2', 'OSL 15 kap. 2 §, totalförsvaret'), ('18:8', 'OSL 18 kap. 8 §, säkerhets- och bevakningsåtgärder'), ('18:9', 'OSL 18 kap. 9 §, chiffer och koder'), ('21', 'OSL 21 kap., enskildas personliga förhållanden'), ('25', 'OSL 25 kap., hälso- och sjukvård'), ('31:16', 'OSL 31 kap. 16 §, enskildas affärsförhållanden'), ('other', 'annan bestämmelse, skriv vilken i skälet')], max_length=12, verbose_name='lagrum')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
                ('marked_at', models.DateTimeField(blank=True, null=True)),
                ('number', models.PositiveIntegerField()),
                ('to', models.CharField(choices=[('neighbour', 'Grannlän'), ('higher_region', 'Civilområde'), ('national', 'Nationell myndighet')], max_length=16, verbose_name='till')),
                ('addressee', models.CharField(max_length=120, verbose_name='mottagare')),
                ('tried', models.CharField(blank=True, max_length=500, verbose_name='vad som redan är prövat')),
                ('legal_ground', models.CharField(blank=True, max_length=200, verbose_name='lagstöd')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('sent', 'Skickad'), ('answered', 'Besvarad')], default='draft', max_length=12)),
                ('body', models.JSONField(blank=True, default=dict)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reply', models.CharField(blank=True, max_length=500, verbose_name='svar')),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('needs', models.ManyToManyField(related_name='escalations', to='incidents.resourceneed')),
            ],
            options={
                'verbose_name': 'framställan',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='escalation_number_once'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('sent_at__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='sent_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('marking', 'sensitive'), _negated=True), models.Q(models.Q(('marking_reference', ''), _negated=True), models.Q(('marking_reason', ''), _negated=True)), _connector='OR'), name='escalation_sensitive_says_why')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.CreateModel(
            name='ResourceOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reference', models.CharField(blank=True, choices=[('18:13', 'OSL 18 kap. 13 §, risk- och sårbarhetsanalyser, fredstida kriser'), ('15:2', 'OSL 15 kap. 2 §, totalförsvaret'), ('18:8', 'OSL 18 kap. 8 §, säkerhets- och bevakningsåtgärder'), ('18:9', 'OSL 18 kap. 9 §, chiffer och koder'), ('21', 'OSL 21 kap., enskildas personliga förhållanden'), ('25', 'OSL 25 kap., hälso- och sjukvård'), ('31:16', 'OSL 31 kap. 16 §, enskildas affärsförhållanden'), ('other', 'annan bestämmelse, skriv vilken i skälet')], max_length=12, verbose_name='lagrum')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
                ('marked_at', models.DateTimeField(blank=True, null=True)),
                ('quantity', models.PositiveIntegerField(verbose_name='antal')),
                ('from_at', models.DateTimeField(verbose_name='från')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='till')),
                ('contact', models.CharField(max_length=200, verbose_name='kontakt, funktion och nummer')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='villkor eller kommentar')),
                ('state', models.CharField(choices=[('offered', 'Erbjuds'), ('accepted', 'Tackat ja'), ('declined', 'Tackat nej'), ('withdrawn', 'Taget tillbaka')], default='offered', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('actor', models.ForeignKey(help_text='who offers', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='incidents.incident')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='incidents.resourceneed')),
            ],
            options={
                'verbose_name': 'erbjudande',
                'ordering': ['made_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='offer_is_some'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('from_at')), _connector='OR'), name='offer_in_order'), models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('need', 'actor'), name='one_open_offer_of_actor'), models.CheckConstraint(condition=models.Q(models.Q(('marking', 'sensitive'), _negated=True), models.Q(models.Q(('marking_reference', ''), _negated=True), models.Q(('marking_reason', ''), _negated=True)), _connector='OR'), name='resourceoffer_sensitive_says_why')],
            },
            bases=(journal.record.JournaledModel, models.Model),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('invited', 'Inbjudan till händelse'), ('request', 'Ny begäran'), ('reminder', 'Påminnelse'), ('report', 'Ny lägesrapport'), ('returned', 'Fråga om ert svar'), ('direction', 'Förslag till inriktning'), ('fixed', 'Inriktning fastställd'), ('measure', 'Åtgärd att ta ställning till'), ('access', 'Någon ber att få läsa'), ('answered', 'Besked om att få läsa'), ('hidden', 'En uppgift är i karantän'), ('replied', 'Svar på er fråga'), ('stale', 'Uppgifter blir gamla'), ('put_off', 'Begäran kommer senare'), ('unread', 'Fastställd inriktning är inte läst'), ('meeting', 'Kallelse till möte'), ('cancelled', 'Möte inställt'), ('minutes', 'Protokoll från möte'), ('need', 'Behov som väntar på ert besked'), ('influence', 'Fråga till er'), ('told', 'Viktigt meddelande'), ('resource', 'Behov av resurs'), ('offer', 'Erbjudande om resurs')], max_length=12),
        ),
    ]
