"""After a direction is fixed: the county judges its effect, an actor says another thing than it said then."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from actors.models import Actor
from coordination.direction.effects import effects, sentence, tally
from coordination.direction.forms_after import AssessmentForm, LaterPositionForm
from coordination.direction.models import Assessment, Direction, LaterPosition, Verdict
from coordination.direction.services import assess, change_position
from coordination.direction.services.standing import holding_instead
from coordination.direction.states import DirectionState
from coordination.direction.views.finding import done, find_direction, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from journal.permissions import require
from journal.refusals import RuleBroken

ACTING = (Verdict.NOT, Verdict.PARTLY)


def effect_words(request: HttpRequest, direction: Direction) -> dict[str, Any]:
    """For the page of a direction: what the actors answer, and what the county makes of it."""
    if not direction.is_frozen:
        return {}
    said = effects(direction, request.user)
    judged = list(Assessment.objects.visible_to(request.user).filter(direction=direction).select_related("by"))
    return {
        "effects": said,
        "effect_tally": tally(said),
        "effect_sentence": sentence(said) if said else "",
        "assessment": judged[0] if judged else None,
        "former_assessments": judged[1:],
        "suggest_next": bool(judged) and judged[0].verdict in ACTING and direction.state == DirectionState.FIXED,
    }


@login_required
def assessment(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The county's judgement, written with what the actors answer beside it."""
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), PROPOSE, incident)
    form = AssessmentForm(request.POST or None, marked=direction if direction.marking != "open" else incident)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            assess(by=who(request), direction=direction, **form.taken())
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            return done(request, _("Bedömningen är noterad. Alla deltagare ser den."), "direction", number, k)
    context = incident_page(
        request, incident, "directions", direction=direction, form=form, **effect_words(request, direction)
    )
    return render(request, "direction/after/assessment.html", context, status=status)


@login_required
def later_position(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """An actor says where it stands now, after the direction was fixed."""
    incident = find(request, number)
    direction = find_direction(request, incident, k)
    require(who(request), CONTRIBUTE, incident)
    if direction.state == DirectionState.PROPOSED and request.method != "POST":
        return redirect("direction_position", number, k)
    return later_page(request, incident, direction)


def later_page(
    request: HttpRequest, incident: Incident, direction: Direction, refused: RuleBroken | None = None
) -> HttpResponse:
    """The form, with all that was typed. `refused` is what another form's service said to the same words."""
    mine = my_actors(request, incident)
    form = _form(request, direction, mine)
    status = 422 if form.errors else 200
    if refused is None and request.method == "POST" and form.is_valid():
        said = form.taken()
        actor = next(a for a in mine if a.pk == said.pop("actor"))
        try:
            change_position(by=who(request), direction=direction, actor=actor, **said)
        except RuleBroken as refusal:
            refused = refusal
        else:
            words = _("Den nya ställningen är noterad för %(actor)s. Den som trycktes i inriktningen står kvar.")
            return done(request, words % {"actor": actor.name}, "direction", incident.number, direction.number)
    if refused is not None:
        form.errors.pop("reason", None)
        form.add_error(None, refused.sentence)
        status = 409
    shown = Direction.objects.visible_to(request.user)
    instead = holding_instead(direction) if direction.state != DirectionState.FIXED else None
    context = incident_page(
        request,
        incident,
        "directions",
        direction=direction,
        form=form,
        mine=mine,
        then=[p for p in direction.body.get("positions", []) if p["actor"] in {a.pk for a in mine}],
        instead=shown.filter(pk=instead.pk).first() if instead is not None else None,
    )
    return render(request, "direction/after/later_position.html", context, status=status)


def _form(request: HttpRequest, direction: Direction, mine: list[Actor]) -> LaterPositionForm:
    asked = [actor for actor in mine if str(actor.pk) == request.GET.get("aktor")] or mine
    last = LaterPosition.objects.visible_to(request.user).filter(direction=direction, actor__in=asked)
    former = last.order_by("-at", "-pk").first()
    begins: dict[str, Any] = {"actor": asked[0].pk} if asked else {}
    return LaterPositionForm(request.POST or None, mine=mine, initial=begins, marked=former or direction)
