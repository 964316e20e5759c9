"""Somebody else holds one's role for a while."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.charge import has_charge, is_colleague
from actors.models import Membership, Person
from actors.roles import Role
from actors.services import rules
from actors.services.memberships import give_role, hold
from journal.refusals import Refused, RuleBroken

LONGEST = datetime.timedelta(days=92)


def appoint_deputy(
    *, by: Person, membership: Membership, person: Person, starts: datetime.date, ends: datetime.date
) -> Membership:
    """Let a colleague stand in for the holder of a role between two days. The holder decides, or the administrator."""
    actor = membership.actor
    if not may_appoint_deputy(by, membership):
        raise Refused(_("Ersättare utses av den som har rollen, eller av administratören."))
    rules.refuse_herself(by, person)
    rules.refuse_system(person, membership.role)
    _refuse_deputy(membership, person)
    rules.refuse_dates(actor, starts, ends)
    _refuse_period(membership, starts, ends)
    with transaction.atomic():
        hold(actor)
        rules.refuse_twice(person, actor, membership.role, starts, ends)
        return give_role(
            by=by,
            person=person,
            actor=actor,
            role=Role(membership.role),
            starts=starts,
            ends=ends,
            deputy_for=membership,
        )


def may_appoint_deputy(by: Person, membership: Membership) -> bool:
    own = membership.person_id == by.pk and membership.holds and membership.deputy_for_id is None
    return own or has_charge(by, membership.actor)


def _refuse_deputy(membership: Membership, person: Person) -> None:
    if membership.is_over:
        raise RuleBroken(_("Rollen är redan avslutad."))
    if membership.deputy_for_id is not None:
        raise RuleBroken(_("En ersättare kan inte ersättas. Utse en ny för den som har rollen."))
    if membership.person.is_break_glass or person.is_break_glass:
        raise RuleBroken(_("Nödkonton sköts av den som driver portalen."))
    if person.pk == membership.person_id:
        raise RuleBroken(_("Ersättaren är någon annan än den som har rollen."))
    if not person.is_active or not is_colleague(person, membership.actor):
        raise RuleBroken(_("Ersättaren har redan en roll hos %(actor)s i dag.") % {"actor": membership.actor.name})


def _refuse_period(membership: Membership, starts: datetime.date, ends: datetime.date) -> None:
    if ends - max(starts, timezone.localdate()) > LONGEST:
        raise RuleBroken(_("En ersättare har rollen högst tre månader i taget."))
    if membership.ends is not None and ends > membership.ends:
        raise RuleBroken(
            _("Rollen slutar %(day)s, och ersättaren med den.") % {"day": date_format(membership.ends, "j F Y")}
        )
