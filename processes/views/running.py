"""A county's own process: where it stands, how it is started, told of, decided on and ended."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import ActorKind
from journal.models import Entry
from journal.permissions import require
from processes import leading, panels, services, working
from processes.forms_running import AddForm, DecisionForm, EditForm, FreeWhyForm, ReviewForm, StartForm, WhyForm
from processes.logbook import told_of
from processes.models import CountyProcess, Decision, ProcessRun, ReviewComment, heading_words
from processes.permissions import LEAD
from processes.states import CommentState, RunState
from processes.views.finding import act, find_process, find_run, leads, run_to_show, who, write

BOTH = ["GET", "HEAD", "POST"]
ENTRIES_SHOWN = 20
RUN_STEPS = {
    RunState.ACTIVE: "now",
    RunState.MAINTAINED: "done",
    RunState.ENDED: "done",
    RunState.BROKEN_OFF: "skip",
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """For a letter, which does not know the county: to the process of the board that the person belongs to."""
    seen = CountyProcess.objects.visible_to(who(request)).select_related("county")
    boards = who(request).memberships.now().filter(actor__kind=ActorKind.COUNTY_BOARD)
    process = seen.filter(county__in=boards.values("actor__county")).first()
    if process is None:
        raise Http404
    return redirect("process_home", process.county.letter)


@login_required
@require_safe
def home(request: HttpRequest, letter: str) -> HttpResponse:
    """The run that goes on, else the strategy that holds; a county that has none is told how to begin."""
    process = find_process(request, letter)
    run = run_to_show(request, process)
    if run is None:
        context = {"process": process, "leads": leads(request, process)}
        return render(request, "processes/run_none.html", context)
    return _show(request, run)


@login_required
@require_safe
def show(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    return _show(request, find_run(request, letter, number))


def _show(request: HttpRequest, run: ProcessRun) -> HttpResponse:
    person, today = who(request), timezone.localdate()
    rows = leading.rows_of(person, run, today)
    seminar = leading.next_seminar(person, run, today)
    if seminar is not None:
        seminar.stage.run, seminar.stage.process = run, run.process
    context = {
        "process": run.process,
        "run": run,
        "step": RUN_STEPS[RunState(run.state)],
        "rows": rows,
        "late": [row for row in rows if row.late],
        "late_work": [row for row in working.rows_of(person, run.process, today) if row.late],
        "dropped": [one for one in leading.deviations_of(person, run) if one.stage_id is None],
        "seminar": seminar,
        "seminar_ahead": leading.ahead(seminar.starts_on, today) if seminar and seminar.starts_on >= today else "",
        "review_ahead": leading.ahead(run.review_on, today),
        "decisions": _decisions(request, run),
        "headings": [(words, run.record.get(key, "")) for key, words in heading_words().items()],
        "others": ProcessRun.objects.visible_to(person).filter(process=run.process).exclude(pk=run.pk),
        "lives": run.state in (RunState.ACTIVE, RunState.MAINTAINED),
        "leads": leads(request, run.process),
        "entries": told_of(Entry.objects.of(run.journal_stream()).newest_first()[:ENTRIES_SHOWN]),
        "active": run.state == RunState.ACTIVE,
        "comments_waiting": _comments_waiting(request, run.process),
        "panels": panels.panels_of(person, run.process),
    }
    context["review_late"] = context["lives"] and run.review_on is not None and run.review_on < today
    context["may"] = context["leads"] and context["lives"]
    context["starts"] = context["leads"] and not _another_goes_on(run)
    return render(request, "processes/run.html", context)


def _decisions(request: HttpRequest, run: ProcessRun) -> "QuerySet[Decision]":
    rows: QuerySet[Decision] = Decision.objects.visible_to(who(request)).filter(run=run).select_related("stage")
    return rows


def _comments_waiting(request: HttpRequest, process: CountyProcess) -> int:
    """How many of the reviewer's comments wait for the county's answer."""
    seen = ReviewComment.objects.visible_to(who(request)).filter(process=process)
    return int(seen.filter(state=CommentState.OPEN).count())


def _another_goes_on(run: ProcessRun) -> bool:
    return ProcessRun.objects.filter(process=run.process_id).active().exists()


@login_required
@require_http_methods(BOTH)
def start(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    require(who(request), LEAD, process)
    return act(
        request,
        StartForm(request.POST or None),
        lambda said: services.start_run(by=who(request), process=process, **said),
        told=_("Processen är startad. Planera etapperna."),
        back=reverse("process_home", args=[letter]),
        title=_("Starta en process"),
        words=_("Länet får mallens etapper som sina egna och kan ändra dem, med ett skäl."),
        button=_("Starta processen"),
    )


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    """Facts and headings. What somebody else wrote meanwhile is shown beside one's own."""
    run = find_run(request, letter, number)
    require(who(request), LEAD, run.process)
    return write(
        request,
        EditForm,
        lambda: EditForm.values(find_run(request, letter, number)),
        lambda form: services.edit_run(
            by=who(request), run=run, revision=form.cleaned_data["revision"], **form.changes()
        ),
        told=_("Sparat."),
        back=run.get_absolute_url(),
        title=_("Ändra processen"),
        words=_("Rubrikerna är de sju som utvärderingen 2013 berättade om varje län under."),
    )


@login_required
@require_http_methods(BOTH)
def review_day(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    run = find_run(request, letter, number)
    require(who(request), LEAD, run.process)
    return act(
        request,
        ReviewForm(request.POST or None, initial={"on": run.review_on}),
        lambda said: services.set_review(by=who(request), run=run, on=said["on"]),
        told=_("Dagen för översynen är sparad."),
        back=run.get_absolute_url(),
        title=_("När ses strategin över?"),
        words=_("När dagen har passerat får processledarna ett brev."),
        button=_("Spara"),
    )


@login_required
@require_http_methods(BOTH)
def end(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    """A process that goes on is broken off, with a reason; a strategy that is maintained is ended."""
    run = find_run(request, letter, number)
    require(who(request), LEAD, run.process)
    active = run.state == RunState.ACTIVE
    do = services.break_off if active else services.end_run
    return act(
        request,
        (WhyForm if active else FreeWhyForm)(request.POST or None),
        lambda said: do(by=who(request), run=run, why=said["why"]),
        told=_("Processen är avslutad."),
        back=run.get_absolute_url(),
        title=_("Avbryt processen") if active else _("Avsluta processen"),
        words=_("Allt som är skrivet står kvar och kan läsas, men ändras inte mer."),
        button=_("Avbryt processen") if active else _("Avsluta processen"),
    )


@login_required
@require_http_methods(BOTH)
def decide(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    run = find_run(request, letter, number)
    require(who(request), LEAD, run.process)
    form = DecisionForm(request.POST or None, run=run, initial={"stage": request.GET.get("etapp", "")})
    return act(
        request,
        form,
        lambda said: services.decide(by=who(request), run=run, **said),
        told=_("Beslutet är antecknat."),
        back=run.get_absolute_url(),
        title=_("Anteckna ett beslut"),
        words=_("Ett fastställande gör strategin gällande. Den som gällde före avslutas."),
        button=_("Anteckna beslutet"),
    )


@login_required
@require_http_methods(BOTH)
def add_stage(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    run = find_run(request, letter, number)
    require(who(request), LEAD, run.process)
    return act(
        request,
        AddForm(request.POST or None, run=run),
        lambda said: services.add_stage(by=who(request), run=run, **said),
        told=_("Etappen är tillagd."),
        back=run.get_absolute_url(),
        title=_("Lägg till en etapp"),
        words=_("Etappen finns inte i mallen. Skälet står kvar som ett avsteg."),
        button=_("Lägg till etappen"),
    )
