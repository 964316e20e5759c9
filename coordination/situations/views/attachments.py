"""The files of an answer: taken from the form into the draft, and handed out again to those who may read the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coordination.incidents.pages import find_for_reading, who
from coordination.situations.answers import attached, filed
from coordination.situations.content import Errors
from coordination.situations.models import LARGEST_FILE, AnswerFile, Input
from coordination.situations.report import sensitive
from coordination.situations.services import attaching
from coordination.situations.views.seat import Seat
from journal.refusals import MovedOn, RuleBroken

# Whatever the file says of itself, a browser that opens it anyway runs nothing of it and fetches nothing for it.
SANDBOX = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


def take(request: HttpRequest, place: Seat, draft_of: Callable[[Seat], Input]) -> Errors:
    """Put every good file of the form into the draft. What is wrong with the others, at their field."""
    wrong: Errors = {}
    for key in filed.asked_for(place.asked.question_set):
        for sent in request.FILES.getlist(f"files.{key}"):
            refusal = _taken(place, draft_of, key, sent)
            if refusal:
                said = f"{attached.shown_name(sent.name or '')}: {refusal}"
                wrong.setdefault(f"files.{key}", []).append(said)
            else:
                place.again()
    return wrong


def _taken(place: Seat, draft_of: Callable[[Seat], Input], key: str, sent: Any) -> str:
    """Why the file was not taken; empty where it was."""
    try:
        attaching.attach(by=place.by, draft=draft_of(place), question=key, found=_read(sent))
    except MovedOn:
        raise
    except RuleBroken as refusal:
        return refusal.sentence
    return ""


def _read(sent: Any) -> attached.Found:
    """`sent` is Django's uploaded file. Too much is refused before it is read."""
    if (sent.size or 0) > LARGEST_FILE:
        raise attached.too_large()
    return attached.read(sent.name or "", sent.read())


@login_required
@require_safe
def download(request: HttpRequest, number: str, pk: int, file: int) -> HttpResponse:
    """One file, as a file: never shown in the portal's own pages."""
    incident = find_for_reading(request, number)
    seen = AnswerFile.objects.visible_to(request.user).filter(incident=incident, input=pk, pk=file)
    found = seen.select_related("input").first()
    if found is None:
        raise Http404
    found.input.incident = incident
    return handed_out(request, found)


def handed_out(request: HttpRequest, found: AnswerFile) -> HttpResponse:
    sensitive.answer_file_left(who(request), found.input, attached.ENDINGS[found.media_type])
    answer = HttpResponse(bytes(found.data), content_type=found.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
