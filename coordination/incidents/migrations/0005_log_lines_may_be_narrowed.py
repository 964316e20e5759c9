"""A line's words are never changed; who may read it and how it is marked may be."""

from django.db import migrations

FORWARD = """
DROP TRIGGER incidents_logline_written_once ON incidents_logline;
CREATE TRIGGER incidents_logline_never_deleted BEFORE DELETE ON incidents_logline
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER incidents_logline_written_once BEFORE UPDATE ON incidents_logline FOR EACH ROW
    WHEN (
        (OLD.id, OLD.incident_id, OLD.happened_at, OLD.written_at, OLD.by_id, OLD.actor_id, OLD.text,
         OLD.significant, OLD.corrects_id)
        IS DISTINCT FROM
        (NEW.id, NEW.incident_id, NEW.happened_at, NEW.written_at, NEW.by_id, NEW.actor_id, NEW.text,
         NEW.significant, NEW.corrects_id)
    )
    EXECUTE FUNCTION journal_refuse_change();
"""
BACKWARD = """
DROP TRIGGER incidents_logline_never_deleted ON incidents_logline;
DROP TRIGGER incidents_logline_written_once ON incidents_logline;
CREATE TRIGGER incidents_logline_written_once BEFORE UPDATE OR DELETE ON incidents_logline
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_markings_and_sharing")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
