"""A fixed direction that an actor has not read in time: its deputies are written to, once. The row is the truth."""

from datetime import timedelta

from django.db import transaction

from actors.letters import post
from actors.models import LetterKind, Membership
from coordination.direction.models import Reception
from coordination.incidents.clock import now_in
from coordination.incidents.holding import hold
from coordination.incidents.models import NoticeKind
from coordination.incidents.notices import notify
from journal.record import record


def run(most: int = 200) -> int:
    """Escalate what is due, each in a transaction of its own. Returns how many actors were written to."""
    waiting = Reception.objects.unread().filter(escalated_at__isnull=True)
    rows = waiting.values_list("pk", "direction__incident_id").order_by("pk")[:most]
    return sum(_escalate(pk, incident_pk) for pk, incident_pk in list(rows))


@transaction.atomic
def _escalate(pk: int, incident_pk: int) -> int:
    hold(incident_pk)
    rows = Reception.objects.unread().select_for_update(of=("self",)).select_related("direction__incident", "actor")
    row = rows.filter(pk=pk, escalated_at__isnull=True).first()
    if row is None:
        return 0
    direction, now = row.direction, now_in(row.direction.incident)
    fixed_at = direction.fixed_at or now
    if now < fixed_at + timedelta(minutes=direction.seen_within):
        return 0
    if not direction.incident.participations.filter(actor=row.actor, left_at__isnull=True).exists():
        return 0
    row.escalated_at, row.deputies = now, _write_to_deputies(row)
    row.save(update_fields=["escalated_at", "deputies"])
    path = direction.get_absolute_url()
    notify(direction.incident, [row.actor], NoticeKind.UNREAD, direction.journal_subject(), path)
    record(row, "reception.escalated", actor=row.actor.key, deputies=row.deputies)
    return 1


def _write_to_deputies(row: Reception) -> int:
    """Those who stand in for somebody at the actor today, each person once. Returns how many."""
    deputies = Membership.objects.filter(actor=row.actor, deputy_for__isnull=False, ended_at__isnull=True)
    people = {one.person_id: one.person for one in deputies.select_related("person") if one.holds}
    for person in people.values():
        post(person, LetterKind.SILENT)
    return len(people)
