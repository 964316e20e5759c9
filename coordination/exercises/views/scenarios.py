"""Scenarios: what there is to play, one with its master list, its file, its next version, and replays."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination.exercises import casting, scenario_file, services
from coordination.exercises.forms import InjectForm, ReplayForm, ScenarioForm, ShareForm, UploadForm
from coordination.exercises.models import InjectKind, Play, Scenario
from coordination.exercises.scenario_file import MOST_INJECTS
from coordination.exercises.views.finding import (
    act,
    boards,
    find_own_scenario,
    find_scenario,
    leads,
    posted,
    refuse_not_leader,
    tried,
)
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, who
from coordination.incidents.permissions import CONTROL
from coordination.incidents.states import Phase
from journal.permissions import require

BOTH = ["GET", "HEAD", "POST"]
SHOWN = 50
# Empty rows at the end of the form, for new injects: there without any script.
EMPTY = 3


@login_required
@require_safe
def exercises(request: HttpRequest) -> HttpResponse:
    """The exercises that one takes part in; for who leads them, scenarios and what can be played again."""
    person = who(request)
    plays = Play.objects.visible_to(person).select_related("incident__lead", "scenario")
    led = set(Incident.objects.with_right(person, CONTROL).filter(is_exercise=True).values_list("pk", flat=True))
    closed = Incident.objects.with_right(person, CONTROL).filter(state=Phase.CLOSED, is_exercise=False)
    # Opened as an incident that is an exercise: no scenario, and nobody leads its clock.
    plain = Incident.objects.visible_to(person).filter(is_exercise=True, play__isnull=True, drill__isnull=True)
    leader = boards(request).exists()
    context = {
        "plays": [(one, one.incident_id in led) for one in plays.order_by("-pk")[:SHOWN]],
        "plain": plain.order_by("-opened_at")[:SHOWN],
        "leader": leader,
        "scenarios": newest(Scenario.objects.visible_to(person)) if leader else [],
        "closed": closed.order_by("-closed_at")[:SHOWN] if leader else [],
    }
    return render(request, "exercises/list.html", context)


def newest(rows: "QuerySet[Scenario]") -> "QuerySet[Scenario]":
    """Of each scenario its newest version among those that are seen."""
    later = rows.filter(owner=OuterRef("owner"), key=OuterRef("key")).order_by("-version")
    return rows.filter(version=Subquery(later.values("version")[:1])).select_related("owner").order_by("name", "pk")


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Händelselistan: every inject in order, before anybody has met it."""
    scenario = find_scenario(request, pk)
    versions = Scenario.objects.visible_to(who(request)).filter(owner=scenario.owner, key=scenario.key)
    replays = Incident.objects.visible_to(who(request)).filter(pk=scenario.replays_id or 0).first()
    context = {
        "scenario": scenario,
        "rows": [listed(one) for one in scenario.body["injects"]],
        "versions": versions.exclude(pk=scenario.pk).order_by("-version"),
        "leads": leads(request, scenario),
        "is_newest": not versions.filter(version__gt=scenario.version).exists(),
        "replays": replays,
    }
    return render(request, "exercises/scenario.html", context)


def listed(inject: dict[str, Any]) -> dict[str, Any]:
    hours, minutes = divmod(inject["minutes"], 60)
    return {
        **inject,
        "clock": f"{hours}:{minutes:02d}",
        "kind_word": InjectKind(inject["kind"]).label,
        "whom": ", ".join(casting.spoken(one) for one in inject["to"]),
    }


@login_required
@require_safe
def as_file(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = find_scenario(request, pk)
    answer = HttpResponse(scenario_file.written(scenario), content_type="application/json")
    stem = slugify(f"ovning-{scenario.key}-{scenario.version}")
    answer["Content-Disposition"] = f'attachment; filename="{stem}.json"'
    return answer


@login_required
@require_http_methods(BOTH)
def upload(request: HttpRequest) -> HttpResponse:
    refuse_not_leader(request)
    form = UploadForm(posted(request), request.FILES or None, boards=boards(request))
    return act(
        request,
        form,
        lambda said: services.keep_scenario(
            by=who(request), board=said["board"], script=scenario_file.read(said["file"].read())
        ),
        told=_("Scenariot är inlagt. Läs igenom händelselistan."),
        back="/ovningar/",
        to=lambda made: str(made.get_absolute_url()),
        title=_("Lägg in ett scenario"),
        words=_("Filen prövas innan den tas emot. Skriv inte uppgifter om verkliga personer i ett scenario."),
        button=_("Lägg in scenariot"),
        files=True,
    )


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version. Injects are put in order of their time when it is saved."""
    scenario = find_own_scenario(request, pk)
    former = scenario.body["injects"]
    rows_class = formset_factory(
        InjectForm, extra=EMPTY, max_num=MOST_INJECTS + EMPTY, absolute_max=MOST_INJECTS + EMPTY
    )
    initial = [InjectForm.values(place, one) for place, one in enumerate(former)]
    form = ScenarioForm(posted(request), initial=_values(scenario))
    rows = rows_class(posted(request), initial=initial, prefix="inspel")
    if request.method == "POST" and _whole(form, rows):
        told = form.told() | {"injects": [row.told(former) for row in rows if _kept(row)]}
        made = tried(
            form,
            lambda: services.edit_scenario(by=who(request), scenario=scenario, script=scenario_file.checked(told)),
        )
        if made is not None:
            messages.success(request, _("Version %(n)d är sparad.") % {"n": made.version})
            return redirect(made)
    context = {"scenario": scenario, "form": form, "rows": rows}
    return render(request, "exercises/scenario_edit.html", context, status=form.status)


def _values(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "type": scenario.body["type"],
        "summary": scenario.summary,
        "goals": "\n".join(scenario.goals),
    }


def _kept(row: Any) -> bool:
    """Not one of the empty rows, and not to be taken out."""
    return bool(row.cleaned_data) and not row.cleaned_data["away"]


def _whole(form: ScenarioForm, rows: Any) -> bool:
    """Both are filled in; what is wrong with an inject stands above too, with its number."""
    fits = form.is_valid() and rows.is_valid()
    for number, row in enumerate(rows, 1):
        for name, errors in row.errors.items():
            label = row.fields[name].label if name in row.fields else ""
            form.add_error(
                None, _("Inspel %(n)d, %(label)s: %(error)s") % {"n": number, "label": label, "error": errors[0]}
            )
    for error in rows.non_form_errors():
        form.add_error(None, error)
    return fits


@login_required
@require_http_methods(BOTH)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Before another county reads it, its leader reads it through: the page says what was done with names."""
    scenario = find_own_scenario(request, pk)
    shared = not scenario.shared
    return act(
        request,
        ShareForm(posted(request)),
        lambda said: services.share_scenario(by=who(request), scenario=scenario, shared=shared),
        told=_("Alla läns övningsledare kan spela versionen.") if shared else _("Scenariot delas inte längre."),
        back=scenario.get_absolute_url(),
        name=scenario.name,
        title=_("Dela scenariot med andra län") if shared else _("Sluta dela scenariot"),
        words=_("Den här versionen kan läsas och spelas av övningsledare i alla län. Läs igenom texten först.")
        if shared
        else _("Övningar som andra har gjort av det står kvar hos dem."),
        counted=counted(scenario) if shared else [],
        button=_("Dela scenariot") if shared else _("Sluta dela"),
    )


def counted(scenario: Scenario) -> list[str]:
    """What a replay did with the incident's words, in sentences."""
    body = scenario.body
    if "replaced" not in body:
        return []
    replaced, left_out, no_room = body["replaced"], body["left_out"], body["no_room"]
    told = [
        ngettext("%(n)d namn är ersatt.", "%(n)d namn är ersatta.", replaced) % {"n": replaced},
        ngettext(
            "%(n)d uppgift är utelämnad: märkt, delad med färre eller i karantän.",
            "%(n)d uppgifter är utelämnade: märkta, delade med färre eller i karantän.",
            left_out,
        )
        % {"n": left_out},
    ]
    if no_room:
        told.append(ngettext("%(n)d rad fick inte plats.", "%(n)d rader fick inte plats.", no_room) % {"n": no_room})
    return [*told, _("Namn som inte finns i registren, till exempel byar, måste du själv ta bort.")]


@login_required
@require_http_methods(BOTH)
def replay(request: HttpRequest, number: str) -> HttpResponse:
    incident = find(request, number)
    require(who(request), CONTROL, incident)
    return act(
        request,
        ReplayForm(posted(request), initial={"name": _("Repris")}),
        lambda said: services.replay(by=who(request), incident=incident, name=said["name"]),
        told=lambda made: " ".join(counted(made)),
        back="/ovningar/",
        to=lambda made: str(made.get_absolute_url()),
        name=incident.name,
        title=_("Spela händelsen igen"),
        words=_(
            "Loggen, begäran, rapporter och inriktningar blir inspel. Namn på aktörer, personer och platser ersätts "
            "med funktioner. Det som är märkt, delat med färre eller i karantän tas aldrig med."
        ),
        button=_("Gör ett scenario"),
    )
