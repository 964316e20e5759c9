"""What stands on the page of each step."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coordination.direction.forms_loop import NoteForm
from coordination.direction.loop import prompts, reading
from coordination.direction.loop.gaps import of_nobody
from coordination.direction.models import NoteKind, Outlook, ProtectionValue, Response, Step
from coordination.direction.standings import participants_of
from coordination.direction.views.finding import who
from coordination.direction.views.loop.frame import elsewhere
from coordination.incidents.models import Incident
from coordination.incidents.permissions import PROPOSE

Context = dict[str, Any]
KINDS: Final[dict[str, tuple[NoteKind, ...]]] = {
    Step.VALUES: (NoteKind.CONFLICT,),
    Step.INTERPRET: (NoteKind.FACT, NoteKind.UNKNOWN, NoteKind.INTERPRETATION, NoteKind.SCENARIO),
    Step.SYNTHESIS: (NoteKind.CHANGE, NoteKind.ASSUMPTION),
}
HEADS: Final[dict[str, Any]] = {
    NoteKind.CONFLICT: _("Målkonflikter"),
    NoteKind.FACT: _("Det här vet vi"),
    NoteKind.UNKNOWN: _("Det här vet vi inte"),
    NoteKind.INTERPRETATION: _("Tolkningar"),
    NoteKind.SCENARIO: _("Möjliga utvecklingar"),
    NoteKind.CHANGE: _("Förändringar sedan sist"),
    NoteKind.ASSUMPTION: _("Antaganden"),
}
NONE_YET: Final[dict[str, Any]] = {
    NoteKind.CONFLICT: _("Ingen målkonflikt är noterad."),
    NoteKind.FACT: _("Inget är noterat. Börja med det säkraste: vad, var, sedan när."),
    NoteKind.UNKNOWN: _("Ingen öppen fråga. Skriv det ni behöver veta, och vem som kan svara."),
    NoteKind.INTERPRETATION: _("Ingen tolkning. Aktörerna skriver sin egen här."),
    NoteKind.SCENARIO: _("Ingen utveckling är beskriven. Skriv den troliga först."),
    NoteKind.CHANGE: _("Ingen förändring är noterad."),
    NoteKind.ASSUMPTION: _("Inget antagande. Skriv det ni tar för givet, så att det kan prövas."),
}


def _head(step: str) -> Context:
    found = prompts.APPROACHES.get(step)
    return {"questions": prompts.QUESTIONS[step], "approach": found, "purpose": prompts.PURPOSE[step]}


def _noted(request: HttpRequest, incident: Incident, context: Context) -> Context:
    """Sections of notes by kind: those that hold, a form to add one, and those that hold no longer, folded."""
    step = context["step"]
    whole = "alla" in request.GET
    most = 10 * reading.MOST if whole else reading.MOST
    rows = reading.notes(who(request), incident, step)
    holding = list(rows.filter(holds=True)[: most + 1])
    ended = list(rows.filter(holds=False).order_by("-ended_at")[:20])
    going, now = context["going"], context["now"]
    for row in holding:
        old = going is not None and row.held_in < going.number
        row.carried = reading.number_of(context["cycles"], row.cycle_id, row.held_in) if old else None
        row.late = bool(row.needed_by and row.needed_by < now)
    actors = participants_of(incident)
    sections = []
    for kind in KINDS[step]:
        there = [row for row in holding[:most] if row.kind == kind]
        if kind == NoteKind.UNKNOWN:
            there.sort(key=lambda row: (row.needed_by is None, row.needed_by or now))
        sections.append(
            {
                "kind": kind.value,
                "head": HEADS[kind],
                "none": NONE_YET[kind],
                "rows": there,
                "ended": [row for row in ended if row.kind == kind],
                "form": _form(request, incident, context, kind, actors),
                "by_actor": _side_by_side(there) if kind == NoteKind.INTERPRETATION else [],
                "outlooks": _by_outlook(there) if kind == NoteKind.SCENARIO else [],
            }
        )
    return {**_head(step), "sections": sections, "more": len(holding) > most}


def _form(request: HttpRequest, incident: Incident, context: Context, kind: str, actors: list[Any]) -> Any:
    """The county notes anything; an actor its own interpretation."""
    if context["writes"]:
        return NoteForm(kind=kind, actors=actors, marked=incident)
    if context["says"] and kind == NoteKind.INTERPRETATION and context["going"] is not None:
        return NoteForm(kind=kind, actors=context["mine"], own=True, marked=incident)
    return None


def _side_by_side(rows: list[Any]) -> list[Context]:
    """Each actor's own column, where they see it differently."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.actor.name if row.actor else "", []).append(row)
    return [{"name": name, "rows": of} for name, of in found.items()]


def _by_outlook(rows: list[Any]) -> list[Context]:
    """Likely, worst, best; within each the nearest horizon first."""
    ordered = sorted(rows, key=lambda row: row.horizon or 9999)
    groups = [(label, [row for row in ordered if row.outlook == value]) for value, label in Outlook.choices]
    return [{"name": label, "rows": of} for label, of in groups if of]


def _values(request: HttpRequest, incident: Incident, context: Context) -> Context:
    cycle = context["cycle"]
    labels = [ProtectionValue(value).label for value in cycle.protection_values] if cycle else []
    return {**_noted(request, incident, context), "values": labels}


FILTERS: Final = (
    ("alla", _("Alla")),
    ("ingen", _("Ingen har tagit")),
    ("hjalp", _("Hjälpbehov")),
    ("atgard", _("Åtgärdsbehov")),
    ("upphort", _("Upphörda")),
)


def _needs(request: HttpRequest, incident: Incident, context: Context) -> Context:
    """By priority and time, a page at a time."""
    shown = request.GET.get("visa", "alla")
    page = request.GET.get("sida", "1")
    at = max(1, min(int(page), 999)) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    rows = reading.narrowed(reading.needs(who(request), incident), shown)
    start = (at - 1) * reading.PAGE
    found = list(rows[start : start + reading.PAGE + 1])
    for row in found:
        row.late = bool(row.needed_by and row.needed_by < context["now"] and row.state in LATE_STATES)
        row.from_number = reading.number_of(context["cycles"], row.from_cycle)
    context_more: Context = {
        **_head(Step.NEEDS),
        "needs": found[: reading.PAGE],
        "page": at,
        "next": at + 1 if len(found) > reading.PAGE else None,
        "shown": shown,
        "filters": [{"key": key, "word": word, "current": key == shown} for key, word in FILTERS],
        "matrix": elsewhere("matrix", incident.number),
    }
    return context_more


LATE_STATES: Final = ("new", "confirmed", "partly", "uncovered", "unfilled", "taken", "ongoing")


def _system(request: HttpRequest, incident: Incident, context: Context) -> Context:
    person = who(request)
    free = of_nobody(reading.needs(person, incident))
    rows = reading.issues(person, incident)
    for row in rows:
        row.url = elsewhere("system_issue", incident.number, row.number)
    return {
        **_head(Step.SYSTEM),
        "issues": rows,
        "free": list(free[:10]),
        "issue_new": elsewhere("issue_new", incident.number),
        "matrix": elsewhere("matrix", incident.number),
    }


def _influence(request: HttpRequest, incident: Incident, context: Context) -> Context:
    rows = reading.influences(who(request), incident)
    mine = {actor.pk for actor in context["mine"]}
    for row in rows:
        row.to_answer = [reply for reply in row.said if reply.actor_id in mine]
        row.waits = any(reply.response == Response.NONE for reply in row.to_answer)
        row.issue_url = elsewhere("system_issue", incident.number, row.issue_number) if row.issue_number else ""
        row.late = bool(row.follow_up_at and row.follow_up_at < context["now"] and row.state != "followed_up")
    waiting = [row for row in rows if row.waits] if context["says"] else []
    return {**_head(Step.INFLUENCE), "influences": rows, "waiting": waiting, "leads": PROPOSE in context["may"]}


OF_STEP: Final[dict[str, Callable[[HttpRequest, Incident, Context], Context]]] = {
    Step.VALUES: _values,
    Step.INTERPRET: _noted,
    Step.NEEDS: _needs,
    Step.SYSTEM: _system,
    Step.INFLUENCE: _influence,
    Step.SYNTHESIS: _noted,
}
