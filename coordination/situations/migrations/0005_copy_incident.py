import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE situations_redactedcopy SET incident_id = answer.incident_id
FROM situations_input answer WHERE answer.id = situations_redactedcopy.input_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0006_history'),
        ('situations', '0004_readings'),
    ]

    operations = [
        migrations.AddField(
            model_name='redactedcopy',
            name='incident',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='redactedcopy',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident'),
        ),
    ]
