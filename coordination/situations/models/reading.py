"""Who has read what, the first time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coordination.situations.models.answering import Input
from coordination.situations.models.reporting import Report


class Reading(models.Model):
    """The first time that a person read a published report or an answer: one of the two. Kept, never counted up."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="readings")
    input = models.ForeignKey(Input, models.PROTECT, null=True, related_name="readings")
    at = models.DateTimeField(help_text="in the incident's time")
    # The real time: the actors that she read for are those where she held a role then.
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "report"], name="report_read_once"),
            models.UniqueConstraint(fields=["person", "input"], name="input_read_once"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, input__isnull=True) | Q(report__isnull=True, input__isnull=False),
                name="reading_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"
