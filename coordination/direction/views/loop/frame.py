"""What every page of the loop shares: the ring of its steps, and finding rows by the numbers in the address."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.direction.loop import prompts, reading
from coordination.direction.models import Cycle, Influence, Need, NeedKind, Note, NoteKind, Step
from coordination.direction.states import CycleState
from coordination.direction.views.finding import who
from coordination.incidents.models import Incident
from coordination.incidents.pages import incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE


def loop_page(
    request: HttpRequest, incident: Incident, *, cycle: Cycle | None = None, step: str = "", **more: Any
) -> dict[str, Any]:
    """The incident's page with the ring: each step with what is in it and how much is open."""
    context = incident_page(request, incident, "loop", **more)
    person = who(request)
    cycles = reading.cycles_of(person, incident)
    cycle = cycle or reading.going(cycles) or next(iter(cycles), None)
    held = reading.counts(person, incident)
    open_in = reading.gaps_by_step(cycle, context["now"])
    context |= {
        "cycle": cycle,
        "cycles": cycles,
        "going": reading.going(cycles),
        "step": step,
        "ring": [_in_ring(incident, one, held, open_in, step) for one in (*prompts.ORDER, Step.SYNTHESIS)],
        "centre": _in_ring(incident, Step.VALUES, held, open_in, step),
        "mine": my_actors(request, incident),
    }
    context["writes"] = not incident.is_closed and PROPOSE in context["may"]
    context["says"] = not incident.is_closed and CONTRIBUTE in context["may"] and bool(context["mine"])
    return context


def _in_ring(
    incident: Incident, step: Step, held: dict[str, dict[str, int]], gaps: dict[str, int], current: str
) -> dict[str, Any]:
    return {
        "step": step.value,
        "name": str(step.label),
        "place": prompts.ORDER.index(step) + 1 if step in prompts.ORDER else "",
        "url": reverse("loop_step", args=[incident.number, step.value]),
        "holds": _words(step, held[step]),
        "gaps": gaps.get(step, 0),
        "current": step == current,
        "purpose": str(prompts.PURPOSE[step]),
    }


def _words(step: Step, held: dict[str, int]) -> str:
    """Six facts, two questions: what there is most reason to know of it."""
    n = held.get
    if step == Step.VALUES:
        return _conflicts(n(NoteKind.CONFLICT, 0))
    if step == Step.INTERPRET:
        return _joined(
            ngettext("%(n)d känt", "%(n)d kända", n(NoteKind.FACT, 0)) % {"n": n(NoteKind.FACT, 0)},
            ngettext("%(n)d fråga", "%(n)d frågor", n(NoteKind.UNKNOWN, 0)) % {"n": n(NoteKind.UNKNOWN, 0)},
        )
    if step == Step.NEEDS:
        return _joined(
            ngettext("%(n)d hjälpbehov", "%(n)d hjälpbehov", n(NeedKind.HELP, 0)) % {"n": n(NeedKind.HELP, 0)},
            ngettext("%(n)d åtgärdsbehov", "%(n)d åtgärdsbehov", n(NeedKind.ACTION, 0)) % {"n": n(NeedKind.ACTION, 0)},
        )
    if step == Step.SYSTEM:
        return ngettext("%(n)d öppen fråga", "%(n)d öppna frågor", n("open", 0)) % {"n": n("open", 0)}
    if step == Step.INFLUENCE:
        return ngettext("%(n)d på gång", "%(n)d på gång", n("under", 0)) % {"n": n("under", 0)}
    found = n(NoteKind.ASSUMPTION, 0)
    return ngettext("%(n)d antagande", "%(n)d antaganden", found) % {"n": found}


def _conflicts(n: int) -> str:
    return ngettext("%(n)d målkonflikt", "%(n)d målkonflikter", n) % {"n": n} if n else ""


def _joined(*words: str) -> str:
    return ", ".join(words)


def find_cycle(request: HttpRequest, incident: Incident, k: int) -> Cycle:
    cycle: Cycle = get_object_or_404(Cycle.objects.visible_to(request.user), incident=incident, number=k)
    cycle.incident = incident
    return cycle


def find_note(request: HttpRequest, incident: Incident, pk: int) -> Note:
    seen = Note.objects.visible_to(request.user).select_related("actor")
    note: Note = get_object_or_404(seen, incident=incident, pk=pk)
    note.incident = incident
    return note


def find_need(request: HttpRequest, incident: Incident, n: int) -> Need:
    need: Need = get_object_or_404(reading.needs(request.user, incident), number=n)
    need.incident = incident
    return need


def find_influence(request: HttpRequest, incident: Incident, n: int) -> Influence:
    influence: Influence = get_object_or_404(Influence.objects.visible_to(request.user), incident=incident, number=n)
    influence.incident = incident
    return influence


def sent(request: HttpRequest) -> Any:
    """What the form takes: what was sent, also when every field was left empty."""
    return request.POST if request.method == "POST" else None


def elsewhere(name: str, *args: Any) -> str:
    """The address of another part of the portal; empty where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def title_of(cycle: Cycle | None) -> str:
    if cycle is None:
        return _("Analys")
    if cycle.state == CycleState.OPEN:
        return _("Analys, varv %(n)d") % {"n": cycle.number}
    return _("Varv %(n)d, avslutat") % {"n": cycle.number}
