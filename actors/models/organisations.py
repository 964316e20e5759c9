"""Actors: organisations, what they are called, where they are reached, and who is invited together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models.places import County, Municipality
from actors.sorting import swedish_sort_field
from journal.record import JournaledModel


class ActorKind(models.TextChoices):
    COUNTY_BOARD = "county_board", _("länsstyrelse")
    MUNICIPALITY = "municipality", _("kommun")
    REGION = "region", _("region")
    RESCUE = "rescue", _("räddningstjänst")
    POLICE = "police", _("polis")
    AGENCY = "agency", _("statlig myndighet")
    NATIONAL_AGENCY = "national_agency", _("nationell samordnande myndighet")
    GRID = "grid", _("elnätsföretag")
    TELECOM = "telecom", _("teleoperatör")
    DEFENCE = "defence", _("försvarsmakten")
    VOLUNTARY = "voluntary", _("frivilligorganisation")
    OTHER = "other", _("annan aktör")


class ActorQuerySet(models.QuerySet["Actor"]):
    def listed(self) -> "ActorQuerySet":
        """The register. Who was brought in during an incident is known to those who take part in it, and no wider."""
        return self.filter(temporary=False)


class Actor(JournaledModel, models.Model):
    """An organisation, public or not, or a network that matters for the handling."""

    key = models.SlugField(max_length=60, unique=True, help_text="stable name in data files: kommun-2161, lst-21")
    kind = models.CharField(max_length=20, choices=ActorKind)
    name = models.CharField(max_length=200, help_text="Ljusdals kommun")
    short = models.CharField(max_length=80, help_text="Ljusdal")
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="actors")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="actors")
    fictitious = models.BooleanField(default=False)
    temporary = models.BooleanField(default=False, help_text="brought in during an incident, and out with it")
    second_approval = models.BooleanField(
        _("två personer publicerar"),
        default=False,
        help_text="its reports are approved by one and published by another",
    )
    source = models.CharField(max_length=200, blank=True)
    sort_name = swedish_sort_field()

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name"]
        indexes = [models.Index(fields=["kind", "county"], name="actor_kind_county")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_municipality(self) -> bool:
        return self.kind == ActorKind.MUNICIPALITY


class ActorName(models.Model):
    """What an actor is called from one date to another: an agency's name is data."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=20, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "name", "starts"], name="actor_name_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """Beredskapssektor, dated: the list has changed in 2024, 2025 and 2026."""

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    responsible = models.ForeignKey(Actor, models.PROTECT, related_name="leads_sectors")
    agencies = models.ManyToManyField(Actor, related_name="sectors")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "starts"], name="sector_once_a_date")]

    def __str__(self) -> str:
        return self.name


class ContactPoint(JournaledModel, models.Model):
    """Where a function of an actor is reached. Functions, never people."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="contact_points")
    function = models.CharField(max_length=60, help_text="TiB, ISK, VB, Drift")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    verified = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "function"], name="contact_function_once")]

    def __str__(self) -> str:
        return f"{self.function} {self.phone}".strip()

    def journal_stream(self) -> str:
        return self.actor.journal_stream()


class ActorGroup(JournaledModel, models.Model):
    """Actors that a county board invites together: all its municipalities, the region with police and rescue."""

    owner = models.ForeignKey(Actor, models.CASCADE, related_name="groups_kept")
    name = models.CharField(_("namn"), max_length=80)
    members = models.ManyToManyField(Actor, related_name="+", verbose_name=_("aktörer"))

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="actor_group_once")]

    def __str__(self) -> str:
        return self.name

    def journal_stream(self) -> str:
        return self.owner.journal_stream()
