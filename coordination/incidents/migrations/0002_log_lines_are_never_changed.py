"""A line of the logbook is corrected by a new line: the database refuses everything else."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER incidents_logline_written_once BEFORE UPDATE OR DELETE ON incidents_logline
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
"""
BACKWARD = "DROP TRIGGER incidents_logline_written_once ON incidents_logline;"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("journal", "0002_entries_are_never_changed")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
