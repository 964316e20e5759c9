"""Roles: what a person is in an actor. Each is built upon a lesser one; this table is the whole truth of it."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    READER = "reader", _("läsare")
    REPORTER = "reporter", _("rapportör")
    EDITOR = "editor", _("redaktör")
    DUTY_OFFICER = "duty_officer", _("tjänsteman i beredskap (TiB)")
    ANALYST = "analyst", _("analytiker")
    CHAIR = "chair", _("ordförande")
    ACTOR_ADMIN = "actor_admin", _("aktörsadministratör")
    SECURITY_OFFICER = "security_officer", _("säkerhetsansvarig")
    PROCESS_LEADER = "process_leader", _("processledare")
    EXERCISE_LEADER = "exercise_leader", _("övningsledare")
    REVIEWER = "reviewer", _("granskare")
    NATIONAL_READER = "national_reader", _("nationell läsare")


BUILDS_ON: Final[dict[Role, Role | None]] = {
    Role.READER: None,
    Role.REPORTER: Role.READER,
    Role.EDITOR: Role.REPORTER,
    Role.ANALYST: Role.EDITOR,
    Role.DUTY_OFFICER: Role.EDITOR,
    Role.CHAIR: Role.REPORTER,
    Role.ACTOR_ADMIN: Role.READER,
    Role.SECURITY_OFFICER: Role.READER,
    Role.PROCESS_LEADER: Role.READER,
    Role.EXERCISE_LEADER: Role.READER,
    Role.NATIONAL_READER: Role.READER,
    Role.REVIEWER: Role.NATIONAL_READER,
}


def contains(role: str, wanted: str) -> bool:
    """Whether holding `role` is also holding `wanted`."""
    at: Role | None = Role(role)
    while at is not None:
        if at == wanted:
            return True
        at = BUILDS_ON[at]
    return False


def roles_with(wanted: str) -> frozenset[str]:
    """Every role that is or contains `wanted`."""
    return frozenset(role.value for role in Role if contains(role, wanted))
