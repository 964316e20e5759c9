"""What waits for one person, over all her incidents: asked of whom, by when, and the one thing to press.

Set-based: as many statements for one incident as for twenty.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors import access
from actors.models import Actor
from actors.roles import Role
from coordination.direction.models import Direction, Measure, Position
from coordination.direction.states import DirectionState, MeasureState
from coordination.incidents import sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import AccessRequest, Incident, IncidentGroupRight, Participant
from coordination.incidents.permissions import APPROVE, ASK, FIX, VIEW, WRITE
from coordination.incidents.records import KINDS
from coordination.overview.old_facts import old_facts
from coordination.situations.models import Input, Recipient, Report
from coordination.situations.states import ReportState, RequestState


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `due` is in the incident's time."""

    incident: Incident
    now: datetime
    due: datetime | None
    title: str
    note: str
    url: str
    act: str
    kind: str
    actor: Actor | None = None
    request: Any = None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < self.now


@dataclass(frozen=True)
class Desk:
    """The incidents a person takes part in, the actors she answers for, and her rights in each."""

    incidents: dict[int, Incident]
    actors: dict[int, Actor]
    rights: dict[int, frozenset[str]]
    person: Any

    def with_right(self, right: str) -> list[int]:
        return [pk for pk, held in self.rights.items() if right in held]

    @property
    def is_staff(self) -> bool:
        return bool(self.with_right(ASK) or self.with_right(FIX))


def desk_of(person: Any) -> Desk:
    """Two statements: open incidents with the person's rights on each, and her actors."""
    seen = Incident.objects.visible_to(person).open().select_related("lead", "type").order_by("-opened_at")
    rows = access.with_rights(seen, person, IncidentGroupRight)
    incidents: dict[int, Any] = {one.pk: one for one in rows if VIEW in one.rights_held}
    rights = {one.pk: frozenset(one.rights_held) for one in incidents.values()}
    return Desk(incidents, {a.pk: a for a in access.actors_of(person, Role.REPORTER)}, rights, person)


def waiting_for(desk: Desk) -> list[Waiting]:
    """Everything that waits, the overdue first, then by time."""
    found = [
        *_to_answer(desk),
        *_questions(desk),
        *_too_old(desk),
        *_asked_to_share(desk),
        *_positions(desk),
        *_measures(desk),
        *_silent(desk),
        *_reports(desk),
        *_to_fix(desk),
    ]
    return sorted(found, key=lambda w: (w.due is None, w.due or w.now, w.title))


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


def _positions(desk: Desk) -> list[Waiting]:
    proposed = Direction.objects.out_of_quarantine().filter(incident__in=desk.incidents, state=DirectionState.PROPOSED)
    given = set(
        Position.objects.filter(direction__in=proposed, version=F("direction__version")).values_list(
            "direction_id", "actor_id"
        )
    )
    there = set(
        Participant.objects.filter(
            incident__in=desk.incidents, actor__in=desk.actors, left_at__isnull=True
        ).values_list("incident_id", "actor_id")
    )
    return [
        Waiting(
            desk.incidents[d.incident_id],
            now_in(desk.incidents[d.incident_id]),
            d.answer_by,
            _("Ta ställning till inriktning %(n)d") % {"n": d.number},
            _("%(actor)s har inte svarat. ”%(text)s”") % {"actor": desk.actors[actor].name, "text": d.intended},
            reverse("direction_position", args=[desk.incidents[d.incident_id].number, d.number]) + f"?aktor={actor}",
            _("Ta ställning"),
            "position",
            desk.actors[actor],
        )
        for d in proposed
        for actor in desk.actors
        if (d.incident_id, actor) in there and (d.pk, actor) not in given
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


def _silent(desk: Desk) -> list[Waiting]:
    """For those who ask: who is silent after the deadline, one line an incident."""
    rows = Recipient.objects.filter(
        request__incident__in=desk.with_right(ASK), request__state=RequestState.SENT, answered_at__isnull=True
    ).select_related("request", "actor")
    # Nobody rings an actor that has left.
    gone = Participant.objects.filter(
        incident=OuterRef("request__incident"), actor=OuterRef("actor"), left_at__isnull=False
    )
    rows = sight.out_of_quarantine(rows, "request", "request_id")
    by_incident: dict[int, list[Recipient]] = {}
    for row in rows.filter(~Exists(gone)).order_by("request__number", "actor__sort_name"):
        by_incident.setdefault(row.request.incident_id, []).append(row)
    return [w for pk, found in by_incident.items() if (w := _silence(desk.incidents[pk], found)) is not None]


def _silence(incident: Incident, rows: list[Recipient]) -> Waiting | None:
    number = rows[-1].request.number
    request, now = rows[-1].request, now_in(incident)
    # Who has said when its answer comes is not silent before then.
    told = [row for row in rows if row.request.number == number]
    silent = [row for row in told if row.postponed_to is None or row.postponed_to <= now]
    if request.deadline > now or not silent:
        return None
    names = get_text_list([row.actor.short for row in silent[:4]], _("och"))
    writing = sum(row.began_at is not None for row in silent)
    title = ngettext("%(names)s är tyst", "%(names)s är tysta", len(silent)) % {"names": names}
    note = _("Begäran %(n)d. %(writing)d skriver, %(unread)d har inte läst.") % {
        "n": request.number,
        "writing": writing,
        "unread": sum(row.opened_at is None for row in silent),
    }
    url = reverse("request", args=[incident.number, request.number]) + "#tysta"
    return Waiting(incident, now, request.deadline, title, note, url, _("Ring eller påminn"), "silent", request=request)


def _reports(desk: Desk) -> list[Waiting]:
    """For those who write or publish: the open report, by when it is promised."""
    writes, approves = set(desk.with_right(WRITE)), set(desk.with_right(APPROVE))
    rows = Report.objects.open().filter(incident__in=writes | approves).only("incident_id", "state", "next_at")
    found = []
    for row in rows:
        incident = desk.incidents[row.incident_id]
        review = row.state == ReportState.IN_REVIEW
        if review and row.incident_id in approves:
            name, act, note = "report_check", _("Granska"), _("Texten är klar och väntar på granskning.")
        elif not review and row.incident_id in writes:
            name, act, note = "report_write", _("Skriv vidare"), _("Rapporten är påbörjad.")
        else:
            continue
        found.append(_report(incident, name, act, note))
    return found


def _report(incident: Incident, name: str, act: str, note: str) -> Waiting:
    number = int(incident.headline.get("report") or 0) + 1
    promised = incident.headline.get("next_report_at")
    due = datetime.fromisoformat(promised) if promised else None
    title = _("Publicera lägesrapport nr %(n)d") % {"n": number}
    return Waiting(incident, now_in(incident), due, title, note, reverse(name, args=[incident.number]), act, "report")


def _to_fix(desk: Desk) -> list[Waiting]:
    proposed = Direction.objects.out_of_quarantine().filter(state=DirectionState.PROPOSED)
    rows = proposed.filter(incident__in=desk.with_right(FIX))
    return [
        Waiting(
            desk.incidents[d.incident_id],
            now_in(desk.incidents[d.incident_id]),
            d.answer_by,
            _("Fastställ inriktning %(n)d") % {"n": d.number},
            _("Se aktörernas ställning innan den fastställs."),
            reverse("direction", args=[desk.incidents[d.incident_id].number, d.number]),
            _("Se ställningarna"),
            "fix",
        )
        for d in rows
    ]
