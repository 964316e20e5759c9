"""A county's process as it is led: what it was made from, its stages, seminars, decisions, and where it deviates."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from journal.record import JournaledModel
from processes.models.published import CountyProcess
from processes.querysets import OfProcessQuerySet, RunQuerySet
from processes.states import RUN_MOVES, STAGE_MOVES, RunState, StageState


class OfProcess(JournaledModel, models.Model):
    """A row of a county's process: read and led by who reads and leads that."""

    process = models.ForeignKey(CountyProcess, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def guard(self) -> CountyProcess:
        return self.process

    def journal_stream(self) -> str:
        return f"countyprocess:{self.process_id}"

    def journal_now(self) -> datetime:
        return timezone.now()


class Basis(models.TextChoices):
    """How well founded a stage of the template is."""

    SOURCED = "sourced", _("Belagd i källa")
    PARTLY = "partly", _("Form och antal belagda, tema härlett")
    INFERRED = "inferred", _("Härledd")


class ProcessTemplate(models.Model):
    """What a process starts from. A new version never changes an old one."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="process_template_version_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class TemplateStage(models.Model):
    """Etapp in the template, with why it is there and how well founded that is."""

    template = models.ForeignKey(ProcessTemplate, models.PROTECT, related_name="stages")
    key = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_sv = models.CharField(max_length=300)
    purpose_en = models.CharField(max_length=300)
    # [[sv, en], ...] of each.
    inputs = models.JSONField(default=list)
    deliverables = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    is_seminar = models.BooleanField(default=False)
    basis = models.CharField(max_length=8, choices=Basis)
    basis_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="template_stage_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv

    @property
    def purpose(self) -> str:
        return self.purpose_en if get_language() == "en" else self.purpose_sv


class ProcessRun(OfProcess):
    """Genomförande: one time that a county goes through the process. One at a time."""

    MOVES = RUN_MOVES

    number = models.PositiveSmallIntegerField()
    template = models.ForeignKey(ProcessTemplate, models.PROTECT, related_name="runs")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.ACTIVE)
    title = models.CharField(_("namn"), max_length=200)
    leader = models.CharField(_("processledare, funktion"), max_length=120, blank=True)
    supporter = models.CharField(_("processtödjare, funktion"), max_length=120, blank=True)
    starts_on = models.DateField(_("börjar"))
    ends_on = models.DateField(_("planerat slut"), null=True, blank=True)
    review_on = models.DateField(_("nästa översyn"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    # The seven headings of the evaluation of 2013 (MSB636): the record's shape.
    record = models.JSONField(default=dict, blank=True, help_text="heading -> text")
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("genomförande")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="run_number_once"),
            models.UniqueConstraint(fields=["process"], condition=Q(state="active"), name="one_active_run"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="run_in_order"
            ),
            models.CheckConstraint(condition=~Q(state="broken_off") | ~Q(ended_why=""), name="broken_off_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process_run", args=[self.process.county.letter, self.number])


class Stage(OfProcess):
    """Etapp of a county's own process: from the template, or its own."""

    MOVES = STAGE_MOVES

    run = models.ForeignKey(ProcessRun, models.PROTECT, related_name="stages")
    from_template = models.ForeignKey(TemplateStage, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("namn"), max_length=120)
    purpose = models.CharField(_("syfte"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=StageState, default=StageState.NOT_STARTED)
    is_seminar = models.BooleanField(_("internat"), default=False)
    planned_start = models.DateField(_("planerad start"), null=True, blank=True)
    planned_end = models.DateField(_("planerat slut"), null=True, blank=True)
    started_on = models.DateField(_("började"), null=True, blank=True)
    ended_on = models.DateField(_("slutade"), null=True, blank=True)
    responsible = models.CharField(_("ansvarig funktion"), max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True, help_text="done without its criteria, or skipped: why")
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("etapp")
        verbose_name_plural = _("etapper")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="stage_has_name"),
            models.CheckConstraint(condition=~Q(state="skipped") | ~Q(why=""), name="skipped_says_why"),
            models.CheckConstraint(
                condition=Q(planned_end__isnull=True)
                | Q(planned_start__isnull=True)
                | Q(planned_end__gte=F("planned_start")),
                name="stage_planned_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="stage_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("process_stage", args=[self.process.county.letter, self.run.number, self.pk])


class Criterion(OfProcess):
    """Kriterium: what must be so before a stage is done, and the evidence that it is."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("kriterium"), max_length=300)
    evidence = models.CharField(_("belägg"), max_length=300, blank=True)
    evidence_url = models.CharField(_("länk till belägget"), max_length=400, blank=True)
    met_on = models.DateField(_("uppfyllt"), null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("kriterium")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(met_on__isnull=True) | ~Q(evidence=""), name="met_has_evidence")
        ]

    def __str__(self) -> str:
        return self.text


class DeviationKind(models.TextChoices):
    RENAMED = "renamed", _("Fick annat namn")
    MERGED = "merged", _("Slogs ihop")
    MOVED = "moved", _("Flyttades")
    ADDED = "added", _("Lades till")
    DROPPED = "dropped", _("Togs bort")
    CLOSED = "closed", _("Avslutades utan sina kriterier")


class Deviation(OfProcess):
    """Avsteg from the template, with the county's reason. It stays visible and is never removed."""

    run = models.ForeignKey(ProcessRun, models.PROTECT, related_name="deviations")
    stage = models.ForeignKey(Stage, models.SET_NULL, null=True, blank=True, related_name="deviations")
    kind = models.CharField(max_length=8, choices=DeviationKind)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("skäl"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("avsteg")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="deviation_says_why")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.before or self.after}"


class Seminar(OfProcess):
    """Internat or another meeting of a stage, with its days."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="seminars")
    title = models.CharField(_("rubrik"), max_length=200)
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    programme = models.TextField(_("program"), blank=True)
    notes = models.TextField(_("anteckningar"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("internat")
        ordering = ["starts_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="seminar_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


class Attendance(OfProcess):
    """Who takes part in a seminar: an actor by a function, a person of the portal where there is one, which days."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="attendances")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    function = models.CharField(_("funktion"), max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField()
    days_present = models.PositiveSmallIntegerField(_("dagar på plats"), null=True, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltagare")
        ordering = ["actor__sort_name", "function"]
        constraints = [models.UniqueConstraint(fields=["seminar", "actor", "function"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.actor}, {self.function}"


class DecisionKind(models.TextChoices):
    JOIN = "join", _("Beslut att delta")
    ADOPTION = "adoption", _("Fastställande")
    OTHER = "other", _("Annat beslut")


class Decision(OfProcess):
    """Beslut in a process: by which body, when, under which number, from when it holds."""

    run = models.ForeignKey(ProcessRun, models.PROTECT, related_name="decisions")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="decisions")
    kind = models.CharField(_("slag"), max_length=10, choices=DecisionKind)
    title = models.CharField(_("beslut"), max_length=200)
    body = models.CharField(_("instans"), max_length=120)
    decided_on = models.DateField(_("beslutat"))
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslut")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_from__gte=F("decided_on")), name="decision_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


def heading_words() -> dict[str, Any]:
    """The seven headings under which the evaluation of 2013 (MSB636) told of each county."""
    return {
        "utgangslage": _("Utgångsläge"),
        "forvantningar": _("Förväntningar"),
        "forberedelser": _("Förberedelser"),
        "upplagg": _("Upplägg"),
        "genomforande": _("Genomförande"),
        "resultat": _("Resultat och effekter"),
        "uthallighet": _("Uthållighet"),
    }
