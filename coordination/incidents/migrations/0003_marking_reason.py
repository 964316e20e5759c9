"""The incident's ground for its marking becomes the reason that everything marked has."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_log_lines_are_never_changed")]
    operations = [
        migrations.RemoveConstraint("incident", "sensitive_has_ground"),
        migrations.RenameField("incident", "marking_ground", "marking_reason"),
    ]
