"""The method concept's loop: its numbered cycles, and what is noted in value base, interpretation and synthesis.

The steps and their names are those of MSB337; the questions and fields are the portal's own reading of them.
"""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.direction.querysets import CycleQuerySet, NoteQuerySet
from coordination.direction.states import CYCLE_MOVES, CycleState
from coordination.incidents.models import Incident, Marked, OfIncident, says_why
from coordination.situations.models import Confidence, Input


class Step(models.TextChoices):
    """The four steps of the method concept, with the value base in the middle and the synthesis around them."""

    VALUES = "vardegrund", _("Värdegrund")
    INTERPRET = "skeende", _("Skeendetolkning")
    NEEDS = "behov", _("Hjälpbehov och åtgärdsbehov")
    SYSTEM = "system", _("Systemsamverkan")
    INFLUENCE = "inflytande", _("Inflytande")
    SYNTHESIS = "syntes", _("Analys och syntes")


class NoteKind(models.TextChoices):
    """What is noted where no actor is asked to do anything yet."""

    CONFLICT = "conflict", _("Målkonflikt")
    FACT = "fact", _("Det här vet vi")
    UNKNOWN = "unknown", _("Det här vet vi inte")
    INTERPRETATION = "interpretation", _("Tolkning")
    SCENARIO = "scenario", _("Möjlig utveckling")
    CHANGE = "change", _("Förändring sedan sist")
    ASSUMPTION = "assumption", _("Antagande")


STEP_OF: Final[dict[str, Step]] = {
    NoteKind.CONFLICT: Step.VALUES,
    NoteKind.FACT: Step.INTERPRET,
    NoteKind.UNKNOWN: Step.INTERPRET,
    NoteKind.INTERPRETATION: Step.INTERPRET,
    NoteKind.SCENARIO: Step.INTERPRET,
    NoteKind.CHANGE: Step.SYNTHESIS,
    NoteKind.ASSUMPTION: Step.SYNTHESIS,
}


class Outlook(models.TextChoices):
    LIKELY = "likely", _("Trolig")
    WORST = "worst", _("Värsta rimliga")
    BEST = "best", _("Bästa")


class Cycle(Marked, OfIncident):
    """Varv: one pass of the loop. Any step may be opened at any time; it closes with its gaps shown, never blocked."""

    MOVES = CYCLE_MOVES

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=CycleState, default=CycleState.OPEN)
    revision = models.PositiveIntegerField(default=0, help_text="an older one has missed something")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # The value base: what guides this event, the first first.
    protection_values = models.JSONField(_("skyddsvärden, det viktigaste först"), default=list, blank=True)
    principle = models.TextField(_("princip när alla inte kan få hjälp"), blank=True)
    forgotten = models.TextField(_("vilka riskerar att glömmas bort"), blank=True)
    decided_by = models.CharField(_("beslutad av"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("beslutad"), null=True, blank=True)
    values_until = models.DateTimeField(_("gäller till"), null=True, blank=True)
    # The interpretation as a whole.
    situation_at = models.DateTimeField(_("läget gäller"), null=True, blank=True)
    confidence = models.CharField(_("säkerhet"), max_length=12, choices=Confidence, blank=True)
    # The synthesis.
    effect = models.TextField(_("vilken effekt fick vårt inflytande"), blank=True)
    endurance = models.TextField(_("vår egen uthållighet"), blank=True)
    next_at = models.DateTimeField(_("nästa varv"), null=True, blank=True)
    gaps = models.JSONField(default=list, blank=True, help_text="what was open when it was closed")

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("varv")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="cycle_number_once"),
            models.UniqueConstraint(fields=["incident"], condition=Q(state="open"), name="one_open_cycle"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_has_time"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("started_at")), name="cycle_in_order"
            ),
            says_why("cycle"),
        ]

    def __str__(self) -> str:
        return f"Varv {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("loop", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Varv {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Note(Marked, OfIncident):
    """Notering: a fact, a question, an interpretation, a scenario, an assumption. It holds until somebody says not."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="notes", help_text="where it was first noted")
    held_in = models.PositiveIntegerField(help_text="number of the last cycle in which somebody said that it holds")
    kind = models.CharField(_("slag"), max_length=16, choices=NoteKind)
    text = models.CharField(_("text"), max_length=500)
    # Whose fact or interpretation it is, or who can answer the question.
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    # The answer that it was taken from: named to those alone who may read that answer.
    input = models.ForeignKey(Input, models.PROTECT, null=True, blank=True, related_name="+")
    observed_at = models.DateTimeField(_("gäller"), null=True, blank=True)
    reliability = models.CharField(_("säkerhet"), max_length=12, choices=Confidence, blank=True)
    needed_by = models.DateTimeField(_("svar behövs senast"), null=True, blank=True)
    outlook = models.CharField(_("utveckling"), max_length=8, choices=Outlook, blank=True)
    horizon = models.PositiveSmallIntegerField(_("tidshorisont, timmar"), null=True, blank=True)
    indicators = models.CharField(_("tecken att hålla ögonen på"), max_length=300, blank=True)
    balanced = models.CharField(_("så vägs det av"), max_length=300, blank=True)
    holds = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("notering")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=~Q(kind="scenario") | ~Q(outlook=""), name="scenario_says_which"),
            models.CheckConstraint(condition=Q(holds=True) | Q(ended_at__isnull=False), name="ended_note_has_time"),
            says_why("note"),
        ]
        indexes = [models.Index(fields=["incident", "holds", "kind"], name="note_of_incident")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{reverse('loop_step', args=[self.incident.number, STEP_OF[self.kind].value])}#notering-{self.pk}"

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Notering {self.pk}"

    @property
    def owner_actor(self) -> Actor:
        return self.actor or self.incident.lead


class StepVisit(models.Model):
    """When a person last looked at a step of an incident's loop: what came in since is counted from here."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, choices=Step)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person", "step"], name="step_visit_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.step} {self.at}"
