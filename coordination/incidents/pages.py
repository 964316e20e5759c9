"""What every page of an incident shares."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actors import access
from actors.models import Actor, Person
from actors.prepared import prepared
from actors.roles import Role
from coordination.incidents.clock import now_in
from coordination.incidents.holding import holding, writes
from coordination.incidents.models import Incident, IncidentGroupRight
from coordination.incidents.querysets import IncidentQuerySet


def find(request: HttpRequest, number: str) -> Incident:
    """The incident, if the person takes part in it; else 404."""
    return _first(request, _taking_part(who(request), number, writes(request)))


def find_for_reading(request: HttpRequest, number: str) -> Incident:
    """The incident, if the person may read its published reports; else 404."""
    return _first(request, _reading(who(request), number))


@prepared
def _taking_part(person: Person, number: str, holds: bool) -> IncidentQuerySet:
    rows = _with_rights(Incident.objects.visible_to(person), person).filter(number=number)
    found: IncidentQuerySet = holding(rows) if holds else rows
    return found


@prepared
def _reading(person: Person, number: str) -> IncidentQuerySet:
    return _with_rights(Incident.objects.reports_visible_to(person), person).filter(number=number)


def _with_rights(seen: IncidentQuerySet, person: Person) -> IncidentQuerySet:
    found: IncidentQuerySet = access.with_rights(seen.select_related("lead", "type"), person, IncidentGroupRight)
    return found


def _first(request: HttpRequest, found: list[Incident]) -> Incident:
    if not found:
        raise Http404
    access.remember(who(request), found[0])
    return found[0]


def who(request: HttpRequest) -> Person:
    """The signed-in person herself, not the lazy stand-in that the request carries: what it remembers of her stays."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    person: Person = getattr(request.user, "_wrapped", request.user)
    return person


def my_actors(request: HttpRequest, incident: Incident) -> list[Actor]:
    """The participants that the person answers for. Kept on the incident row that this request holds."""
    known: list[Actor] | None = incident.__dict__.get("_my_actors")
    if known is None:
        known = _answered_for(who(request), incident.pk)
        incident.__dict__["_my_actors"] = known
    return known


@prepared
def _answered_for(person: Person, incident: int) -> "QuerySet[Actor]":
    own = access.actors_of(person, Role.REPORTER)
    return own.filter(participations__incident=incident, participations__left_at__isnull=True).order_by("pk")


def incident_page(request: HttpRequest, incident: Incident, tab: str, **context: Any) -> dict[str, Any]:
    """Context of an incident's page: head, tabs, the incident's time, and what this person may do here."""
    now = now_in(incident)
    incident.__dict__["area_words"] = area_words(incident)
    return {
        "incident": incident,
        "tab": tab,
        "exercise": incident if incident.is_exercise else None,
        "now": now,
        "header_clock": clock_of(now, incident),
        "headline": {
            **incident.headline,
            "next": upcoming(incident, now),
            "late_measures": late_measures(incident, now),
        },
        "may": access.rights(who(request), incident),
        **context,
    }


def area_words(incident: Incident) -> str:
    """Gävleborgs län, 10 kommuner."""
    counties = ", ".join(incident.headline.get("counties", []))
    parts = int(incident.headline.get("municipalities", 0))
    if not parts:
        return counties
    words = ngettext("%(n)d kommun", "%(n)d kommuner", parts) % {"n": parts}
    return _("%(counties)s, %(parts)s") % {"counties": counties, "parts": words}


def clock_of(now: datetime, incident: Incident | None = None) -> dict[str, Any]:
    """What the clock at the top shows: the incident's own time, said to be an exercise's when it is."""
    local = timezone.localtime(now)
    exercise = incident is not None and incident.is_exercise
    return {
        "day": date_format(local, pgettext("kort dag", "D j b")),
        "time": date_format(local, "H:i"),
        "is_exercise": exercise,
        "at": local.isoformat(timespec="milliseconds"),
        "speed": _speed(incident) if incident is not None and exercise else 1,
    }


def _speed(incident: Incident) -> float:
    """How fast the clock goes; nothing where an exercise's clock stands still."""
    if incident.clock_scene is None:
        return 1
    return incident.clock_speed if incident.clock_started else 0


def upcoming(incident: Incident, now: datetime) -> list[dict[str, Any]]:
    """The next times that everybody in the incident waits for."""
    facts = incident.headline
    times = [
        (facts.get("request_deadline"), _("svar på begäran %(n)s") % {"n": facts.get("request")}),
        (facts.get("next_report_at"), _("rapport nr %(n)d") % {"n": int(facts.get("report") or 0) + 1}),
    ]
    times += _next_meeting(facts.get("meetings") or [], now)
    coming = sorted((datetime.fromisoformat(at), what) for at, what in times if at)
    return [{"at": at, "what": what} for at, what in coming if at > now]


def _next_meeting(told: list[dict[str, Any]], now: datetime) -> list[tuple[str, str]]:
    """The first that is ahead, as ISF-möte 2: the ones after it stand on the meetings' own page."""
    ahead = [one for one in told if datetime.fromisoformat(one["at"]) > now][:1]
    return [(one["at"], _meeting(one)) for one in ahead]


def _meeting(told: dict[str, Any]) -> str:
    words = {
        "tib_group": _("TiB-grupp %(n)d"),
        "isf": _("ISF-möte %(n)d"),
        "isf_support": _("ISF-stöd %(n)d"),
    }
    return words.get(told["kind"], _("möte %(n)d")) % {"n": told["number"]}


def late_measures(incident: Incident, now: datetime) -> int:
    """How many measures are late now: those counted when somebody last changed one, and those due since."""
    due = incident.headline.get("measures_due") or []
    return int(incident.headline.get("late_measures") or 0) + sum(datetime.fromisoformat(at) < now for at in due)
