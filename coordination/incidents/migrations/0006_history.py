"""Every change of an incident is kept, by triggers: see journal/history.py."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# What each incident says when its history begins: the first change has something to be compared with.
COLUMNS = """name, type_id, lead_id, state, level, marking, marking_reason, is_exercise, opened_at, closed_at,
registry_number"""
BEGIN = f"""INSERT INTO incidents_incidentchange (pgh_created_at, pgh_label, pgh_obj_id, {COLUMNS})
SELECT now(), 'begin', id, {COLUMNS} FROM incidents_incident"""  # nosec B608


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0002_people'),
        ('incidents', '0005_log_lines_may_be_narrowed'),
    ]

    operations = [
        migrations.CreateModel(
            name='IncidentChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('state', models.CharField(choices=[('watch', 'Bevakning'), ('assess', 'Bedömning'), ('handle', 'Hantering'), ('wind_down', 'Avveckling'), ('closed', 'Avslutad')], default='assess', max_length=12, verbose_name='fas')),
                ('level', models.CharField(choices=[('ordinary', 'Ordinarie läge'), ('activated', 'Aktiverat läge')], default='ordinary', max_length=12, verbose_name='nivå')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
                ('is_exercise', models.BooleanField(default=False, verbose_name='övning')),
                ('opened_at', models.DateTimeField(verbose_name='öppnad')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='avslutad')),
                ('registry_number', models.CharField(blank=True, max_length=40, verbose_name='diarienummer')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='incident',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='avslutad'),
        ),
        migrations.AlterField(
            model_name='incident',
            name='lead',
            field=models.ForeignKey(help_text='the county board that holds together', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor', verbose_name='sammanhållande'),
        ),
        migrations.AlterField(
            model_name='incident',
            name='opened_at',
            field=models.DateTimeField(verbose_name='öppnad'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidentchange" ("closed_at", "is_exercise", "lead_id", "level", "marking", "marking_reason", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "state", "type_id") VALUES (NEW."closed_at", NEW."is_exercise", NEW."lead_id", NEW."level", NEW."marking", NEW."marking_reason", NEW."name", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."registry_number", NEW."state", NEW."type_id"); RETURN NULL;', hash='6b9e119c208271d7724df8e913ba0c15f08288c6', operation='INSERT', pgid='pgtrigger_insert_insert_edffb', table='incidents_incident', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."is_exercise" IS DISTINCT FROM (NEW."is_exercise") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."registry_number" IS DISTINCT FROM (NEW."registry_number") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id"))', func='INSERT INTO "incidents_incidentchange" ("closed_at", "is_exercise", "lead_id", "level", "marking", "marking_reason", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "state", "type_id") VALUES (NEW."closed_at", NEW."is_exercise", NEW."lead_id", NEW."level", NEW."marking", NEW."marking_reason", NEW."name", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."registry_number", NEW."state", NEW."type_id"); RETURN NULL;', hash='52c3522307a9f2ae92b7f72b45cf5822018ac868', operation='UPDATE', pgid='pgtrigger_update_update_41444', table='incidents_incident', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidentchange" ("closed_at", "is_exercise", "lead_id", "level", "marking", "marking_reason", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "state", "type_id") VALUES (OLD."closed_at", OLD."is_exercise", OLD."lead_id", OLD."level", OLD."marking", OLD."marking_reason", OLD."name", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."registry_number", OLD."state", OLD."type_id"); RETURN NULL;', hash='4c63ecb5857f2ad93c97a8e672a2aad7edba86a4', operation='DELETE', pgid='pgtrigger_delete_delete_2fefa', table='incidents_incident', when='AFTER')),
        ),
        migrations.AddField(
            model_name='incidentchange',
            name='lead',
            field=models.ForeignKey(db_constraint=False, help_text='the county board that holds together', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actors.actor', verbose_name='sammanhållande'),
        ),
        migrations.AddField(
            model_name='incidentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='incidentchange',
            name='type',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='incidents.incidenttype', verbose_name='typ'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidentchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='663678322fe22c51e0e94e614321f4018282e382', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_59d16', table='incidents_incidentchange', when='BEFORE')),
        ),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
