"""Where each county stands with its development process, its documents, and what has been published about it.

What is not known is null or empty, and the pages say so: nothing is filled in by guessing.
"""

from typing import Final

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.access import GroupRights
from actors.models import County
from journal.record import JournaledModel
from processes.permissions import RIGHTS
from processes.querysets import CountyProcessQuerySet, LegalTextQuerySet, PublicationQuerySet

# How a source begins that is the portal's own process and no page that was read.
OWN_WORD: Final = "Samlad: "


class Status(models.TextChoices):
    """The public value of a process. The page that it was read from had two headings for the first two."""

    DONE = "done", _("Klar")
    AWAITING = "awaiting", _("Genomgången, strategi ej publicerad")
    OTHER = "other", _("Pågår eller ej påbörjad")


class CountyProcess(JournaledModel, models.Model):  # type: ignore[django-manager-missing]  # guardian's is not generic
    """One county's development process for coordination and direction."""

    county = models.OneToOneField(County, models.PROTECT, related_name="process")
    status = models.CharField(_("läge"), max_length=10, choices=Status)
    status_source = models.CharField(max_length=300, help_text="where the status was read")
    status_reviewed = models.DateField(help_text="when that source says that it was last reviewed")
    # Lessons' numbers are given under this row's lock: who notes one need not read the others.
    lessons_noted = models.PositiveIntegerField(default=0)

    objects = CountyProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processer")
        permissions = list(RIGHTS.items())

    def __str__(self) -> str:
        return str(self.county)

    def get_absolute_url(self) -> str:
        return reverse("county_process", args=[self.county.letter])

    @property
    def public_url(self) -> str:
        """The county's page for everybody. Reads the county."""
        return reverse("regional_county", args=[slugify(self.county.short)])

    @property
    def is_done(self) -> bool:
        return self.status == Status.DONE

    @property
    def says_more(self) -> bool:
        """The portal knows more than the page that was read: here the strategy was adopted or published."""
        return self.status_source.startswith(OWN_WORD)

    @property
    def is_awaiting(self) -> bool:
        return self.status == Status.AWAITING


class CountyProcessGroupRight(GroupRights):
    """Rights of a role group on a process, by direct foreign key."""

    content_object = models.ForeignKey(CountyProcess, models.CASCADE)


class DocumentKind(models.TextChoices):
    MAIN = "main", _("Strategi")
    ANNEX = "annex", _("Bilaga")


class ProcessDocument(models.Model):
    """A document that a county has published. The page gave the link's text; where it led is not known."""

    process = models.ForeignKey(CountyProcess, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    order = models.PositiveSmallIntegerField(help_text="place among the links of the page")
    link_text = models.CharField(max_length=120, help_text="as on the page")
    title = models.CharField(max_length=200, help_text="the same for all counties, for the page was not consistent")
    format = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="empty: not known")
    address = models.URLField(max_length=500, blank=True, help_text="empty: not known")
    size = models.PositiveIntegerField(null=True, blank=True, help_text="bytes; empty: not known")
    dated = models.DateField(null=True, blank=True, help_text="empty: not known")
    accessible = models.BooleanField(null=True, blank=True, help_text="empty: not checked")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["process", "link_text"], name="process_document_once")]

    def __str__(self) -> str:
        return self.title


class PublicationKind(models.TextChoices):
    FACT_SHEET = "fact_sheet", _("Faktablad")
    GUIDANCE = "guidance", _("Vägledning")
    EVALUATION = "evaluation", _("Utvärdering")
    RESEARCH = "research", _("Forskning")


class Publication(models.Model):
    """Something printed or written that the process builds on. Price and stock are those of the page."""

    key = models.SlugField(max_length=30, unique=True)
    kind = models.CharField(max_length=12, choices=PublicationKind)
    number = models.CharField(_("nummer"), max_length=20, blank=True)
    title = models.CharField(_("titel"), max_length=200)
    # Two lines of what it is about, in both languages of the portal; ours, not the publisher's.
    text_sv = models.TextField()
    text_en = models.TextField()
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    pages = models.PositiveSmallIntegerField(_("sidor"), null=True, blank=True)
    price = models.DecimalField(_("pris"), max_digits=8, decimal_places=2, null=True, blank=True)
    in_stock = models.BooleanField(_("lager"), null=True, blank=True, help_text="empty: the page does not say")
    address = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publikation")
        verbose_name_plural = _("publikationer")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_sv


class LegalText(models.Model):
    """A quoted sentence of law in one of its wordings. A quotation stays as it was printed."""

    key = models.SlugField(max_length=40)
    quote = models.TextField()
    statute = models.CharField(max_length=20, help_text="2017:870")
    paragraph = models.CharField(max_length=20, help_text="4 §")
    amended_by = models.CharField(max_length=20, blank=True, help_text="SFS number; empty: not said")
    source = models.CharField(max_length=300)
    as_of = models.DateField(null=True, blank=True, help_text="day of the consolidated text that was read")
    statute_from = models.DateField(null=True, blank=True, help_text="when the statute as a whole came into force")
    in_force_from = models.DateField(null=True, blank=True, help_text="empty: not known")
    in_force_to = models.DateField(null=True, blank=True, help_text="empty: not known, or still in force")

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "amended_by"], name="legal_wording_once")]

    def __str__(self) -> str:
        return f"{self.statute} {self.paragraph}"


class PageEvent(models.TextChoices):
    PUBLISHED = "published", _("Publicerad")
    REVIEWED = "reviewed", _("Senast granskad")
    WRITTEN = "written", _("Texten från")


class PageDate(models.Model):
    """What happened to a page that data was read from, and when. The true history, also where the page hid it."""

    page = models.SlugField(max_length=40)
    event = models.CharField(max_length=10, choices=PageEvent)
    on = models.DateField()
    only_year = models.BooleanField(default=False, help_text="no more than about the year is known")
    why = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["page", "event"], name="page_event_once")]

    def __str__(self) -> str:
        return f"{self.page} {self.event} {self.on}"
