"""What a county has counted, what the reviewer has approved and what an actor has noted stay as they were written: the
database refuses all but handing a pack over, once.
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER processes_evidencepack_counted_once BEFORE UPDATE ON processes_evidencepack FOR EACH ROW
    WHEN (
        OLD.handed_over_at IS NOT NULL
        OR (to_jsonb(NEW) - ARRAY['handed_over_at', 'handed_over_by_id'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['handed_over_at', 'handed_over_by_id'])
    )
    EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER processes_evidencepack_never_taken_away BEFORE DELETE ON processes_evidencepack
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER processes_resultapproval_written_once BEFORE UPDATE OR DELETE ON processes_resultapproval
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER processes_observation_written_once BEFORE UPDATE OR DELETE ON processes_observation
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
"""
BACKWARD = """
DROP TRIGGER processes_observation_written_once ON processes_observation;
DROP TRIGGER processes_resultapproval_written_once ON processes_resultapproval;
DROP TRIGGER processes_evidencepack_never_taken_away ON processes_evidencepack;
DROP TRIGGER processes_evidencepack_counted_once ON processes_evidencepack;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0008_statute_in_force"),
        ("journal", "0002_entries_are_never_changed"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
