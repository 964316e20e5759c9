"""Reading a direction, taking a position on it, fixing it."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.models import Actor
from coordination.direction import grounds, printing
from coordination.direction.forms import PositionForm
from coordination.direction.later import with_later
from coordination.direction.models import Direction, Measure, Position
from coordination.direction.services import fix_direction, take_position
from coordination.direction.services.directions import SEEN_WITHIN
from coordination.direction.standings import fingerprint, standings_of, tally
from coordination.direction.states import DirectionState, MeasureState
from coordination.direction.views import after, receiving
from coordination.direction.views.finding import done, find_direction, measure_rows, who
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, FIX, PROPOSE
from coordination.numbers import whole
from coordination.signing_in.fresh import fresh
from journal.permissions import require
from journal.refusals import RuleBroken

UNFIXED: Final = (DirectionState.DRAFT, DirectionState.PROPOSED)


@login_required
@require_safe
def current(request: HttpRequest, number: str) -> HttpResponse:
    """The direction that holds; before there is one, the proposal; before that, the one thing to do."""
    incident = find(request, number)
    seen = list(Direction.objects.visible_to(request.user).filter(incident=incident).defer("body"))
    by_state = {direction.state: direction for direction in reversed(seen)}
    shown = by_state.get(DirectionState.FIXED) or by_state.get(DirectionState.PROPOSED)
    if shown:
        return _page(request, incident, find_direction(request, incident, shown.number))
    context = incident_page(request, incident, "directions", draft=by_state.get(DirectionState.DRAFT), older=seen)
    return render(request, "direction/directions.html", context)


@login_required
@require_safe
def show(request: HttpRequest, number: str, k: int) -> HttpResponse:
    incident = find(request, number)
    return _page(request, incident, find_direction(request, incident, k))


def _page(request: HttpRequest, incident: Incident, direction: Direction) -> HttpResponse:
    others = Direction.objects.visible_to(request.user).filter(incident=incident).exclude(pk=direction.pk).defer("body")
    replaced = direction.state == DirectionState.REPLACED
    context = incident_page(
        request,
        incident,
        "directions",
        **_standing_words(direction, request.user),
        waiting=_waiting(request, direction),
        measures=[] if replaced else _measures(request, incident),
        frozen_measures=direction.body["measures"] if replaced else [],
        others=list(others),
    )
    context["grounds"] = grounds.of(request.user, direction=direction)
    if not incident.is_closed and PROPOSE in context["may"] and direction.state in UNFIXED:
        context["ask"] = reverse("direction_grounds", args=[incident.number, direction.number])
    context |= receiving.reached(request, incident, direction, context["rows"])
    context |= after.effect_words(request, direction)
    context["bodies_due"] = _bodies_due(request, incident, direction, context["rows"])
    context["proposal"] = next((o for o in context["others"] if o.state == DirectionState.PROPOSED), None)
    context["open"] = next((o for o in context["others"] if o.state in ("draft", "proposed")), None)
    return render(request, "direction/direction.html", context)


def _measures(request: HttpRequest, incident: Incident) -> list[dict[str, Any]]:
    """What somebody has taken on or been asked, as it is now: measures go on after a direction is fixed."""
    seen = Measure.objects.visible_to(request.user).filter(incident=incident)
    taken = seen.exclude(state=MeasureState.DECLINED).select_related("owner")
    return measure_rows(request, incident, taken, now_in(incident))


def _standing_words(direction: Direction, person: Any = None) -> dict[str, Any]:
    """How the actors stand; for a person who reads a fixed direction, with what they have said since."""
    rows = standings_of(direction)
    if person is not None:
        rows = with_later(direction, rows, person, now_in(direction.incident))
    return {
        "direction": direction,
        "rows": rows,
        "tally": tally(rows),
        "reservations": [row for row in rows if row.is_reserved],
        "seen": fingerprint(direction, rows),
    }


def _waiting(request: HttpRequest, direction: Direction) -> list[Actor]:
    """The reader's actors that have not answered this wording."""
    if direction.state != DirectionState.PROPOSED:
        return []
    current = direction.positions.current().out_of_quarantine()
    said = set(current.values_list("actor_id", flat=True))
    return [actor for actor in my_actors(request, direction.incident) if actor.pk not in said]


def _bodies_due(request: HttpRequest, incident: Incident, direction: Direction, rows: list[Any]) -> list[Any]:
    """Of the reader's own actors, those whose own body should have decided by now."""
    if direction.state != DirectionState.FIXED or incident.is_closed or not any(row.overdue for row in rows):
        return []
    mine = {actor.pk for actor in my_actors(request, incident)}
    return [row for row in rows if row.overdue and row.actor in mine]


@login_required
@require_safe
def pdf(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The frozen direction on paper. What is not fixed has no paper."""
    direction = find_direction(request, find(request, number), k)
    if not direction.is_frozen:
        raise Http404
    response = HttpResponse(printing.direction_pdf(direction.body), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{printing.file_name(direction.body)}"'
    return response


@login_required
def position(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """An actor says where it stands, in the words of the one who answers for it."""
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), CONTRIBUTE, incident)
    if direction.is_frozen and request.method != "POST":
        return redirect(f"{reverse('direction_later', args=[number, k])}?{request.GET.urlencode()}")
    mine = my_actors(request, incident)
    asked = _asked(request, mine)
    former = _former(direction, asked)
    form = PositionForm(request.POST or None, mine=mine, initial=_said(former, asked), marked=former or direction)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        actor = next(a for a in mine if a.pk == said.pop("actor"))
        try:
            take_position(by=who(request), direction=direction, actor=actor, **said)
        except RuleBroken as refusal:
            direction = find_direction(request, incident, k)
            if not direction.is_frozen:
                raise
            return after.later_page(request, incident, direction, refusal)
        words = _("Ställningen är noterad för %(actor)s. Den kan ändras tills inriktningen fastställs.")
        return done(request, words % {"actor": actor.name}, "direction", number, k)
    context = incident_page(request, incident, "directions", direction=direction, form=form, mine=mine)
    return render(request, "direction/position.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, mine: list[Actor]) -> list[Actor]:
    """The one of the person's actors that the address asks for; all of them where it asks for none of them."""
    return [actor for actor in mine if str(actor.pk) == request.GET.get("aktor")] or mine


def _former(direction: Direction, mine: list[Actor]) -> Position | None:
    """What the actor said last, so that a change starts from it."""
    said = direction.positions.filter(actor__in=mine).out_of_quarantine()
    first: Position | None = said.order_by("actor_id").first()
    return first


def _said(former: Position | None, mine: list[Actor]) -> dict[str, Any]:
    if former is None:
        return {"actor": mine[0].pk} if len(mine) == 1 else {}
    names = ("stand", "reason", "own_body", "own_body_at")
    return {name: getattr(former, name) for name in names} | {"actor": former.actor_id}


@login_required
@fresh
def fix(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Check, then fix: everything that will be printed in it stands on the page before."""
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), FIX, incident)
    if direction.state != DirectionState.PROPOSED:
        return redirect("direction", number, k)
    if request.method == "POST":
        minutes = whole(request.POST.get("seen_within", "")) or SEEN_WITHIN
        fix_direction(by=who(request), direction=direction, seen=request.POST.get("seen"), seen_within=minutes)
        return done(request, _("Inriktningen är fastställd. Alla deltagare får veta det."), "direction", number, k)
    former = Direction.objects.visible_to(request.user).filter(incident=incident).fixed().defer("body").first()
    context = incident_page(
        request,
        incident,
        "directions",
        **_standing_words(direction),
        former=former,
        answers=answers_of(direction),
        measures=_measures(request, incident),
        seen_within=SEEN_WITHIN,
    )
    return render(request, "direction/fix.html", context)


def answers_of(direction: Direction, editable: bool = False) -> list[dict[str, Any]]:
    """The direction's words as the pages before proposing and fixing show them."""
    at = reverse("direction_edit", args=[direction.incident.number, direction.number]) if editable else ""
    words: list[tuple[str, str, str]] = [
        ("intended", _("Avsedd inriktning"), direction.intended),
        ("purpose", _("Syfte"), direction.purpose),
        ("goals", _("Det här vill vi nå"), "\n".join(direction.goals)),
        ("protection_values", _("Skyddsvärden"), "\n".join(direction.value_words)),
        ("follow_up", _("Så ser vi om det fungerar"), direction.follow_up),
        ("effect_question", _("Frågan som ställs i nästa begäran"), direction.effect_question),
        ("valid_from", _("Gäller från"), _("Från det att den fastställs")),
        ("valid_to", _("Gäller till"), ""),
        ("message", _("Gemensamt budskap till allmänheten"), direction.message),
    ]
    times = {"valid_from": direction.valid_from, "valid_to": direction.valid_to}
    return [
        {"label": label, "value": value, "at": times.get(name), "url": f"{at}#id_{name}" if at else ""}
        for name, label, value in words
    ]
