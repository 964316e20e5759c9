"""The machine's record of who did what and when. Rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, stream: str) -> "EntryQuerySet":
        return self.filter(stream=stream)

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-happened_at", "-pk")


class Entry(models.Model):
    """One act: `verb` on a subject, by a person or by the machine (`by` is empty).

    `stream` names what the act belongs to ("incident:41"), so that a logbook finds its entries by index.
    `happened_at` is the clock of that stream (an exercise has its own); `at` is always the real time.
    """

    at = models.DateTimeField(default=timezone.now)
    happened_at = models.DateTimeField()
    stream = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journalpost")
        indexes = [
            models.Index(fields=["stream", "-happened_at", "-id"], name="entry_stream_newest"),
            models.Index(fields=["subject", "id"], name="entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.label}"
