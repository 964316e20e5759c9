"""The national reviewer's list, and one county's process with its journal."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from actors import access
from actors.roles import Role
from journal.models import Entry
from journal.refusals import Refused
from processes import facts
from processes.forms import ReviewFilter
from processes.logbook import told_of
from processes.models import CountyProcess, DocumentVersion, NeedsAnalysis
from processes.states import AnalysisState, VersionState

ENTRIES_SHOWN = 20


@login_required
def review(request: HttpRequest) -> HttpResponse:
    processes = list(CountyProcess.objects.visible_to(request.user).as_listed())
    if not processes or not access.holds_role(request.user, Role.NATIONAL_READER):
        raise Refused(_("Länens processer följs av den nationella nivån. Det som är offentligt står på Regional nivå."))
    wanted = ReviewFilter(request.GET)
    shown = [process for process in processes if wanted.shows(process)]
    context = {
        "form": wanted,
        "groups": facts.by_civil_area(shown),
        "shown": len(shown),
        "standing": facts.standing_of(processes),
        "to_judge": DocumentVersion.objects.visible_to(request.user).filter(state=VersionState.SUBMITTED).count(),
        "to_answer": NeedsAnalysis.objects.visible_to(request.user).filter(state=AnalysisState.DELIVERED).count(),
        "reviewed": max(process.status_reviewed for process in processes),
    }
    return render(request, "processes/review.html", context)


@login_required
def county_process(request: HttpRequest, letter: str) -> HttpResponse:
    visible = CountyProcess.objects.visible_to(request.user).select_related("county__civil_area")
    process = get_object_or_404(visible, county__letter=letter.upper())
    context = {
        "process": process,
        "documents": process.documents.all(),
        "entries": told_of(Entry.objects.of(process.journal_stream()).newest_first()[:ENTRIES_SHOWN]),
    }
    return render(request, "processes/county_process.html", context)
