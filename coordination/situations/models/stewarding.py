"""The steward's desk: what is asked back about an answer, and what does not go together between answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import OfIncident
from coordination.situations.models.answering import Input
from coordination.situations.querysets import DisputeQuerySet, RemarkQuerySet
from coordination.situations.states import DISPUTE_MOVES, DisputeState


class Remark(OfIncident):
    """One line in the thread about an answer, between the county board and the actor whose answer it is."""

    input = models.ForeignKey(Input, models.PROTECT, related_name="remarks")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", help_text="on whose behalf it was written")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    asks = models.BooleanField(default=False, help_text="a question that waits for an answer")
    at = models.DateTimeField()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.input_id}: {self.at}"


class DisputeRule(models.Model):
    """How the machine finds that answers do not go together. Data: what kind of rule, over which questions.

    Kinds and what `spec` says: see contradictions.py.
    """

    key = models.SlugField(primary_key=True, max_length=60)
    kind = models.CharField(max_length=20)
    spec = models.JSONField(default=dict)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class Dispute(OfIncident):
    """Går isär: answers that do not go together. The machine finds it; a person settles it, or publishes it as such.

    What the sides say is read from their answers, each by its own rules of who may read it: no word is kept here.
    """

    MOVES = DISPUTE_MOVES

    rule = models.ForeignKey(DisputeRule, models.PROTECT, related_name="+")
    about = models.CharField(max_length=120, help_text="what it is about, as the rule names it: 2161, or E22")
    state = models.CharField(max_length=12, choices=DisputeState, default=DisputeState.OPEN)
    found_at = models.DateTimeField()
    reason = models.CharField(_("skäl"), max_length=500, blank=True)
    holds = models.ForeignKey(Input, models.PROTECT, null=True, blank=True, related_name="+", help_text="what counts")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "rule", "about"], condition=~Q(state="gone"), name="dispute_standing_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | (~Q(reason="") & Q(settled_at__isnull=False)), name="settled_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.about}"


class DisputeSide(models.Model):
    """One of the answers that do not go together, and where in it: a path as in the answer's content."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="sides")
    input = models.ForeignKey(Input, models.PROTECT, related_name="+")
    path = models.CharField(max_length=120, help_text="numbers.households_without_power, rows.roads.0.state")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "input", "path"], name="dispute_side_once")]

    def __str__(self) -> str:
        return f"{self.input_id}: {self.path}"
