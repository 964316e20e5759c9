"""Requests, answers (svar), what the machine compiles of them, and the county's reports."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Marking
from coordination.situations.querysets import CompilationQuerySet, InputQuerySet, ReportQuerySet, RequestQuerySet
from coordination.situations.states import (
    COMPILATION_MOVES,
    INPUT_MOVES,
    REPORT_MOVES,
    REQUEST_MOVES,
    CompilationState,
    InputState,
    ReportState,
    RequestState,
)
from journal.record import JournaledModel

GRADES = Q(grade__isnull=True) | Q(grade__range=(1, 5))


class Trend(models.TextChoices):
    BETTER = "better", _("bättre")
    SAME = "same", _("lika")
    WORSE = "worse", _("värre")
    MUCH_WORSE = "much_worse", _("mycket värre")


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", _("bekräftad")
    LIKELY = "likely", _("trolig")
    UNCONFIRMED = "unconfirmed", _("obekräftad")


class OfIncident(JournaledModel, models.Model):
    """A row that is guarded by its incident and keeps its time."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def guard(self) -> Incident:
        return self.incident

    def journal_stream(self) -> str:
        return f"incident:{self.incident_id}"

    def journal_now(self) -> datetime:
        return now_in(self.incident)


class Function(models.Model):
    """Samhällsfunktion: what a grade is given for. Data; the storm's set is eight of them."""

    key = models.SlugField(primary_key=True, max_length=40)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    hint_sv = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class QuestionSet(models.Model):
    """What a request asks: sections with questions, and the functions to grade. A new version never changes an old."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sections = models.JSONField(help_text="[{key, name_sv, name_en, questions: [{key, kind, name_sv, name_en, ...}]}]")
    functions = models.JSONField(help_text="keys of functions, in order")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="question_set_version_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv


class Request(OfIncident):
    """Begäran: questions to chosen participants, with a deadline. Says who asks, why and on what legal ground."""

    MOVES = REQUEST_MOVES

    number = models.PositiveIntegerField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, verbose_name=_("frågor"))
    purpose = models.CharField(_("syfte"), max_length=300)
    legal_ground = models.CharField(_("rättslig grund"), max_length=300, blank=True)
    asker = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    as_of = models.DateTimeField(_("läget gäller"))
    deadline = models.DateTimeField(_("svara senast"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.SENT)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="request_number_once"),
            models.CheckConstraint(condition=Q(deadline__gt=models.F("sent_at")), name="request_in_order"),
        ]

    def __str__(self) -> str:
        return f"Begäran {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.incident.number, self.number])


class Recipient(models.Model):
    """An actor that was asked: when it opened, began and was reminded. Silence is a visible state."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "actor"], name="recipient_once")]

    def __str__(self) -> str:
        return str(self.actor)


def grade_field() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Input(OfIncident):
    """Svar: what one actor says of its situation. A correction is a new version; nothing is overwritten."""

    MOVES = INPUT_MOVES

    request = models.ForeignKey(Request, models.PROTECT, related_name="inputs")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="inputs")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=InputState, default=InputState.DRAFT)
    # Everything as it was written: {overall, functions, numbers, texts, needs}. The columns and Impact rows follow it.
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=0, help_text="of the draft: a writer with an older one has missed something"
    )
    grade = grade_field()
    proposed = grade_field()
    reason = models.CharField(max_length=300, blank=True)
    trend = models.CharField(max_length=12, choices=Trend, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)
    summary = models.TextField(blank=True)
    oral = models.BooleanField(default=False, help_text="spoken, and written down by the duty officer in her own name")
    unchanged_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=20, blank=True, help_text="receipt: 2025-041-031")
    # NULL, not empty: unique for each actor as soon as it is there.
    submission_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    content_hash = models.CharField(max_length=64, blank=True)
    late = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    question_back = models.TextField(blank=True)
    question_at = models.DateTimeField(null=True, blank=True)

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "actor"], condition=Q(state="draft"), name="one_draft"),
            models.UniqueConstraint(fields=["request", "actor"], condition=Q(state="submitted"), name="one_answer"),
            models.UniqueConstraint(fields=["request", "actor", "version"], name="input_version_once"),
            models.UniqueConstraint(fields=["actor", "submission_key"], name="submission_key_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="receipt_once"),
            models.CheckConstraint(condition=GRADES, name="input_grade"),
            models.CheckConstraint(condition=Q(state="draft") | Q(submitted_at__isnull=False), name="sent_has_time"),
        ]
        indexes = [
            models.Index(fields=["incident", "-submitted_at", "-id"], name="input_newest", condition=~Q(state="draft")),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("input", args=[self.incident.number, self.pk])


class Impact(models.Model):
    """One actor's grade for one function, with the three levels it was computed from."""

    input = models.ForeignKey(Input, models.CASCADE, related_name="impacts")
    function = models.ForeignKey(Function, models.PROTECT, related_name="+")
    works = models.PositiveSmallIntegerField(null=True)
    resources = models.PositiveSmallIntegerField(null=True)
    load = models.PositiveSmallIntegerField(null=True)
    proposed = grade_field()
    grade = grade_field()
    reason = models.CharField(max_length=300, blank=True)
    trend = models.CharField(max_length=12, choices=Trend, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["input", "function"], name="impact_once"),
            models.CheckConstraint(condition=GRADES, name="impact_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.function_id}: {self.grade or '?'}"


class Standing(models.Model):
    """Where an actor stands: its latest answer in the incident. Found by index, however long the history."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="standings")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    input = models.ForeignKey(Input, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "actor"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.input_id}"


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


class Report(OfIncident):
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
    marking = models.CharField(_("märkning"), max_length=12, choices=Marking, default=Marking.OPEN)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
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
        ]

    def __str__(self) -> str:
        return f"Lägesrapport {self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.incident.number, self.number])


class Rendering(models.Model):
    """A published report as stored bytes: what is read is never recomputed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="renderings")
    kind = models.CharField(max_length=8, help_text="html, json, pdf")
    language = models.CharField(max_length=5)
    data = models.BinaryField()
    etag = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind", "language"], name="rendering_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Reading(models.Model):
    """The first time that a person read a published report or an answer: one of the two. Kept, never counted up."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="readings")
    input = models.ForeignKey(Input, models.PROTECT, null=True, related_name="readings")
    at = models.DateTimeField(help_text="in the incident's time")
    # The real time: the actors that she read for are those where she held a role then.
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "report"], name="report_read_once"),
            models.UniqueConstraint(fields=["person", "input"], name="input_read_once"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, input__isnull=True) | Q(report__isnull=True, input__isnull=False),
                name="reading_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"
