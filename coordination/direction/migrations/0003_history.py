"""Every change of these rows is kept, by triggers: see journal/history.py."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What each row says when its history begins: the first change has something to be compared with.
COLUMNS = {
    'direction': ('purpose', 'intended', 'valid_from', 'valid_to', 'message', 'follow_up', 'answer_by', 'state', 'version', 'marking', 'marking_reason'),
    'position': ('stand', 'reason', 'own_body', 'own_body_at', 'version', 'marking', 'marking_reason'),
    'measure': ('what', 'due', 'owner_id', 'state', 'remark', 'marking', 'marking_reason'),
}


def begin(table):
    columns = ', '.join(COLUMNS[table])
    return (
        f'INSERT INTO direction_{table}change (pgh_created_at, pgh_label, pgh_obj_id, {columns}) '  # nosec B608
        f"SELECT now(), 'begin', id, {columns} FROM direction_{table}"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0003_second_approval'),
        ('direction', '0002_markings_and_sharing'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('purpose', models.TextField(blank=True, verbose_name='syfte')),
                ('intended', models.CharField(blank=True, max_length=300, verbose_name='avsedd inriktning')),
                ('valid_from', models.DateTimeField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateTimeField(blank=True, null=True, verbose_name='gäller till')),
                ('message', models.TextField(blank=True, verbose_name='budskap till allmänheten')),
                ('follow_up', models.TextField(blank=True, verbose_name='så ser vi om det fungerar')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='ta ställning senast')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('proposed', 'Förslag'), ('fixed', 'Fastställd'), ('replaced', 'Ersatt'), ('withdrawn', 'Återtagen')], default='draft', max_length=12)),
                ('version', models.PositiveIntegerField(default=0, help_text='how many times it has been proposed: each is a wording')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MeasureChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('what', models.CharField(max_length=300, verbose_name='åtgärd')),
                ('due', models.DateTimeField(verbose_name='klart senast')),
                ('state', models.CharField(choices=[('suggested', 'Föreslagen'), ('taken', 'Åtagen'), ('ongoing', 'Pågår'), ('done', 'Klar'), ('declined', 'Tar inte på sig')], default='suggested', max_length=12)),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='läge i korthet')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PositionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('stand', models.CharField(choices=[('behind', 'Ställer sig bakom'), ('reservation', 'Med förbehåll'), ('cannot', 'Kan inte'), ('own_body', 'Beslutas av egen instans')], max_length=12, verbose_name='ställning')),
                ('reason', models.TextField(blank=True, verbose_name='skäl')),
                ('own_body', models.CharField(blank=True, max_length=200, verbose_name='instans')),
                ('own_body_at', models.DateTimeField(blank=True, null=True, verbose_name='beslutar senast')),
                ('version', models.PositiveIntegerField(help_text='the wording it was about')),
                ('marking', models.CharField(choices=[('open', 'Öppen'), ('internal', 'Intern samverkan'), ('sensitive', 'Känslig: sekretess kan gälla')], default='open', max_length=12, verbose_name='märkning')),
                ('marking_reason', models.CharField(blank=True, max_length=300, verbose_name='skäl för märkning')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='direction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_directionchange" ("answer_by", "follow_up", "intended", "marking", "marking_reason", "message", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "valid_from", "valid_to", "version") VALUES (NEW."answer_by", NEW."follow_up", NEW."intended", NEW."marking", NEW."marking_reason", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."state", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;', hash='ecc48c0cc38f6518af5766d5ffb1e5925ff12d9a', operation='INSERT', pgid='pgtrigger_insert_insert_fa1ba', table='direction_direction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='direction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."follow_up" IS DISTINCT FROM (NEW."follow_up") OR OLD."intended" IS DISTINCT FROM (NEW."intended") OR OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "direction_directionchange" ("answer_by", "follow_up", "intended", "marking", "marking_reason", "message", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "valid_from", "valid_to", "version") VALUES (NEW."answer_by", NEW."follow_up", NEW."intended", NEW."marking", NEW."marking_reason", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."state", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;', hash='3eb971974585bafe9a1e95d1408d2e781dc88e68', operation='UPDATE', pgid='pgtrigger_update_update_db319', table='direction_direction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='direction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_directionchange" ("answer_by", "follow_up", "intended", "marking", "marking_reason", "message", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "valid_from", "valid_to", "version") VALUES (OLD."answer_by", OLD."follow_up", OLD."intended", OLD."marking", OLD."marking_reason", OLD."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."state", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;', hash='a60df99020e0a46203a815832a63cf5702101acc', operation='DELETE', pgid='pgtrigger_delete_delete_e3005', table='direction_direction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_measurechange" ("due", "marking", "marking_reason", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "what") VALUES (NEW."due", NEW."marking", NEW."marking_reason", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."remark", NEW."state", NEW."what"); RETURN NULL;', hash='339ba9bba9d6fbb5251bf240c9611628dbe75f14', operation='INSERT', pgid='pgtrigger_insert_insert_71d86', table='direction_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."due" IS DISTINCT FROM (NEW."due") OR OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."remark" IS DISTINCT FROM (NEW."remark") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."what" IS DISTINCT FROM (NEW."what"))', func='INSERT INTO "direction_measurechange" ("due", "marking", "marking_reason", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "what") VALUES (NEW."due", NEW."marking", NEW."marking_reason", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."remark", NEW."state", NEW."what"); RETURN NULL;', hash='1f421ffa2c92cfdd62e2d86eedd0c3ae41594854', operation='UPDATE', pgid='pgtrigger_update_update_6f664', table='direction_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_measurechange" ("due", "marking", "marking_reason", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "what") VALUES (OLD."due", OLD."marking", OLD."marking_reason", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."remark", OLD."state", OLD."what"); RETURN NULL;', hash='56803f090565e6b548f8660cd3a8dd9b121cad57', operation='DELETE', pgid='pgtrigger_delete_delete_65264', table='direction_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_positionchange" ("marking", "marking_reason", "own_body", "own_body_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stand", "version") VALUES (NEW."marking", NEW."marking_reason", NEW."own_body", NEW."own_body_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."stand", NEW."version"); RETURN NULL;', hash='1af90863fdc66fbe2356e2286d84e0c1c8dd2765', operation='INSERT', pgid='pgtrigger_insert_insert_fc845', table='direction_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."marking" IS DISTINCT FROM (NEW."marking") OR OLD."marking_reason" IS DISTINCT FROM (NEW."marking_reason") OR OLD."own_body" IS DISTINCT FROM (NEW."own_body") OR OLD."own_body_at" IS DISTINCT FROM (NEW."own_body_at") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."stand" IS DISTINCT FROM (NEW."stand") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "direction_positionchange" ("marking", "marking_reason", "own_body", "own_body_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stand", "version") VALUES (NEW."marking", NEW."marking_reason", NEW."own_body", NEW."own_body_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."stand", NEW."version"); RETURN NULL;', hash='21a8c38dd782353cfd3c0a201d1266729e975ae2', operation='UPDATE', pgid='pgtrigger_update_update_8d0ed', table='direction_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "direction_positionchange" ("marking", "marking_reason", "own_body", "own_body_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stand", "version") VALUES (OLD."marking", OLD."marking_reason", OLD."own_body", OLD."own_body_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."stand", OLD."version"); RETURN NULL;', hash='12a1db29c659298e150a478f90cd5f0f7af84938', operation='DELETE', pgid='pgtrigger_delete_delete_bd52d', table='direction_position', when='AFTER')),
        ),
        migrations.AddField(
            model_name='directionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='direction.direction'),
        ),
        migrations.AddField(
            model_name='measurechange',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actors.actor'),
        ),
        migrations.AddField(
            model_name='measurechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='direction.measure'),
        ),
        migrations.AddField(
            model_name='positionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='direction.position'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bb4b128482c0a05acdb4e5d73c530c89d80dfb43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08137', table='direction_directionchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3069ee18c958bf92690385edcc7a8641ff85d1b0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_92d8b', table='direction_measurechange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='positionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f653dd9a18604226b003e4c5fdd144fcabfb0948', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be5d6', table='direction_positionchange', when='BEFORE')),
        ),
        *[migrations.RunSQL(begin(table), migrations.RunSQL.noop) for table in COLUMNS],
    ]
