"""A fixed direction or an important message that an actor has not read in time: its deputies are written to, once.

The row is the truth.
"""

from django.db import transaction
from django.db.models.functions import Coalesce

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
    inside = Coalesce("direction__incident_id", "announcement__incident_id")
    rows = waiting.annotate(inside=inside).values_list("pk", "inside").order_by("pk")[:most]
    return sum(_escalate(pk, incident_pk) for pk, incident_pk in list(rows))


@transaction.atomic
def _escalate(pk: int, incident_pk: int) -> int:
    hold(incident_pk)
    rows = Reception.objects.unread().select_for_update(of=("self",))
    whole = rows.select_related("direction__incident", "announcement__incident", "actor")
    row = whole.filter(pk=pk, escalated_at__isnull=True).first()
    if row is None or now_in(row.incident) < row.read_by:
        return 0
    if not row.incident.participations.filter(actor=row.actor, left_at__isnull=True).exists():
        return 0
    row.escalated_at, row.deputies = now_in(row.incident), _write_to_deputies(row)
    row.save(update_fields=["escalated_at", "deputies"])
    _tell_again(row)
    return 1


def _tell_again(row: Reception) -> None:
    """The actor itself is told once more, by the kind of what it has not read."""
    told = row.announcement is not None
    subject = row.of.journal_subject() + (":unread" if told else "")
    notify(
        row.incident, [row.actor], NoticeKind.TOLD if told else NoticeKind.UNREAD, subject, row.of.get_absolute_url()
    )
    verb = "announcement.escalated" if told else "reception.escalated"
    record(row, verb, actor=row.actor.key, deputies=row.deputies)


def _write_to_deputies(row: Reception) -> int:
    """Those who stand in for somebody at the actor today, each person once. Returns how many."""
    deputies = Membership.objects.filter(actor=row.actor, deputy_for__isnull=False, ended_at__isnull=True)
    people = {one.person_id: one.person for one in deputies.select_related("person") if one.holds}
    for person in people.values():
        post(person, LetterKind.IN_EXERCISE if row.incident.is_exercise else LetterKind.SILENT)
    return len(people)
