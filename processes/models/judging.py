"""How able a county is, what it plans, what it needs, and what the reviewer says of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from processes.models.running import OfProcess, ProcessRun
from processes.querysets import OfProcessQuerySet
from processes.states import (
    ANALYSIS_MOVES,
    COMMENT_MOVES,
    WORK_MOVES,
    AnalysisState,
    CommentState,
    WorkState,
)


class Component(models.Model):
    """Förmågekomponent: one part of being able to coordinate, rated before and after. Data."""

    key = models.SlugField(primary_key=True, max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    question_sv = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv

    @property
    def question(self) -> str:
        return self.question_en if get_language() == "en" else self.question_sv


class Rating(OfProcess):
    """Skattning of one component in one run, 1 to 5, before and after; and how much it matters to the county."""

    run = models.ForeignKey(ProcessRun, models.PROTECT, related_name="ratings")
    component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    before = models.PositiveSmallIntegerField(_("före"), null=True, blank=True)
    before_why = models.CharField(max_length=300, blank=True)
    after = models.PositiveSmallIntegerField(_("efter"), null=True, blank=True)
    after_why = models.CharField(max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(_("prioritet"), null=True, blank=True, help_text="1 first, 3 last")
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("skattning")
        ordering = ["component__order"]
        constraints = [
            models.UniqueConstraint(fields=["run", "component"], name="rating_once"),
            models.CheckConstraint(
                condition=(Q(before__isnull=True) | Q(before__gte=1, before__lte=5))
                & (Q(after__isnull=True) | Q(after__gte=1, after__lte=5)),
                name="rating_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.before or '?'} → {self.after or '?'}"


class WorkItem(OfProcess):
    """Post i arbetsplanen: what is to be done between crises, by whom, until when."""

    MOVES = WORK_MOVES

    run = models.ForeignKey(ProcessRun, models.PROTECT, null=True, blank=True, related_name="work")
    component = models.ForeignKey(Component, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("vad"), max_length=200)
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name=_("ansvarig"))
    due_on = models.DateField(_("klart senast"))
    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.PLANNED)
    remark = models.CharField(_("läge i korthet"), max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("post i arbetsplanen")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="work_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=["delayed", "standby", "dropped"]) | ~Q(remark=""), name="work_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("work_item", args=[self.process.county.letter, self.pk])


class NeedsAnalysis(OfProcess):
    """Regional behovsanalys: one area, what is, what is wanted and needed; and what the national agency says."""

    MOVES = ANALYSIS_MOVES

    run = models.ForeignKey(ProcessRun, models.PROTECT, null=True, blank=True, related_name="analyses")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AnalysisState, default=AnalysisState.DRAFT)
    area = models.CharField(_("område"), max_length=200)
    present_state = models.TextField(_("nuläge"), blank=True)
    wanted_state = models.TextField(_("målbild"), blank=True)
    horizon_year = models.PositiveSmallIntegerField(_("målår"), null=True, blank=True)
    gap = models.TextField(_("glapp"), blank=True)
    need = models.TextField(_("behov"), blank=True)
    support = models.TextField(_("stöd som begärs"), blank=True)
    response = models.TextField(_("nationella myndighetens svar"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("behovsanalys")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="analysis_number_once"),
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(response=""), name="answered_says_what"),
        ]

    def __str__(self) -> str:
        return self.area

    def get_absolute_url(self) -> str:
        return reverse("needs_analysis", args=[self.process.county.letter, self.number])


class AnalysisMeasure(OfProcess):
    """Åtgärd i behovsanalysen: who, with whom, what it costs, how it is paid for."""

    analysis = models.ForeignKey(NeedsAnalysis, models.CASCADE, related_name="measures")
    title = models.CharField(_("åtgärd"), max_length=200)
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="+", verbose_name=_("ansvarig"))
    partners = models.CharField(_("tillsammans med"), max_length=300, blank=True)
    cost = models.PositiveIntegerField(_("kostnad, kronor"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("prioritet"), default=2)
    starts_on = models.DateField(_("från"), null=True, blank=True)
    ends_on = models.DateField(_("till"), null=True, blank=True)
    funding = models.CharField(_("finansiering"), max_length=200, blank=True)

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("åtgärd i behovsanalys")
        ordering = ["priority", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="analysis_measure_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Yardstick(models.TextChoices):
    """The three questions of the evaluation of 2013 (MSB636)."""

    RELEVANCE = "relevans", _("Relevans")
    EFFECTIVENESS = "effektivitet", _("Effektivitet")
    ENDURANCE = "uthallighet", _("Uthållighet")


class ReviewComment(OfProcess):
    """Granskarens kommentar, under one of three yardsticks; the county answers it; the reviewer settles it."""

    MOVES = COMMENT_MOVES

    run = models.ForeignKey(ProcessRun, models.PROTECT, null=True, blank=True, related_name="comments")
    yardstick = models.CharField(_("kriterium"), max_length=12, choices=Yardstick)
    heading = models.CharField(_("rubrik"), max_length=14, blank=True, help_text="one of the record's seven")
    text = models.TextField(_("kommentar"))
    asks_change = models.BooleanField(_("begär ändring"), default=False)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.OPEN)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommentar")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return f"{self.get_yardstick_display()}, {self.at:%Y-%m-%d}"


class CommentReply(OfProcess):
    """One turn after a comment: the county's answer or the reviewer's. Kept as it was said."""

    comment = models.ForeignKey(ReviewComment, models.PROTECT, related_name="replies")
    text = models.TextField(_("svar"))
    from_county = models.BooleanField(default=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfProcessQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_says_something")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
