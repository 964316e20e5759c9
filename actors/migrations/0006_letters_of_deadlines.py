from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actors", "0005_two_more_roles")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invited", "Konto i Samlad"),
                    ("alarm", "Nödkonto har använts i Samlad"),
                    ("silent", "Något väntar på er i Samlad"),
                    ("deadline", "En dag har passerat i länets process, Samlad"),
                ],
                max_length=12,
            ),
        )
    ]
