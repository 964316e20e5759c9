"""Important messages: the list, a new one, one with who has read it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.direction import receiving, services
from coordination.direction.forms_after import AnnouncementForm
from coordination.direction.models import Announcement
from coordination.direction.standings import participants_of
from coordination.direction.states import Reach
from coordination.direction.views.finding import done, who
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from journal.permissions import require
from journal.refusals import RuleBroken

TAB = "directions"


def find_announcement(request: HttpRequest, incident: Incident, n: int) -> Announcement:
    rows = Announcement.objects.visible_to(request.user).select_related("sent_by")
    row: Announcement = get_object_or_404(rows, incident=incident, number=n)
    row.incident = incident
    return row


@login_required
@require_safe
def announcement_list(request: HttpRequest, number: str) -> HttpResponse:
    """The newest first, each with how many have read it and how many have understood."""
    incident = find(request, number)
    rows = Announcement.objects.visible_to(request.user).filter(incident=incident).defer("text")
    rows = rows.annotate(
        asked=Count("receptions"),
        seen=Count("receptions", filter=Q(receptions__seen_at__isnull=False)),
        understood=Count("receptions", filter=Q(receptions__understood_at__isnull=False)),
    )
    context = incident_page(request, incident, TAB, rows=list(rows))
    return render(request, "direction/announcements/list.html", context)


@login_required
def new(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), PROPOSE, incident)
    form = AnnouncementForm(request.POST or None, there=participants_of(incident), marked=incident)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            row = services.announce(by=who(request), incident=incident, **form.said())
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            return done(request, _("Meddelandet är skickat."), "announcement", number, row.number)
    context = incident_page(request, incident, TAB, form=form)
    return render(request, "direction/announcements/new.html", context, status=status)


@login_required
@require_safe
def announcement(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """The message, the reader's own button, and each actor's step, the silent first. Opening it is a step too."""
    incident = find(request, number)
    row = find_announcement(request, incident, n)
    context = incident_page(request, incident, TAB, announcement=row, **reached(request, incident, row))
    return render(request, "direction/announcements/one.html", context)


def reached(request: HttpRequest, incident: Incident, row: Announcement) -> dict[str, Any]:
    answers = not incident.is_closed and who(request).has_perm(CONTRIBUTE, incident)
    own = {actor.pk for actor in my_actors(request, incident)} if answers else set()
    rows = receiving.received(row)
    unread = [line.actor for line in rows if line.actor.pk in own and line.is_silent]
    for actor in unread:
        services.note_seen(by=who(request), of=row, actor=actor)
    if unread:
        rows = receiving.received(row)
    to_tell = [line for line in rows if line.actor.pk in own and line.reach != Reach.ACTING]
    return {"rows": rows, "reach_tally": receiving.tally(rows), "to_tell": to_tell}


@login_required
@require_POST
def receive(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """Vi har förstått, or vi agerar: for one of the person's own actors."""
    incident = find(request, number)
    row = find_announcement(request, incident, n)
    chosen = [one for one in my_actors(request, incident) if str(one.pk) == request.POST.get("aktor")]
    if not chosen:
        raise Http404
    told = services.receive(by=who(request), announcement=row, actor=chosen[0], reach=request.POST.get("steg", ""))
    words = (
        _("%(actor)s agerar efter meddelandet. Det är noterat.")
        if told.acting_at is not None
        else _("%(actor)s har förstått meddelandet. Det är noterat.")
    )
    return done(request, words % {"actor": chosen[0].name}, "announcement", number, n)
