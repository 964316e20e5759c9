from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0007_lessons_from_those_who_take_part")]

    operations = [
        migrations.AddField(
            model_name="legaltext",
            name="statute_from",
            field=models.DateField(blank=True, help_text="when the statute as a whole came into force", null=True),
        ),
    ]
