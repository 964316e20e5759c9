"""What people decide about who takes part, besides inviting: bring in somebody unknown, leave, release."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, ActorKind, ContactPoint, Person
from actors.roles import Role
from actors.services import give_role, make_person
from coordination.incidents import rights, temporary
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Participant
from coordination.incidents.permissions import INVITE
from coordination.incidents.services import refuse_closed, take_in
from journal.permissions import require
from journal.record import record
from journal.refusals import Refused, RuleBroken

# Those are in the register, with rights of their own. Nobody makes another of them.
NEVER_TEMPORARY: Final = (ActorKind.COUNTY_BOARD, ActorKind.NATIONAL_AGENCY)
LONGEST: Final = datetime.timedelta(days=180)


@dataclass(frozen=True)
class Newcomer:
    """Who is brought in: the organisation, where it is reached, and the first person who answers for it."""

    name: str
    kind: str
    function: str
    phone: str
    email: str
    username: str
    person_name: str
    person_email: str
    ends: datetime.date


def bring_in(*, by: Person, incident: Incident, newcomer: Newcomer) -> Actor:
    """Let an actor that is in no register take part at once, with one person who reports until a day.

    It belongs to the county of the board that holds the incident together, and goes out when the incident closes.
    """
    require(by, INVITE, incident)
    refuse_closed(incident)
    _refuse_kind(newcomer.kind)
    _refuse_end(newcomer.ends)
    with transaction.atomic():
        actor = _make_actor(incident, newcomer)
        person = make_person(
            by=by, actor=actor, username=newcomer.username, name=newcomer.person_name, email=newcomer.person_email
        )
        today = timezone.localdate()
        give_role(by=by, person=person, actor=actor, role=Role.REPORTER, starts=today, ends=newcomer.ends)
        take_in(incident, [actor], by=by, lead=False)
        record(actor, "actor.brought_in", by=by, incident=incident.number)
        record(incident, "incident.brought_in", by=by, note=actor.name)
    return actor


def end_participation(*, by: Person, incident: Incident, actor: Actor, reason: str) -> None:
    """The actor leaves, or the county board releases it. Its rights end now; what it wrote stays."""
    row = incident.participations.filter(actor=actor, left_at__isnull=True).first()
    if not may_end(by, incident, actor):
        raise Refused(_("Att lämna beslutar aktören själv, eller länsstyrelsens tjänsteman i beredskap."))
    refuse_closed(incident)
    if row is None:
        raise RuleBroken(_("%(actor)s deltar inte.") % {"actor": actor.name})
    if row.is_lead:
        raise RuleBroken(_("Den sammanhållande länsstyrelsen kan inte lämna händelsen."))
    if not reason.strip():
        raise RuleBroken(_("Skriv varför."))
    with transaction.atomic():
        _end(row, by)
        note = _("%(actor)s. %(reason)s") % {"actor": actor.short, "reason": reason.strip()}
        record(incident, "incident.left", by=by, note=note)


def may_end(by: Person, incident: Incident, actor: Actor) -> bool:
    """The actor's own duty officer or editor, or who invites."""
    return by.has_perm(INVITE, incident) or access.acts_for(by, actor, Role.EDITOR)


def _end(row: Participant, by: Person) -> None:
    row.left_at = now_in(row.incident)
    row.save(update_fields=["left_at"])
    rights.withdraw(row.incident, row.actor)
    if row.actor.temporary:
        temporary.end_roles([row.actor], by=by)


def _refuse_kind(kind: str) -> None:
    if kind not in ActorKind.values or kind in NEVER_TEMPORARY:
        raise RuleBroken(_("Länsstyrelser och nationella myndigheter finns i registret. Sök efter dem där."))


def _refuse_end(ends: datetime.date) -> None:
    today = timezone.localdate()
    if not today <= ends <= today + LONGEST:
        raise RuleBroken(_("Sista dagen är från och med i dag och inom ett halvår."))


def _make_actor(incident: Incident, newcomer: Newcomer) -> Actor:
    if not newcomer.phone and not newcomer.email:
        raise RuleBroken(_("Skriv ett telefonnummer eller en e-postadress."))
    actor = Actor(
        key=free_key(newcomer.name),
        kind=newcomer.kind,
        name=newcomer.name,
        short=newcomer.name[:80],
        county_id=incident.lead.county_id,
        temporary=True,
        fictitious=incident.is_fictitious,
        source=_("Togs in i händelse %(number)s") % {"number": incident.number},
    )
    actor.full_clean()
    actor.save()
    point = ContactPoint(actor=actor, function=newcomer.function, phone=newcomer.phone, email=newcomer.email)
    point.full_clean()
    point.save()
    return actor


def free_key(name: str) -> str:
    """tillfallig-bergs-taxi-3: the number is the next that nobody has."""
    base = f"tillfallig-{slugify(name)[:40].strip('-') or 'aktor'}"
    taken = set(Actor.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := f"{base}-{n}") not in taken)
