"""Who: counties, municipalities, organisations, people, roles and where they are reached."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.roles import Role
from actors.sorting import swedish_sort_field
from journal.record import JournaledModel


class CivilArea(models.Model):
    """Civilområde: a group of counties, one of whose boards is responsible (SFS 2022:525)."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    responsible = models.ForeignKey("County", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    """Län. A county is a row, never a branch in the code."""

    code = models.CharField(max_length=2, primary_key=True, help_text="SCB")
    letter = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60, help_text="Gävleborgs län")
    short = models.CharField(max_length=40, help_text="Gävleborg")
    seat = models.CharField(max_length=40)
    civil_area = models.ForeignKey(CivilArea, models.PROTECT, related_name="counties")
    source = models.CharField(max_length=200)
    sort_name = swedish_sort_field()

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """Kommun, with SCB's four-digit code."""

    code = models.CharField(max_length=4, primary_key=True, help_text="SCB")
    name = models.CharField(max_length=60, help_text="Ljusdal")
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities")
    source = models.CharField(max_length=200)
    sort_name = swedish_sort_field()

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


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


class Actor(models.Model):
    """An organisation, public or not, or a network that matters for the handling."""

    key = models.SlugField(max_length=60, unique=True, help_text="stable name in data files: kommun-2161, lst-21")
    kind = models.CharField(max_length=20, choices=ActorKind)
    name = models.CharField(max_length=200, help_text="Ljusdals kommun")
    short = models.CharField(max_length=80, help_text="Ljusdal")
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="actors")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="actors")
    fictitious = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    sort_name = swedish_sort_field()

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


class ContactPoint(models.Model):
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


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save()
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(username, password, is_superuser=True, is_staff=True, **fields)


class Person(JournaledModel, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Rights come from memberships, never from the person."""

    username = models.CharField(_("användarnamn"), max_length=80, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    email = models.EmailField(_("e-post"), blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, help_text="exists only in demonstration mode")
    date_joined = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: datetime.date) -> "MembershipQuerySet":
        return self.filter(starts__lte=day).filter(Q(ends__isnull=True) | Q(ends__gte=day))

    def now(self) -> "MembershipQuerySet":
        return self.on(timezone.localdate())


class Membership(models.Model):
    """A person holds a role in an actor between two dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "actor", "role", "starts"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.actor}"


class RoleGroup(models.Model):
    """The group of everybody who now holds one role in one actor: what rights on objects are granted to."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "role"], name="role_group_once")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.role}"
