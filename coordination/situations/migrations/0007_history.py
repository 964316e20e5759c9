"""Every change of these rows is kept, by triggers: see journal/history.py."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What each row says when its history begins: the first change has something to be compared with.
COLUMNS = {
    'report': ('summary', 'assessment', 'forecast', 'support', 'disputed', 'message', 'next_at', 'state', 'marking', 'marking_reason', 'seconded_by_id'),
    'request': ('purpose', 'legal_ground', 'as_of', 'deadline', 'state', 'marking', 'marking_reason'),
}


def begin(table):
    columns = ', '.join(COLUMNS[table])
    return (
        f'INSERT INTO situations_{table}change (pgh_created_at, pgh_label, pgh_obj_id, {columns}) '  # nosec B608
        f"SELECT now(), 'begin', id, {columns} FROM situations_{table}"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('situations', '0006_asked_weighed_and_disputed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('summary', models.TextField(blank=True, verbose_name='sammanfattning')),
                ('assessment', models.TextField(blank=True, verbose_name='bedömning')),
                ('forecast', models.TextField(blank=True, verbose_name='prognos 6, 24 och 72 timmar')),
                ('support', models.TextField(blank=True, verbose_name='behov av stöd')),
                ('disputed', models.TextField(blank=True, verbose_name='uppgifter som går isär')),
                ('message', models.TextField(blank=True, verbose_name='budskap till allmänheten')),
                ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='nästa rapport')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('in_review', 'Granskas'), ('published', 'Publicerad'), ('superseded', 'Ersatt'), ('withheld', 'Hålls inne')], default='draft', max_length=12)),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RequestChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('purpose', models.CharField(max_length=300, verbose_name='syfte')),
                ('legal_ground', models.CharField(blank=True, max_length=300, verbose_name='rättslig grund')),
                ('as_of', models.DateTimeField(verbose_name='läget gäller')),
                ('deadline', models.DateTimeField(verbose_name='svara senast')),
                ('state', models.CharField(choices=[('sent', 'Skickad'), ('closed', 'Avslutad')], default='sent', max_length=12)),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "situations_reportchange" ("assessment", "disputed", "forecast", "marking", "marking_reason", "message", "next_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconded_by_id", "state", "summary", "support") VALUES (NEW."assessment", NEW."disputed", NEW."forecast", NEW."marking", NEW."marking_reason", NEW."message", NEW."next_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."seconded_by_id", NEW."state", NEW."summary", NEW."support"); RETURN NULL;', hash='70e0d3d4bf6c2002f42cbed0d1a472b7442a6d01', operation='INSERT', pgid='pgtrigger_insert_insert_6b667', table='situations_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."assessment" IS DISTINCT FROM (NEW."assessment") OR OLD."disputed" IS DISTINCT FROM (NEW."disputed") OR OLD."forecast" IS DISTINCT FROM (NEW."forecast") OR OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."next_at" IS DISTINCT FROM (NEW."next_at") OR OLD."seconded_by_id" IS DISTINCT FROM (NEW."seconded_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."support" IS DISTINCT FROM (NEW."support"))', func='INSERT INTO "situations_reportchange" ("assessment", "disputed", "forecast", "marking", "marking_reason", "message", "next_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconded_by_id", "state", "summary", "support") VALUES (NEW."assessment", NEW."disputed", NEW."forecast", NEW."marking", NEW."marking_reason", NEW."message", NEW."next_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."seconded_by_id", NEW."state", NEW."summary", NEW."support"); RETURN NULL;', hash='58358e6ed2d50241275e71459919e6361194312c', operation='UPDATE', pgid='pgtrigger_update_update_b60cd', table='situations_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "situations_reportchange" ("assessment", "disputed", "forecast", "marking", "marking_reason", "message", "next_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconded_by_id", "state", "summary", "support") VALUES (OLD."assessment", OLD."disputed", OLD."forecast", OLD."marking", OLD."marking_reason", OLD."message", OLD."next_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."seconded_by_id", OLD."state", OLD."summary", OLD."support"); RETURN NULL;', hash='2880f217e7547d9537cca2c1b85520478e5749c3', operation='DELETE', pgid='pgtrigger_delete_delete_cd075', table='situations_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "situations_requestchange" ("as_of", "deadline", "legal_ground", "marking", "marking_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state") VALUES (NEW."as_of", NEW."deadline", NEW."legal_ground", NEW."marking", NEW."marking_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."state"); RETURN NULL;', hash='cb9a4b5139345d33ca8b50bb89e4312fc09a0fda', operation='INSERT', pgid='pgtrigger_insert_insert_994e5', table='situations_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."deadline" IS DISTINCT FROM (NEW."deadline") OR OLD."legal_ground" IS DISTINCT FROM (NEW."legal_ground") OR OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "situations_requestchange" ("as_of", "deadline", "legal_ground", "marking", "marking_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state") VALUES (NEW."as_of", NEW."deadline", NEW."legal_ground", NEW."marking", NEW."marking_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."state"); RETURN NULL;', hash='6765e434aac22d81f2508207db68b5fcff2f2fe9', operation='UPDATE', pgid='pgtrigger_update_update_93fcb', table='situations_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "situations_requestchange" ("as_of", "deadline", "legal_ground", "marking", "marking_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state") VALUES (OLD."as_of", OLD."deadline", OLD."legal_ground", OLD."marking", OLD."marking_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."state"); RETURN NULL;', hash='45f4dd395dc3dc065a122f0ebba3f541fdd8e794', operation='DELETE', pgid='pgtrigger_delete_delete_28ed7', table='situations_request', when='AFTER')),
        ),
        migrations.AddField(
            model_name='reportchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='situations.report'),
        ),
        migrations.AddField(
            model_name='reportchange',
            name='seconded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='requestchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='situations.request'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c57f974ca8d10db7d911d9a443af8421dd46d3f0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5126a', table='situations_reportchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requestchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f944e5cc995d3ca2c7a24650d9e9487baa9de402', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_292af', table='situations_requestchange', when='BEFORE')),
        ),
        *[migrations.RunSQL(begin(table), migrations.RunSQL.noop) for table in COLUMNS],
    ]
