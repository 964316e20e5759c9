"""A seminar's own acts, and the days of the whole process."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from journal.permissions import require
from processes import calendar, services
from processes.forms_running import DaysForm, InviteForm, SeminarEditForm
from processes.leading import ahead
from processes.models import Attendance, Seminar
from processes.permissions import LEAD
from processes.views.finding import act, find_run, who, write

BOTH = ["GET", "HEAD", "POST"]


def find_seminar(request: HttpRequest, letter: str, number: int, pk: int) -> Seminar:
    """For who leads it: the others read it on its stage's page."""
    run = find_run(request, letter, number)
    seen = Seminar.objects.visible_to(who(request)).select_related("stage")
    seminar: Seminar = get_object_or_404(seen, stage__run=run, pk=pk)
    seminar.process = seminar.stage.process = run.process
    seminar.stage.run = run
    require(who(request), LEAD, run.process)
    return seminar


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    seminar = find_seminar(request, letter, number, pk)
    return write(
        request,
        SeminarEditForm,
        lambda: SeminarEditForm.values(find_seminar(request, letter, number, pk)),
        lambda form: services.edit_seminar(by=who(request), seminar=seminar, **form.cleaned_data),
        told=_("Internatet är sparat."),
        back=seminar.stage.get_absolute_url(),
        title=_("Ändra internatet"),
        name=seminar.title,
    )


@login_required
@require_http_methods(BOTH)
def invite(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    seminar = find_seminar(request, letter, number, pk)
    return act(
        request,
        InviteForm(request.POST or None, county=seminar.process.county),
        lambda said: services.invite(by=who(request), seminar=seminar, **said),
        told=_("Deltagaren är antecknad."),
        back=seminar.stage.get_absolute_url(),
        title=_("Bjud in en aktör"),
        name=seminar.title,
        words=_("Portalen skickar ingen inbjudan: den som leder processen gör det."),
        button=_("Anteckna deltagaren"),
    )


@login_required
@require_http_methods(BOTH)
def attendance(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    seminar = find_seminar(request, letter, number, pk)
    form = DaysForm(request.POST or None, seminar=seminar)
    return act(
        request,
        form,
        lambda said: services.note_days(by=who(request), seminar=seminar, days=form.days()),
        told=_("Närvaron är sparad."),
        back=seminar.stage.get_absolute_url(),
        title=_("Närvaro"),
        name=seminar.title,
        words=_("Antal dagar på plats för var och en. Lämna tomt om det inte är känt."),
        button=_("Spara närvaron"),
    )


@login_required
@require_POST
def uninvite(request: HttpRequest, letter: str, number: int, pk: int) -> HttpResponse:
    run = find_run(request, letter, number)
    seen = Attendance.objects.visible_to(who(request)).select_related("seminar__stage", "actor")
    row: Attendance = get_object_or_404(seen, seminar__stage__run=run, pk=pk)
    stage = row.seminar.stage
    services.uninvite(by=who(request), attendance=row)
    messages.success(request, _("Deltagaren är borttagen."))
    return redirect("process_stage", letter, number, stage.pk)


@login_required
@require_safe
def days(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    """Stages, seminars, decisions and the review in order of time."""
    run, today = find_run(request, letter, number), timezone.localdate()
    found = calendar.days_of(who(request), run, today)
    rows: list[dict[str, Any]] = [
        {"day": one, "ahead": ahead(one.on, today) if one.on >= today else ""} for one in found
    ]
    context = {
        "run": run,
        "process": run.process,
        "late": [row for row in rows if row["day"].late],
        "coming": [row for row in rows if row["day"].until >= today],
        "passed": [row for row in reversed(rows) if row["day"].until < today and not row["day"].late],
    }
    return render(request, "processes/run_calendar.html", context)


@login_required
@require_safe
def ical(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    run = find_run(request, letter, number)
    found = calendar.days_of(who(request), run, timezone.localdate())
    answer = HttpResponse(calendar.as_ical(run, found), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{calendar.file_name(run)}"'
    return answer
