"""The logbook that people read and write."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models.incident import Incident
from coordination.incidents.models.marking import Marked, says_why
from coordination.incidents.models.sharing import OfIncident, Owned
from coordination.incidents.querysets import LogLineQuerySet


class LogLine(Marked, Owned, OfIncident):
    """A line that somebody wrote in the logbook. Never changed: a correction is a new line that points here."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="log_lines")
    happened_at = models.DateTimeField(_("hände"))
    written_at = models.DateTimeField(_("skrevs"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    significant = models.BooleanField(_("viktig"), default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

    objects = LogLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "-happened_at", "-id"], name="logline_newest")]
        constraints = [says_why("logline")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('log', args=[self.incident.number])}#rad-line-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Loggrad {self.pk}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor
