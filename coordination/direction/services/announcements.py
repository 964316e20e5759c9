"""Viktiga meddelanden: the county tells actors something, and wants to know that it has been read and understood."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Announcement, Influence
from coordination.direction.services import receptions
from coordination.direction.services.directions import LONGEST, SEEN_WITHIN, SHORTEST
from coordination.direction.standings import participants_of
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def announce(
    *,
    by: Person,
    incident: Incident,
    heading: str,
    text: str,
    actors: Iterable[Actor] | None = None,
    seen_within: int = SEEN_WITHIN,
    influence: Influence | None = None,
    mark: Mark | None = None,
) -> Announcement:
    """Send it to actors that take part, or to all of them. Whoever gets it has a row of its own, silent until read."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    heading, text = heading.strip(), text.strip()
    _refuse_unclear(heading, text, seen_within)
    if influence is not None and influence.incident_id != incident.pk:
        raise RuleBroken(_("Inflytandet hör till en annan händelse."))
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        told, now = _told(incident, actors), now_in(incident)
        row = Announcement(
            incident=incident,
            number=next_number(Announcement, incident),
            heading=heading,
            text=text,
            influence=influence,
            seen_within=seen_within,
            sent_at=now,
            sent_by=by,
            **mark_columns(mark, by=by, now=now, default=incident, at_least=(influence,) if influence else ()),
        )
        row.full_clean()
        row.save()
        receptions.expect(row, told)
        notify(incident, told, NoticeKind.TOLD, row.journal_subject(), row.get_absolute_url())
        record(row, "announcement.sent", by=by, recipients=len(told))
    return row


def _refuse_unclear(heading: str, text: str, seen_within: int) -> None:
    if not heading or not text:
        raise RuleBroken(_("Skriv både rubrik och meddelande."))
    if not SHORTEST <= seen_within <= LONGEST:
        raise RuleBroken(_("Välj mellan %(short)d och %(long)d minuter.") % {"short": SHORTEST, "long": LONGEST})


def _told(incident: Incident, actors: Iterable[Actor] | None) -> list[Actor]:
    there = participants_of(incident)
    if actors is None:
        return there
    chosen = {actor.pk: actor for actor in actors}
    inside = {actor.pk for actor in there}
    outside = [actor.name for pk, actor in chosen.items() if pk not in inside]
    if outside:
        raise RuleBroken(_("Deltar inte i händelsen: %(names)s. Bjud in dem först.") % {"names": ", ".join(outside)})
    if not chosen:
        raise RuleBroken(_("Välj minst en mottagare."))
    return list(chosen.values())
