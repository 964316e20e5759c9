import django.db.models.deletion
from django.conf import settings
from journal.together import Together
from django.db import migrations, models
from django.db.models import Q


class Migration(Together):
    dependencies = [
        ("direction", "0006_loop_and_meetings"),
        ("exercises", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(name="drillresult", options={"ordering": ["actor__sort_name"]}),
        migrations.AddField("drill", "despite_incident", models.BooleanField(default=False, verbose_name="fast en händelse pågår")),
        migrations.AddField("drill", "end_asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "drill",
            "message",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="direction.announcement",
            ),
        ),
        migrations.AddField(
            "drill", "why", models.CharField(blank=True, max_length=300, verbose_name="varför det ställdes in")
        ),
        migrations.AddField("drillresult", "announced_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("drillresult", "attempts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "drill", models.CheckConstraint(condition=Q(minutes__range=(1, 60)), name="drill_is_short")
        ),
        migrations.AddConstraint(
            "drill",
            models.CheckConstraint(
                condition=~Q(state__in=["running", "measured"]) | Q(incident__isnull=False), name="drill_has_incident"
            ),
        ),
        migrations.AddConstraint(
            "drill",
            models.CheckConstraint(
                condition=~Q(state="measured") | Q(measured_at__isnull=False), name="measured_drill_has_time"
            ),
        ),
    ]
