"""What the actors take upon themselves."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.models.directing import Direction
from coordination.direction.models.meeting import AgendaPoint
from coordination.direction.models.needing import Need
from coordination.direction.querysets import (
    MeasureQuerySet,
)
from coordination.direction.states import MEASURE_MOVES, MeasureState
from coordination.incidents.models import Marked, OfIncident, says_why
from journal.history import tracked


@tracked("what", "due", "owner", "state", "remark", "marking", "marking_reason")
class Measure(Marked, OfIncident):
    """Åtgärd: what an actor takes upon itself. Others may suggest it; only the owner says yes, no and how it goes."""

    MOVES = MEASURE_MOVES

    direction = models.ForeignKey(Direction, models.PROTECT, null=True, blank=True, related_name="measures")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="measures")
    # The point of the meeting in which it was suggested.
    point = models.ForeignKey(AgendaPoint, models.PROTECT, null=True, blank=True, related_name="measures")
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="held_up")
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="measures")
    what = models.CharField(_("åtgärd"), max_length=300)
    due = models.DateTimeField(_("klart senast"))
    state = models.CharField(max_length=12, choices=MeasureState, default=MeasureState.SUGGESTED)
    remark = models.CharField(_("läge i korthet"), max_length=300, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("åtgärd")
        verbose_name_plural = _("åtgärder")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="measure_says_what"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(remark=""), name="declined_has_reason"),
            says_why("measure"),
        ]
        indexes = [models.Index(fields=["incident", "due"], name="measure_due")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("measure_answer", args=[self.incident.number, self.pk])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Åtgärd {self.pk}"

    @property
    def owner_actor(self) -> Actor:
        return self.owner

    def is_late(self, now: datetime) -> bool:
        unfinished = self.state in (MeasureState.SUGGESTED, MeasureState.TAKEN, MeasureState.ONGOING)
        return unfinished and self.due < now
