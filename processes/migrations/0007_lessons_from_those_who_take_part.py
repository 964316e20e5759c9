"""Who saw what a lesson began with, and her own copy of it, how many lessons a process has, and exercises marked in the library."""

import django.db.models.deletion
from journal.together import Together
from django.db import migrations, models


class Migration(Together):
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
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("observation", models.TextField()),
                ("source_url", models.CharField(max_length=300)),
                ("is_exercise", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                (
                    "from_actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.actor"
                    ),
                ),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="noted", to="processes.lesson"
                    ),
                ),
            ],
            options={
                "verbose_name": "iakttagelse",
                "verbose_name_plural": "iakttagelser",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("observation", ""), _negated=True), name="observation_says_what_was_seen"
                    )
                ],
            },
        ),
    ]
