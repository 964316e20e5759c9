"""What an actor does with a call: acknowledges, reads the pack, objects."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.direction import services
from coordination.direction.forms_meeting import ObjectionForm
from coordination.direction.models import AgendaPoint
from coordination.direction.states import MeetingState
from coordination.direction.views.finding import done, who
from coordination.direction.views.meetings.finding import asked_point, find_meeting, objections, pack_of, page
from coordination.incidents.pages import my_actors
from coordination.incidents.permissions import CONTRIBUTE
from coordination.situations.report import naming
from journal.permissions import require


@login_required
@require_POST
def answer(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Vi kommer, or vi kan inte delta: for one of the person's own actors."""
    meeting = find_meeting(request, number, k)
    chosen = [one for one in my_actors(request, meeting.incident) if str(one.pk) == request.POST.get("aktor")]
    if not chosen:
        raise Http404
    coming = request.POST.get("svar") == "kommer"
    remark = request.POST.get("remark", "")[:200]
    services.answer_call(by=who(request), meeting=meeting, actor=chosen[0], coming=coming, remark=remark)
    words = (
        _("Kvitterat: %(actor)s kommer.")
        if coming
        else _("Kvitterat: %(actor)s kan inte delta. Länsstyrelsen ser det.")
    )
    return done(request, words % {"actor": chosen[0].name}, "meeting", number, k)


@login_required
@require_safe
def pack(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """The frozen pack. That an actor's own people have opened it is told to the county, the first time."""
    meeting = find_meeting(request, number, k)
    found = pack_of(request, meeting)
    if found is None:
        raise Http404
    if who(request).has_perm(CONTRIBUTE, meeting.incident):
        for actor in my_actors(request, meeting.incident):
            services.note_opened(by=who(request), meeting=meeting, actor=actor)
    against = objections(request, meeting)
    body = in_readers_language(found.body)
    return page(request, meeting.incident, "pack", meeting=meeting, pack=found, body=body, against=against)


def in_readers_language(body: dict[str, Any]) -> dict[str, Any]:
    """The names of functions and figures; the frozen words stay as they are."""
    picture = body["picture"]
    if not picture:
        return body
    named = naming.named({"functions": picture["functions"], "numbers": picture["numbers"], "changes": []})
    return {**body, "picture": {**picture, "functions": named["functions"], "numbers": named["numbers"]}}


@login_required
@require_http_methods(["GET", "POST"])
def object_(request: HttpRequest, number: str, k: int) -> HttpResponse:
    meeting = find_meeting(request, number, k)
    require(who(request), CONTRIBUTE, meeting.incident)
    mine = my_actors(request, meeting.incident)
    points = list(AgendaPoint.objects.visible_to(request.user).filter(meeting=meeting))
    asked = asked_point(request, meeting)
    begins = {"point": asked.pk} if asked else {}
    form = ObjectionForm(request.POST or None, mine=mine, points=points, initial=begins, marked=asked or meeting)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        said["actor"] = next(actor for actor in mine if actor.pk == said["actor"])
        said["point"] = next((point for point in points if point.pk == said["point"]), None)
        if form.tries(lambda: services.object_to(by=who(request), meeting=meeting, **said)) is not None:
            return done(request, _("Invändningen är noterad. Alla läser den före mötet."), "meeting", number, k)
    open_ = meeting.state == MeetingState.CALLED
    return page(request, meeting.incident, "objection", form.code, form=form, meeting=meeting, mine=mine, open=open_)
