"""Giving and ending a role, with dates."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.charge import administrators
from actors.duty import apply_membership
from actors.models import Actor, Membership, Person
from actors.roles import Role
from actors.services import rules
from journal.record import record
from journal.refusals import RuleBroken


def give_role(
    *,
    person: Person,
    actor: Actor,
    role: Role,
    starts: datetime.date,
    ends: datetime.date | None = None,
    deputy_for: Membership | None = None,
    by: Person | None = None,
) -> Membership:
    """Let a person hold a role in an actor. The group follows at once when the dates hold today.

    This is how those who run the portal, and the services that have asked already, do it. People give roles to one
    another by `appoint`, which asks whether they may.
    """
    with transaction.atomic():
        membership, made = Membership.objects.get_or_create(
            person=person,
            actor=actor,
            role=role,
            starts=starts,
            ended_at=None,
            defaults={"ends": ends, "deputy_for": deputy_for},
        )
        apply_membership(membership)
        if made:
            verb = "membership.deputy" if deputy_for else "membership.given"
            record(membership, verb, by=by, to_state=role, **facts(membership))
    return membership


def appoint(
    *,
    by: Person,
    person: Person,
    actor: Actor,
    role: Role,
    starts: datetime.date,
    ends: datetime.date | None = None,
) -> Membership:
    """Give a role to one of the actor's people."""
    rules.refuse_role(by, actor, role)
    rules.refuse_herself(by, person)
    rules.refuse_outsider(person, actor)
    rules.refuse_system(person, role)
    rules.refuse_closed(person)
    rules.refuse_dates(actor, starts, ends)
    with transaction.atomic():
        hold(actor)
        rules.refuse_twice(person, actor, role, starts, ends)
        return give_role(by=by, person=person, actor=actor, role=role, starts=starts, ends=ends)


def end_role(*, by: Person, membership: Membership, ends: datetime.date | None = None) -> None:
    """End a role on a day, the last on which it holds; without a day it ends now, and the next request knows it."""
    actor = membership.actor
    if not _ends_her_own_deputy(by, membership):
        rules.refuse_stranger(by, actor)
        rules.refuse_outsider(membership.person, actor)
    with transaction.atomic():
        hold(actor)
        membership.refresh_from_db()
        _refuse_end(membership, ends)
        refuse_last([membership])
        end(membership, by=by, ends=ends)


def end(membership: Membership, *, by: Person | None, ends: datetime.date | None = None) -> None:
    """The role ends, and with it those who stood in for its holder."""
    if ends is None:
        membership.ended_at = timezone.now()
    else:
        membership.ends = ends
    membership.save(update_fields=["ended_at", "ends"])
    apply_membership(membership)
    record(membership, "membership.ended", by=by, from_state=membership.role, **facts(membership))
    deputies = membership.deputies.filter(ended_at__isnull=True)
    if ends is not None:
        deputies = deputies.filter(Q(ends__isnull=True) | Q(ends__gt=ends))
    for deputy in deputies.select_related("actor", "person"):
        end(deputy, by=by, ends=ends if ends is not None and ends >= deputy.starts else None)


def hold(actor: Actor) -> None:
    """Hold the actor's row until the commit: two administrators who end one another wait for each other here."""
    Actor.objects.select_for_update().only("pk").get(pk=actor.pk)


def refuse_last(memberships: list[Membership]) -> None:
    """No actor is left without an administrator by a click. A deputy is not enough: she is there for a while."""
    for one in memberships:
        if one.role != Role.ACTOR_ADMIN or not one.holds or one.deputy_for_id is not None:
            continue
        others = administrators(one.actor).filter(deputy_for__isnull=True).exclude(person_id=one.person_id)
        if not others.exists():
            raise RuleBroken(
                _("%(person)s är den sista administratören hos %(actor)s. Utse en ny först.")
                % {"person": one.person.name, "actor": one.actor.name}
            )


def facts(membership: Membership) -> dict[str, Any]:
    """What the journal keeps of a role, besides who gave it."""
    return {
        "person": membership.person.name,
        "starts": membership.starts.isoformat(),
        "ends": membership.ends.isoformat() if membership.ends else None,
        "ended": timezone.localdate(membership.ended_at).isoformat() if membership.ended_at else None,
    }


def _refuse_end(membership: Membership, ends: datetime.date | None) -> None:
    if membership.is_over:
        raise RuleBroken(_("Rollen är redan avslutad."))
    if ends is None:
        return
    if ends < max(membership.starts, timezone.localdate()):
        raise RuleBroken(_("Välj en dag från och med i dag. Ska rollen sluta nu, lämna dagen tom."))
    if membership.ends is not None and ends > membership.ends:
        raise RuleBroken(
            _("Rollen slutar redan %(day)s. Ge en ny roll från dagen efter för att förlänga.")
            % {"day": date_format(membership.ends, "j F Y")}
        )


def _ends_her_own_deputy(by: Person, membership: Membership) -> bool:
    stood_for = membership.deputy_for
    return stood_for is not None and stood_for.person_id == by.pk and stood_for.holds
