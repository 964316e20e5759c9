"""The way of an answer, from when it came to what was made of it: reports, and directions that rest on it."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.direction.models import STEP_OF, Direction, Ground, Measure, Need, Note
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import WRITE
from coordination.situations.models import Input
from coordination.situations.report import fate


class Deed(NamedTuple):
    """A direction or a measure that its author has tied to the answer, or whose own words name it by its number."""

    title: str
    text: str
    note: str
    url: str


@login_required
@require_GET
def show_fate(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """For whoever may read the answer. Who has read it is told its own people and those who write the report."""
    incident = find(request, number)
    seen = Input.objects.visible_to(request.user).sent().filter(incident=incident)
    sent = get_object_or_404(seen.select_related("actor", "request", "read_by"), pk=pk)
    sent.incident = incident
    context = incident_page(request, incident, "board", sent=sent)
    tell = WRITE in context["may"] or sent.actor in my_actors(request, incident)
    context |= {"fate": fate.of(sent, who(request), tell_readers=tell), "told": tell}
    context["deeds"] = _deeds(request, sent)
    newer = seen.filter(request=sent.request, actor=sent.actor, version__gt=sent.version).order_by("-version")
    context["newer"] = newer.only("pk", "number", "submitted_at", "version").first()
    return render(request, "overview/fate.html", context)


def _deeds(request: HttpRequest, sent: Input) -> list[Deed]:
    """Directions and measures that rest on the answer. Nothing is guessed: their author said so."""
    if not sent.number:
        return []
    person = request.user
    return [*_noted(person, sent), *_needs(person, sent), *_directions(person, sent), *_measures(person, sent)]


def _noted(person: Any, sent: Input) -> list[Deed]:
    """What was noted from it in the loop, and the needs that were stated from it."""
    rows = Note.objects.visible_to(person).filter(incident=sent.incident, **_of(person, sent))
    found = []
    for row in rows:
        row.incident = sent.incident
        title = _("%(kind)s, varv %(n)d") % {"kind": row.get_kind_display(), "n": row.held_in}
        found.append(Deed(title, row.text, str(STEP_OF[row.kind].label), row.get_absolute_url()))
    return found


def _needs(person: Any, sent: Input) -> list[Deed]:
    rows = Need.objects.visible_to(person).filter(incident=sent.incident, **_of(person, sent)).order_by("number")
    found = []
    for row in rows:
        row.incident = sent.incident
        title = _("Behov %(n)d") % {"n": row.number}
        found.append(Deed(title, row.title, str(row.get_state_display()), row.get_absolute_url()))
    return found


def _of(person: Any, sent: Input) -> dict[str, Any]:
    """Of the answer in any of its versions that the person reads."""
    return {"input__in": Input.objects.visible_to(person).filter(request=sent.request_id, actor=sent.actor_id)}


def _grounds(person: Any, sent: Input) -> "QuerySet[Ground]":
    """What was tied to the answer, in any of its versions: a correction takes it along."""
    return Ground.objects.visible_to(person).filter(input__request=sent.request_id, input__actor=sent.actor_id)


def _directions(person: Any, sent: Input) -> list[Deed]:
    named = Q(goals_text__contains=sent.number) | Q(pk__in=_grounds(person, sent).values("direction"))
    for name in ("purpose", "intended", "follow_up", "message"):
        named |= Q(**{f"{name}__contains": sent.number})
    there = Direction.objects.visible_to(person).filter(incident=sent.incident)
    rows = there.annotate(goals_text=Cast("goals", CharField())).filter(named).order_by("number")
    found = []
    for row in rows:
        row.incident = sent.incident
        title = _("Inriktning %(n)d") % {"n": row.number}
        found.append(Deed(title, row.intended, str(row.get_state_display()), row.get_absolute_url()))
    return found


def _measures(person: Any, sent: Input) -> list[Deed]:
    there = Measure.objects.visible_to(person).filter(incident=sent.incident)
    named = Q(what__contains=sent.number) | Q(remark__contains=sent.number)
    named |= Q(pk__in=_grounds(person, sent).values("measure"))
    rows = there.filter(named).annotate(short=F("owner__short")).order_by("due")
    found = []
    for row in rows:
        row.incident = sent.incident
        words: Any = row
        title = _("Åtgärd, %(owner)s") % {"owner": words.short}
        found.append(Deed(title, row.what, str(row.get_state_display()), row.get_absolute_url()))
    return found
