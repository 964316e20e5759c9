"""What a direction rests on, and how far it has come."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models.directing import Direction
from coordination.direction.models.doing import Measure
from coordination.direction.models.influencing import Influence
from coordination.direction.querysets import (
    AnnouncementQuerySet,
    AssessmentQuerySet,
    GroundQuerySet,
    ReceptionQuerySet,
)
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marked, OfIncident, says_why
from coordination.situations.models import Input
from journal.record import JournaledModel


class Ground(OfIncident):
    """Bygger på: an answer that a direction or a measure rests on, as its author says. None of the answer's words."""

    input = models.ForeignKey(Input, models.PROTECT, related_name="grounds")
    direction = models.ForeignKey(Direction, models.PROTECT, null=True, blank=True, related_name="grounds")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="grounds")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = GroundQuerySet.as_manager()

    class Meta:
        ordering = ["input__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__isnull=False, measure__isnull=True)
                | Q(direction__isnull=True, measure__isnull=False),
                name="ground_of_one",
            ),
            models.UniqueConstraint(fields=["direction", "input"], name="direction_ground_once"),
            models.UniqueConstraint(fields=["measure", "input"], name="measure_ground_once"),
        ]

    def __str__(self) -> str:
        return f"{self.input_id}: {self.direction_id or self.measure_id}"


class Announcement(Marked, OfIncident):
    """Viktigt meddelande: what the county tells actors and wants to know that they have read. Never edited."""

    number = models.PositiveIntegerField()
    heading = models.CharField(_("rubrik"), max_length=120)
    text = models.TextField(_("meddelande"))
    influence = models.ForeignKey(Influence, models.PROTECT, null=True, blank=True, related_name="announcements")
    seen_within = models.PositiveSmallIntegerField(_("läst inom, minuter"), default=60)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("viktigt meddelande")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="announcement_number_once"),
            models.CheckConstraint(condition=~Q(heading="") & ~Q(text=""), name="announcement_says_something"),
            says_why("announcement"),
        ]

    def __str__(self) -> str:
        return f"Meddelande {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("announcement", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Meddelande {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Verdict(models.TextChoices):
    """Faktisk inriktning mot avsedd."""

    REACHED = "reached", _("Uppnås")
    PARTLY = "partly", _("Delvis")
    NOT = "not", _("Inte")
    UNCLEAR = "unclear", _("Oklart")


class Assessment(Marked, OfIncident):
    """Bedömning av effekten: the county's own judgement of what the direction came to. Each is kept."""

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="assessments")
    verdict = models.CharField(_("bedömning"), max_length=8, choices=Verdict)
    text = models.CharField(_("varför"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bedömning av effekten")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="assessment_says_why"),
            says_why("assessment"),
        ]

    def __str__(self) -> str:
        return str(self.direction)

    def get_absolute_url(self) -> str:
        return self.direction.get_absolute_url()

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Bedömning {self.pk}, {self.direction}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Reception(JournaledModel, models.Model):
    """Mottagande: how far a fixed direction or an important message has come at one actor. Silence is a row too."""

    direction = models.ForeignKey(Direction, models.PROTECT, null=True, blank=True, related_name="receptions")
    announcement = models.ForeignKey(Announcement, models.PROTECT, null=True, blank=True, related_name="receptions")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    understood_at = models.DateTimeField(null=True, blank=True)
    acting_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    escalated_at = models.DateTimeField(null=True, blank=True)
    deputies = models.PositiveSmallIntegerField(default=0, help_text="how many were written to then")

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mottagande")
        constraints = [
            models.UniqueConstraint(fields=["direction", "actor"], name="reception_once"),
            models.UniqueConstraint(fields=["announcement", "actor"], name="announcement_reception_once"),
            models.CheckConstraint(
                condition=Q(direction__isnull=False, announcement__isnull=True)
                | Q(direction__isnull=True, announcement__isnull=False),
                name="reception_of_one",
            ),
            models.CheckConstraint(
                condition=Q(understood_at__isnull=True) | Q(seen_at__isnull=False), name="understood_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(acting_at__isnull=True) | Q(understood_at__isnull=False), name="acting_has_understood"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.of.neutral_label}"

    @property
    def of(self) -> Direction | Announcement:
        """What is to be read."""
        found = self.direction or self.announcement
        if found is None:
            raise TypeError("a reception is of a direction or of an announcement")
        return found

    @property
    def incident(self) -> Incident:
        return self.of.incident

    @property
    def read_by(self) -> datetime:
        """When the deputies of the actor are written to if nobody there has read it."""
        if self.announcement is not None:
            return self.announcement.sent_at + timedelta(minutes=self.announcement.seen_within)
        fixed = self.direction.fixed_at if self.direction is not None else None
        if self.direction is None or fixed is None:
            raise TypeError("only what is fixed or sent is to be read")
        return fixed + timedelta(minutes=self.direction.seen_within)

    def journal_stream(self) -> str:
        return self.of.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.incident)
