"""Who saw what a lesson began with, how many lessons a process has, and exercises marked in the library."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actors", "0006_letters_of_deadlines"), ("processes", "0006_proving_and_approving")]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="from_actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="releasedlesson", name="is_exercise", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="countyprocess", name="lessons_noted", field=models.PositiveIntegerField(default=0)
        ),
    ]
