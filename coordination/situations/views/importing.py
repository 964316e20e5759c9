"""Answering from a file: the page, the table to fill in, and what is wrong row by row."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination.incidents import pages
from coordination.situations import forms
from coordination.situations.answers.sheets_read import LARGEST_FILE, Unreadable, Wrong
from coordination.situations.services import inputs, sheets
from coordination.situations.views import answer_pages, answering
from coordination.situations.views.seat import Seat
from journal.refusals import MovedOn, RuleBroken

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
@require_http_methods(["GET", "POST"])
def from_file(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Fill the draft from a file. It is read through in the form, and sent from there."""
    place = answering.seats_of(request, number, k)[0]
    if not place.is_open:
        return answer_pages.closed(request, place)
    return _taken(request, place) if request.method == "POST" else _page(request, place, [])


def _taken(request: HttpRequest, place: Seat) -> HttpResponse:
    try:
        content, count = sheets.fill_in(
            by=place.by, request=place.asked, actor=place.actor, base=place.start, data=_bytes(request)
        )
        draft = answering.draft_of(place)
        inputs.save_draft(by=place.by, draft=draft, raw=forms.storable(content), revision=place.drawn_revision)
    except Unreadable as unreadable:
        return _page(request, place, unreadable.wrong, status=422)
    except MovedOn:
        words = _("En kollega sparade i samma stund. Läs in filen en gång till, så läggs den till det nya utkastet.")
        return _page(request, place, [Wrong(words)], status=409)
    except RuleBroken as refusal:
        return _page(request, place, [Wrong(refusal.sentence)], status=409)
    words = ngettext(
        "%(n)d uppgift är inläst i utkastet. Läs igenom och skicka.",
        "%(n)d uppgifter är inlästa i utkastet. Läs igenom och skicka.",
        count,
    )
    messages.success(request, words % {"n": count})
    return redirect(answer_pages.answer_url(place, answer_pages.FULL))


def _bytes(request: HttpRequest) -> bytes:
    sent = request.FILES.get("fil")
    if sent is None:
        raise Unreadable([Wrong(_("Välj en fil."))])
    if sent.size is None or sent.size > LARGEST_FILE:
        raise Unreadable([Wrong(_("Filen är för stor. Den får vara högst 2 MB."))])
    data: bytes = sent.read()
    return data


def _page(request: HttpRequest, place: Seat, wrong: list[Wrong], status: int = 200) -> HttpResponse:
    context = pages.incident_page(
        request,
        place.incident,
        answer_pages.TAB,
        place=place,
        asked=place.asked,
        actor=place.actor,
        wrong=wrong,
        full_url=answer_pages.answer_url(place, answer_pages.FULL),
    )
    return render(request, "situations/answer_file.html", context, status=status)


@login_required
@require_safe
def template(request: HttpRequest, number: str, k: int, suffix: str) -> HttpResponse:
    """The request's questions as an empty table."""
    place = answering.seats_of(request, number, k)[0]
    if suffix not in TYPES:
        raise Http404
    answer = HttpResponse(sheets.template(place.asked, suffix), content_type=TYPES[suffix])
    name = f"{place.incident.number}-begaran-{place.asked.number}.{suffix}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
