"""The work plan of a county: its items, one of them with its history, and what its leader does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal.models import Entry
from journal.permissions import require
from journal.refusals import RuleBroken
from processes import services, working
from processes.forms_judging import WorkEditForm, WorkFilter, WorkForm, WorkMoveForm
from processes.logbook import told_of
from processes.models import Component, WorkItem
from processes.permissions import LEAD
from processes.states import WORK_OPEN
from processes.views.finding import act, find_process, leads, run_to_show, who, write

BOTH = ["GET", "HEAD", "POST"]


def find_item(request: HttpRequest, letter: str, pk: int) -> WorkItem:
    process = find_process(request, letter)
    seen = WorkItem.objects.visible_to(who(request)).select_related("owner", "component", "run")
    item: WorkItem = get_object_or_404(seen, process=process, pk=pk)
    item.process = process
    if item.run:
        item.run.process = process
    return item


@login_required
@require_safe
def plan(request: HttpRequest, letter: str) -> HttpResponse:
    process = find_process(request, letter)
    wanted = WorkFilter(request.GET)
    rows = working.rows_of(who(request), process, timezone.localdate())
    shown = working.only(rows, wanted.wanted)
    context = {
        "process": process,
        "form": wanted,
        "all": len(rows),
        "shown": len(shown),
        "open": [row for row in shown if row.is_open],
        "closed": [row for row in shown if not row.is_open],
        "late": sum(bool(row.late) for row in rows),
        "soon": sum(row.soon for row in rows),
        "leads": leads(request, process),
    }
    return render(request, "processes/judged/work_plan.html", context)


@login_required
@require_http_methods(BOTH)
def new(request: HttpRequest, letter: str) -> HttpResponse:
    """From the capability page the component stands there already."""
    process = find_process(request, letter)
    require(who(request), LEAD, process)
    component = Component.objects.filter(key=request.GET.get("komponent", "")[:40]).first()
    return act(
        request,
        WorkForm(request.POST or None, initial={"component": component}, county=process.county),
        lambda said: services.plan_work(by=who(request), process=process, run=run_to_show(request, process), **said),
        told=_("Posten står i arbetsplanen."),
        back=reverse("work_plan", args=[letter]),
        title=_("Ny post i arbetsplanen"),
        name=_("Arbetsplan"),
        words=component.question if component else "",
        button=_("Lägg in i arbetsplanen"),
    )


@login_required
@require_http_methods(BOTH)
def item(request: HttpRequest, letter: str, pk: int) -> HttpResponse:
    """One item. Its leader says how it goes; a reason that is missing loses nothing."""
    found = find_item(request, letter, pk)
    may = leads(request, found.process)
    if request.method == "POST":
        require(who(request), LEAD, found.process)
    form = WorkMoveForm(request.POST or None, item=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_work(by=who(request), item=found, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, _("Läget är sparat."))
            return redirect(found)
    entries = Entry.objects.of(found.journal_stream()).filter(subject=found.journal_subject())
    context = {
        "process": found.process,
        "item": found,
        "row": working.row_of(found, found.process, timezone.localdate()),
        "entries": told_of(entries.newest_first()),
        "form": form,
        "may": may,
        "may_edit": may and found.state in WORK_OPEN,
    }
    return render(request, "processes/judged/work_item.html", context, status=form.status)


@login_required
@require_http_methods(BOTH)
def edit(request: HttpRequest, letter: str, pk: int) -> HttpResponse:
    found = find_item(request, letter, pk)
    require(who(request), LEAD, found.process)
    return write(
        request,
        WorkEditForm,
        lambda: WorkEditForm.values(find_item(request, letter, pk)),
        lambda form: services.edit_work(by=who(request), item=found, **form.cleaned_data),
        told=_("Posten är ändrad."),
        back=found.get_absolute_url(),
        shape={"county": found.process.county},
        title=_("Ändra posten"),
        name=found.title,
    )
