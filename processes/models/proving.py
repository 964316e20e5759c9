"""What a county shows of what it has done, counted from what happened; and the reviewer's approval of the result."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from processes.models.running import OfProcess, ProcessRun
from processes.querysets import OfProcessQuerySet, PackQuerySet


class EvidencePack(OfProcess):
    """Underlag: figures of a period with the rows that they count. Frozen when it is made, never uploaded."""

    number = models.PositiveSmallIntegerField()
    covers_from = models.DateField(_("från och med"))
    covers_to = models.DateField(_("till och med"))
    # {figure: [row, ...]}: numbers, times, counts and names of actors, and nothing of what anybody wrote.
    figures: Any = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The national level reads it from then on.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("underlag")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="pack_number_once"),
            models.CheckConstraint(condition=Q(covers_to__gte=F("covers_from")), name="pack_in_order"),
        ]

    def __str__(self) -> str:
        return f"Underlag {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence_pack", args=[self.process.county.letter, self.number])


class ResultApproval(OfProcess):
    """Godkännande: the reviewer's word that a run of the process has led to its result. Once, and it stays."""

    run = models.OneToOneField(ProcessRun, models.PROTECT, related_name="approval")
    words = models.CharField(_("granskarens ord"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("godkännande")
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="approval_says_something")]

    def __str__(self) -> str:
        return f"Godkännande {self.at:%Y-%m-%d}"
