"""What was learnt in one incident or exercise: to note what one saw, and to read back what one has noted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from actors.models import Actor
from coordination.incidents import services
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import CONTRIBUTE
from journal.permissions import require
from journal.refusals import RuleBroken
from processes.forms_learning import SeenForm
from processes.models import CountyProcess, Lesson, Observation
from processes.permissions import LEAD

SHOWN = 200


class IncidentSeenForm(SeenForm):
    actor = forms.ModelChoiceField(Actor.objects.none(), label=gettext_lazy("För"), empty_label=None)

    def __init__(self, data: Any = None, *, actors: list[Actor]) -> None:
        super().__init__(data)
        field: Any = self.fields["actor"]
        field.queryset = Actor.objects.filter(pk__in=[actor.pk for actor in actors])
        field.initial = actors[0].pk if actors else None
        if len(actors) == 1:
            field.widget = forms.HiddenInput()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incident_lessons(request: HttpRequest, number: str) -> HttpResponse:
    """The county's staff read all that was noted here; others what their own actor has noted, as it was written."""
    incident = find(request, number)
    if request.method == "POST":
        require(who(request), CONTRIBUTE, incident)
    actors = my_actors(request, incident)
    form = IncidentSeenForm(request.POST if request.method == "POST" else None, actors=actors)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_lesson(
                by=who(request), incident=incident, actor=form.cleaned_data["actor"], observation=form.observation()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, _("Tack. Länsstyrelsen ser iakttagelsen bland sina lärdomar."))
            return redirect("incident_lessons", number)
    context = incident_page(request, incident, "incident", form=form, actors=actors, **_noted(request, incident))
    return render(request, "overview/lessons.html", context, status=form.status)


def _noted(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    process = CountyProcess.objects.visible_to(who(request)).select_related("county")
    own = process.filter(county=incident.lead.county_id).first()
    if own is None:
        mine = Observation.objects.visible_to(who(request)).filter(source_url=incident.get_absolute_url())
        return {"noted": list(mine.select_related("from_actor")[:SHOWN]), "process": None}
    seen = Lesson.objects.visible_to(who(request)).filter(source_url=incident.get_absolute_url(), process=own)
    rows = list(seen.select_related("from_actor", "owner").order_by("-number")[:SHOWN])
    return {"noted": rows, "process": own, "leads": who(request).has_perm(LEAD, own)}
