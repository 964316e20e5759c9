"""What the machine compiles of the answers, and the county's reports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.models import Marked, OfIncident, says_why
from coordination.situations.models.answering import Input
from coordination.situations.models.asking import Request
from coordination.situations.querysets import CompilationQuerySet, ReportQuerySet
from coordination.situations.states import COMPILATION_MOVES, REPORT_MOVES, CompilationState, ReportState
from journal.history import tracked


class Compilation(OfIncident):
    """What the machine makes of the answers. The row is the truth; the queue message is only a nudge."""

    MOVES = COMPILATION_MOVES

    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=CompilationState, default=CompilationState.QUEUED)
    made_at = models.DateTimeField(default=timezone.now)
    # Real time, not the incident's: these are the machine's own deadlines.
    gather_until = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    body = models.JSONField(default=dict)

    objects = CompilationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident"], condition=Q(state="queued"), name="one_queued_compilation"),
        ]
        indexes = [
            models.Index(fields=["incident", "-id"], name="compilation_newest"),
            models.Index(
                fields=["state", "gather_until"],
                name="compilation_waiting",
                condition=Q(state__in=["queued", "compiling"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Sammanställning {self.pk}"


class CompilationSource(models.Model):
    """Which answer a compilation was made of, and under which source number it is cited."""

    compilation = models.ForeignKey(Compilation, models.CASCADE, related_name="sources")
    input = models.ForeignKey(Input, models.PROTECT, related_name="used_in")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compilation", "input"], name="source_once")]

    def __str__(self) -> str:
        return f"[{self.number}]"


WORDS = ("summary", "assessment", "forecast", "support", "disputed", "message")


@tracked(*WORDS, "next_at", "state", "marking", "marking_reason", "seconded_by")
class Report(Marked, OfIncident):
    """Lägesrapport: the county's human text on top of a compilation. Frozen when published."""

    MOVES = REPORT_MOVES

    number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.DRAFT)
    compilation = models.ForeignKey(Compilation, models.PROTECT, null=True, related_name="reports")
    summary = models.TextField(_("sammanfattning"), blank=True)
    assessment = models.TextField(_("bedömning"), blank=True)
    forecast = models.TextField(_("prognos 6, 24 och 72 timmar"), blank=True)
    support = models.TextField(_("behov av stöd"), blank=True)
    disputed = models.TextField(_("uppgifter som går isär"), blank=True)
    message = models.TextField(_("budskap till allmänheten"), blank=True)
    next_at = models.DateTimeField(_("nästa rapport"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # Where each section stands: {name: {by, at, done}}, who wrote in it last and whether she has marked it done.
    sections = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Where two are to publish: who has approved it, and which text and answers she read.
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_revision = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    body = models.JSONField(default=dict)
    # {actor: {function: grade}} as published, so that the board can mark what changed without reading the body.
    grades = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state__in=["draft", "in_review"]), name="one_open_report"
            ),
            models.UniqueConstraint(fields=["incident"], condition=Q(state="published"), name="one_published_report"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"]) | (Q(number__isnull=False) & ~Q(content_hash="")),
                name="published_is_frozen",
            ),
            says_why("report"),
        ]

    def __str__(self) -> str:
        return f"Lägesrapport {self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        """Where it is read; what is not published has no number, and stands where it is written."""
        if self.number is None:
            return reverse("report_write", args=[self.incident.number])
        return reverse("report", args=[self.incident.number, self.number])

    @property
    def neutral_label(self) -> str:
        """Its name without its words."""
        return f"Lägesrapport {self.number}"

    @property
    def owner_actor(self) -> Actor:
        return self.incident.lead


class Rendering(models.Model):
    """A published report as stored bytes: what is read is never recomputed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="renderings")
    kind = models.CharField(
        max_length=12, help_text="html, json, pdf, docx, txt; brief-html, brief-pdf: the executive one"
    )
    language = models.CharField(max_length=5)
    data = models.BinaryField()
    etag = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind", "language"], name="rendering_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
