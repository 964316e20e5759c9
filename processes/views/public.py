"""The public pages on the regional level: nobody signs in, and a page is as fast for 21 counties as for one."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from actors.geography import sweden_map
from processes import facts
from processes.models import (
    CountyProcess,
    DocumentVersion,
    LegalText,
    PageDate,
    PageEvent,
    ProcessTemplate,
    Publication,
    PublicationKind,
    TemplateStage,
)

PAGE = "regional-niva"
DUTY = "samordningsansvar"
MODEL = "standard"


@require_safe
def regional_level(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    processes = list(CountyProcess.objects.public().as_listed())
    newest_model = ProcessTemplate.objects.filter(key=MODEL).order_by("-version")[:1]
    context = {
        "done": [process for process in processes if process.is_done],
        # Under the source's second heading stand both of the finer states.
        "awaiting": [process for process in processes if not process.is_done],
        "standing": facts.standing_of(processes),
        "done_codes": {process.county_id for process in processes if process.is_done},
        "map": sweden_map(),
        "newest": facts.newest_of(processes),
        "publications": Publication.objects.public(),
        "model": TemplateStage.objects.filter(template__in=newest_model),
        **_about(today),
    }
    return render(request, "processes/regional_level.html", context)


def _about(today: Any) -> dict[str, Any]:
    """The law as it stands and as it was printed, the page's own dates, and who answers for it."""
    wordings = list(LegalText.objects.filter(key=DUTY))
    return {
        "law": LegalText.objects.wording(DUTY, today),
        "printed": next((one for one in wordings if one.as_of is None), None),
        "dates": list(PageDate.objects.filter(page=PAGE)),
        "agency": facts.national_agency(today),
        "contact": facts.contact(),
    }


@require_safe
def county(request: HttpRequest, county: str) -> HttpResponse:
    """One county for everybody: what the page that was read said, and what the portal has published since."""
    rows = CountyProcess.objects.public().as_listed()
    wanted = county.casefold()
    process = next(
        (one for one in rows if wanted in (slugify(one.county.short), one.county.letter.casefold())),
        None,
    )
    if process is None:
        raise Http404
    if request.path != process.public_url:
        return redirect(process.public_url, permanent=True)
    versions = DocumentVersion.objects.public().filter(process=process).without_bytes()
    context = {
        "process": process,
        "documents": list(process.documents.all()),
        "filed": facts.by_document(versions),
        "agency": facts.national_agency(timezone.localdate()),
    }
    return render(request, "processes/regional_county.html", context)


@require_safe
def method_concept(request: HttpRequest) -> HttpResponse:
    return render(request, "processes/method_concept.html", {"publications": Publication.objects.public()})


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    found = groupby(Publication.objects.public(), key=lambda one: one.kind)
    groups = [(PublicationKind(kind).label, list(group)) for kind, group in found]
    reviewed = PageDate.objects.filter(page=PAGE, event=PageEvent.REVIEWED).first()
    return render(request, "processes/publications.html", {"groups": groups, "reviewed": reviewed})
