"""What the pages of a county's own process share: finding the row, and doing one thing with it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actors.models import Person
from journal.refusals import MovedOn, RuleBroken
from processes.forms_running import Act
from processes.models import CountyProcess, ProcessRun, Stage
from processes.permissions import LEAD
from processes.states import RunState


def who(request: HttpRequest) -> Person:
    """The signed-in person herself, not the lazy stand-in that the request carries."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    person: Person = getattr(request.user, "_wrapped", request.user)
    return person


def find_process(request: HttpRequest, letter: str) -> CountyProcess:
    """The county's process, for its own board and for the national level; nobody else learns that there is a page."""
    seen = CountyProcess.objects.visible_to(who(request)).select_related("county")
    process: CountyProcess = get_object_or_404(seen, county__letter=letter.upper())
    return process


def find_run(request: HttpRequest, letter: str, number: int) -> ProcessRun:
    process = find_process(request, letter)
    seen = ProcessRun.objects.visible_to(who(request)).select_related("template")
    run: ProcessRun = get_object_or_404(seen, process=process, number=number)
    run.process = process
    return run


def run_to_show(request: HttpRequest, process: CountyProcess) -> ProcessRun | None:
    """The run that goes on, else the strategy that holds, else the newest."""
    runs = ProcessRun.objects.visible_to(who(request)).filter(process=process).select_related("template")
    run: ProcessRun | None = runs.active().first() or runs.filter(state=RunState.MAINTAINED).first() or runs.first()
    if run is not None:
        run.process = process
    return run


def find_stage(request: HttpRequest, letter: str, number: int, pk: int) -> Stage:
    run = find_run(request, letter, number)
    seen = Stage.objects.visible_to(who(request)).select_related("from_template")
    stage: Stage = get_object_or_404(seen, run=run, pk=pk)
    stage.run, stage.process = run, run.process
    return stage


def leads(request: HttpRequest, process: CountyProcess) -> bool:
    return who(request).has_perm(LEAD, process)


def act(
    request: HttpRequest,
    form: Act,
    do: Callable[[dict[str, Any]], Any],
    *,
    told: str,
    back: str,
    to: Callable[[Any], str] | None = None,
    **page: Any,
) -> HttpResponse:
    """One form on one page. A rule that says no stands above what was typed; nothing is lost.

    `to` is where what was made is gone on with, if not back where one came from.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, told)
            return redirect(to(made) if to else back)
    context = {"form": form, "back": back, **page}
    return render(request, "processes/act.html", context, status=form.status)


def write(
    request: HttpRequest,
    form_class: type[Act],
    values: Callable[[], dict[str, Any]],
    save: Callable[[Any], Any],
    *,
    told: str,
    back: str,
    shape: Mapping[str, Any] | None = None,
    **page: Any,
) -> HttpResponse:
    """Longer texts, which two may write in at once: what somebody else wrote meanwhile stands beside one's own.

    `shape` is what the form itself asks for when it is made.
    """
    form = form_class(request.POST or None, initial=values(), **(shape or {}))
    differing: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except RuleBroken as broken:
            if isinstance(broken, MovedOn):
                form, differing = _on_top(request, form_class, values(), shape or {})
            form.add_error(None, broken.sentence)
            form.refused = True
        else:
            messages.success(request, told)
            return redirect(back)
    context = {"form": form, "back": back, "differing": differing, "button": _("Spara"), **page}
    return render(request, "processes/act.html", context, status=form.status)


def _on_top(
    request: HttpRequest, form_class: type[Act], now: dict[str, Any], shape: Mapping[str, Any]
) -> tuple[Act, list[dict[str, Any]]]:
    """The same words, to be saved on top of what stands now, and where the two differ."""
    stands = str(now.pop(form_class.SEEN))
    form = form_class({**request.POST.dict(), form_class.SEEN: stands}, **shape)
    form.is_valid()
    differing = [
        {"label": form[name].label, "theirs": value}
        for name, value in now.items()
        if str(value or "") != str(form.cleaned_data.get(name) or "")
    ]
    return form, differing
