"""What waits for one person, over all her incidents: asked of whom, by when, and the one thing to press.

Set-based: as many statements for one incident as for twenty.
"""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.direction.models import Measure
from coordination.direction.states import MeasureState
from coordination.incidents import sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import AccessRequest
from coordination.incidents.records import KINDS
from coordination.overview import (
    waiting_county,
    waiting_direction,
    waiting_loop,
    waiting_meetings,
    waiting_needs,
    waiting_resources,
)
from coordination.overview.desk import Desk, Waiting
from coordination.overview.old_facts import old_facts
from coordination.situations.models import Input, Recipient
from coordination.situations.states import RequestState


def waiting_for(desk: Desk) -> list[Waiting]:
    """Everything that waits: what is latest, by the clock of its own incident, stands first."""
    found = [
        *_to_answer(desk),
        *_questions(desk),
        *_too_old(desk),
        *_asked_to_share(desk),
        *waiting_direction.directed(desk),
        *_measures(desk),
        *waiting_resources.needs(desk),
        *waiting_needs.needs(desk),
        *waiting_meetings.meetings(desk),
        *waiting_loop.influences(desk),
        *waiting_county.silent(desk),
        *waiting_county.reports(desk),
        *waiting_county.to_fix(desk),
    ]
    return sorted(found, key=lambda w: (w.due is None, (w.due or w.now) - w.now, w.title))


# What waits for an actor's own word, of the kinds above. The others wait for the county's work, or say what is so.
OWN_WORD: Final = ("answer", "question", "stale", "access", "position", "later", "direction", "told", "measure")


def own_word(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Behöver mitt svar."""
    return [one for one in waiting if one.kind in OWN_WORD and one.actor is not None]


def _to_answer(desk: Desk) -> list[Waiting]:
    rows = Recipient.objects.filter(
        request__incident__in=desk.incidents,
        request__state=RequestState.SENT,
        actor__in=desk.actors,
        answered_at__isnull=True,
    ).select_related("request", "actor")
    newest: dict[tuple[int, int], Recipient] = {}
    for row in sight.out_of_quarantine(rows, "request", "request_id").order_by("request__number"):
        newest[(row.request.incident_id, row.actor_id)] = row
    return [_answer(desk, row) for row in newest.values()]


def _answer(desk: Desk, row: Recipient) -> Waiting:
    incident = desk.incidents[row.request.incident_id]
    url = reverse("answer", args=[incident.number, row.request.number])
    return Waiting(
        incident,
        now_in(incident),
        row.request.deadline,
        _("Hur är läget hos er?"),
        _("%(asker)s frågar %(actor)s. %(purpose)s.")
        % {"asker": incident.lead.name, "actor": row.actor.name, "purpose": row.request.purpose.rstrip(".")},
        f"{url}?aktor={row.actor_id}",
        _("Svara nu"),
        "answer",
        row.actor,
        row.request,
    )


def _questions(desk: Desk) -> list[Waiting]:
    rows = (
        Input.objects.standing()
        .out_of_quarantine()
        .filter(incident__in=desk.incidents, actor__in=desk.actors, question_at__isnull=False)
        .select_related("actor", "request")
    )
    return [
        Waiting(
            desk.incidents[row.incident_id],
            now_in(desk.incidents[row.incident_id]),
            None,
            _("Länsstyrelsen undrar över ert svar"),
            row.question_back,
            reverse("input", args=[desk.incidents[row.incident_id].number, row.pk]),
            _("Läs frågan"),
            "question",
            row.actor,
        )
        for row in rows
    ]


def _too_old(desk: Desk) -> list[Waiting]:
    """What of one's own actors' answers has become older than its limit."""
    return [
        Waiting(
            incident,
            now_in(incident),
            None,
            _("Uppgifter i ert svar har blivit gamla"),
            _("%(facts)s. Bekräfta eller ändra dem.") % {"facts": ", ".join(names)},
            f"{reverse('answer', args=[incident.number, row.request.number])}?aktor={row.actor_id}",
            _("Se över svaret"),
            "stale",
            row.actor,
        )
        for incident, row, names in old_facts(desk.incidents, desk.actors)
    ]


def _asked_to_share(desk: Desk) -> list[Waiting]:
    """Actors that ask to read what one's own actor has narrowed."""
    rows = AccessRequest.objects.waiting().filter(incident__in=desk.incidents, actor__in=desk.actors)
    return [
        Waiting(
            desk.incidents[row.incident_id],
            now_in(desk.incidents[row.incident_id]),
            None,
            _("%(asker)s ber att få läsa") % {"asker": row.asker.name},
            _("%(label)s, som inte delas med alla.") % {"label": row.label},
            reverse("readers", args=[desk.incidents[row.incident_id].number, KINDS[row.kind].slug, row.object_id]),
            _("Ge besked"),
            "access",
            desk.actors[row.actor_id],
        )
        for row in rows.select_related("asker")
    ]


def _measures(desk: Desk) -> list[Waiting]:
    rows = (
        Measure.objects.out_of_quarantine()
        .filter(
            incident__in=desk.incidents,
            owner__in=desk.actors,
            state__in=[MeasureState.SUGGESTED, MeasureState.TAKEN, MeasureState.ONGOING],
        )
        .select_related("owner")
    )
    return [
        Waiting(
            desk.incidents[row.incident_id],
            now_in(desk.incidents[row.incident_id]),
            row.due,
            row.what,
            _("Åtgärd, %(owner)s: %(state)s.")
            % {"owner": row.owner.name, "state": str(row.get_state_display()).lower()},
            reverse("measure_answer", args=[desk.incidents[row.incident_id].number, row.pk]),
            _("Svara") if row.state == MeasureState.SUGGESTED else _("Uppdatera"),
            "measure",
            row.owner,
        )
        for row in rows
    ]
