"""What a direction rests on, and how far it has come."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models.directing import Direction
from coordination.direction.models.doing import Measure
from coordination.direction.querysets import (
    GroundQuerySet,
    ReceptionQuerySet,
)
from coordination.incidents.clock import now_in
from coordination.incidents.models import OfIncident
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


class Reception(JournaledModel, models.Model):
    """Mottagande: how far a fixed direction has come at one actor, not at one person. Silence is a row too."""

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="receptions")
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
            models.CheckConstraint(
                condition=Q(understood_at__isnull=True) | Q(seen_at__isnull=False), name="understood_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(acting_at__isnull=True) | Q(understood_at__isnull=False), name="acting_has_understood"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.direction}"

    def journal_stream(self) -> str:
        return self.direction.journal_stream()

    def journal_now(self) -> datetime:
        return now_in(self.direction.incident)
