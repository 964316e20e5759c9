"""People, the roles that they hold in actors, and the groups that rights are granted to."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models.organisations import Actor
from actors.roles import Role
from journal.record import JournaledModel


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
    is_break_glass = models.BooleanField(default=False, help_text="sealed account of a county board: its use alarms")
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
        """Those whose dates hold that day, and that nobody has ended before their last day."""
        holds = self.filter(ended_at__isnull=True, starts__lte=day)
        return holds.filter(Q(ends__isnull=True) | Q(ends__gte=day))

    def now(self) -> "MembershipQuerySet":
        return self.on(timezone.localdate())

    def not_over(self) -> "MembershipQuerySet":
        """Those that hold today or will."""
        return self.filter(ended_at__isnull=True).filter(Q(ends__isnull=True) | Q(ends__gte=timezone.localdate()))


class Membership(JournaledModel, models.Model):
    """A person holds a role in an actor between two dates, both included.

    Dates turn at midnight. Somebody who is to be out at once is: `ended_at` says when.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    deputy_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="deputies")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "actor", "role", "starts"],
                name="membership_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_in_order"
            ),
        ]
        indexes = [models.Index(fields=["actor", "role"], name="membership_actor_role")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.actor}"

    def journal_stream(self) -> str:
        return self.actor.journal_stream()

    @property
    def holds(self) -> bool:
        return self.starts <= timezone.localdate() and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or (self.ends is not None and self.ends < timezone.localdate())


class RoleGroup(models.Model):
    """The group of everybody who now holds one role in one actor: what rights on objects are granted to."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "role"], name="role_group_once")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.role}"
