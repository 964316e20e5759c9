"""Documents of a process: versions that are checked, approved by the reviewer before they are public, and replaced."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from processes.models.published import CountyProcess
from processes.models.running import OfProcess, ProcessRun, Stage
from processes.querysets import DocumentQuerySet, VersionQuerySet
from processes.states import VERSION_MOVES, VersionState

# Bytes. Larger documents are refused in words.
LARGEST_DOCUMENT = 25 * 1024 * 1024


class FiledKind(models.TextChoices):
    STRATEGY = "strategy", _("Strategi")
    ANNEX = "annex", _("Bilaga")
    NEEDS = "needs", _("Behovsanalys")
    EVALUATION = "evaluation", _("Utvärdering")
    NOTES = "notes", _("Anteckningar")
    OTHER = "other", _("Annat")


class Document(OfProcess):
    """Dokument: keeps one public address for ever, whichever version stands there."""

    # The links of the page that was read are the process's `documents`.
    process = models.ForeignKey(CountyProcess, models.PROTECT, related_name="filed")
    run = models.ForeignKey(ProcessRun, models.PROTECT, null=True, blank=True, related_name="documents")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(_("slag"), max_length=12, choices=FiledKind)
    title = models.CharField(_("titel"), max_length=200)
    slug = models.SlugField(max_length=80, help_text="in its public address, given once")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["process", "slug"], name="document_address_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process_document", args=[self.process.county.letter, self.slug])


class DocumentVersion(OfProcess):
    """One file of a document, as it was uploaded, with what was found in it. Never written over."""

    MOVES = VERSION_MOVES

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.STORED)
    name = models.CharField(max_length=120, help_text="of the file, cleaned")
    media_type = models.CharField(max_length=100, help_text="found in its content")
    size = models.PositiveIntegerField(validators=[MaxValueValidator(LARGEST_DOCUMENT)], help_text="bytes")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    language = models.CharField(_("språk"), max_length=10, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    # {"tagged": true, "title": "...", "language": "sv", "text": true}: what an accessible PDF has; null: not known.
    checks = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.CharField(_("granskarens ord"), max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(state="published"), name="one_published_version"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "replaced"]) | Q(judged_at__isnull=False),
                name="published_was_judged",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(judgement=""), name="returned_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def format(self) -> str:
        """How the file is told from others: pdf, docx, odt."""
        return self.name.rpartition(".")[2]

    @property
    def accessible(self) -> bool | None:
        """Whether all that the portal can check of an accessible PDF is there. None: it could not be checked."""
        wanted = [self.checks.get(name) for name in ("tagged", "title", "language", "text")]
        return None if None in wanted else all(wanted)
