"""Word's own name for its documents is 71 letters long."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0002_led_judged_learnt")]

    operations = [
        migrations.AlterField(
            model_name="documentversion",
            name="media_type",
            field=models.CharField(help_text="found in its content", max_length=100),
        ),
    ]
