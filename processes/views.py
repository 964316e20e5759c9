"""The public pages on the regional level, and the national reviewer's list."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.geography import sweden_map
from journal.models import Entry
from journal.refusals import Refused
from processes import facts
from processes.forms import ReviewFilter
from processes.models import CountyProcess, LegalText, PageDate, Publication, PublicationKind

PAGE = "regional-niva"
DUTY = "samordningsansvar"
ENTRIES_SHOWN = 20


def regional_level(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    processes = list(CountyProcess.objects.public().as_listed())
    context = {
        "done": [process for process in processes if process.is_done],
        "awaiting": [process for process in processes if process.is_awaiting],
        "standing": facts.standing_of(processes),
        "done_codes": {process.county_id for process in processes if process.is_done},
        "map": sweden_map(),
        "law": LegalText.objects.wording(DUTY, today),
        "printed": LegalText.objects.filter(key=DUTY, as_of=None).first(),
        "dates": PageDate.objects.filter(page=PAGE),
        "agency": facts.national_agency(today),
        "publications": Publication.objects.public(),
    }
    return render(request, "processes/regional_level.html", context)


def method_concept(request: HttpRequest) -> HttpResponse:
    return render(request, "processes/method_concept.html", {"publications": Publication.objects.public()})


def publications(request: HttpRequest) -> HttpResponse:
    found = groupby(Publication.objects.public(), key=lambda one: one.kind)
    groups = [(PublicationKind(kind).label, list(group)) for kind, group in found]
    return render(request, "processes/publications.html", {"groups": groups})


@login_required
def review(request: HttpRequest) -> HttpResponse:
    processes = list(CountyProcess.objects.visible_to(request.user).as_listed())
    if not processes:
        raise Refused(_("Länens processer följs av den nationella nivån. Det som är offentligt står på Regional nivå."))
    wanted = ReviewFilter(request.GET)
    shown = [process for process in processes if wanted.shows(process)]
    context = {
        "form": wanted,
        "groups": facts.by_civil_area(shown),
        "shown": len(shown),
        "standing": facts.standing_of(processes),
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
        "entries": Entry.objects.of(process.journal_stream()).newest_first()[:ENTRIES_SHOWN],
    }
    return render(request, "processes/county_process.html", context)
