"""What an answer's pages show: the quick form, the full form, the check page, the merge of two texts."""

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.incidents import pages
from coordination.incidents.services import Mark
from coordination.numbers import whole
from coordination.situations import content as contents
from coordination.situations import forms, forms_merge
from coordination.situations.content import Content, Errors
from coordination.situations.forms_answer import AnswerForm
from coordination.situations.forms_mark import AnswerMark
from coordination.situations.models import Function, Input, QuestionSet
from coordination.situations.rounds import additions
from coordination.situations.services import inputs
from coordination.situations.views import offering
from coordination.situations.views.seat import Seat
from coordination.templatetags.look import GRADES, GRADES_IN_FULL

QUICK: Final = "snabb"
FULL: Final = "full"
TAB: Final = "requests"
MOST_EXTRA_ROWS: Final = 10


def view_of(request: HttpRequest) -> str:
    return FULL if (request.POST.get("vy") or request.GET.get("vy")) == FULL else QUICK


def answer_url(place: Seat, view: str = QUICK, anchor: str = "", **more: Any) -> str:
    keys: list[Any]
    if place.link:
        name, keys, query = "link", [place.link], {"vy": view, **more}
    elif place.oral:
        keys, query = [place.incident.number, place.asked.number, place.actor.pk], {"vy": view, **more}
        name = "answer_oral"
    else:
        keys, query = [place.incident.number, place.asked.number], {"aktor": place.actor.pk, "vy": view, **more}
        name = "answer"
    return f"{reverse(name, args=keys)}?{urlencode(query)}" + (f"#{anchor}" if anchor else "")


def check_url(place: Seat) -> str:
    if place.link:
        return reverse("link_check", args=[place.link])
    who = {"muntligt": place.actor.pk} if place.oral else {"aktor": place.actor.pk}
    return f"{reverse('answer_check', args=[place.incident.number, place.asked.number])}?{urlencode(who)}"


def autosave_url(place: Seat) -> str:
    if place.link:
        return reverse("link_autosave", args=[place.link])
    return reverse("answer_autosave", args=[place.incident.number, place.asked.number])


def receipt_url(sent: Input) -> str:
    return reverse("receipt", args=[sent.incident.number, sent.pk])


def after_saving(request: HttpRequest, place: Seat, wish: str, which: str) -> str:
    """Where the button led."""
    if wish == "check":
        return check_url(place)
    if wish == "need":
        return answer_url(place, FULL, _needs_section(place), rader=_extra_rows(request) + 1)
    if wish == "rows":
        return answer_url(place, view_of(request), f"rows.{which}", rader=_extra_rows(request) + 3)
    if wish == "use":
        return answer_url(place, view_of(request), which.partition(":")[2])
    if wish == "drop":
        return answer_url(place, view_of(request), f"files.{which.partition(':')[0]}")
    if wish in ("same", "change"):
        path = which if which == "overall" else f"functions.{which}"
        return answer_url(place, FULL, path, **({"oppna": path} if wish == "change" else {}))
    if wish in ("full", "quick"):
        return answer_url(place, FULL if wish == "full" else QUICK)
    messages.success(request, _("Utkastet är sparat på servern. Det är inte skickat."))
    return answer_url(place, view_of(request))


def _needs_section(place: Seat) -> str:
    """The part of the form where needs are written: the button leads back to it."""
    sections = place.asked.question_set.sections
    return next((s["key"] for s in sections if any(q["kind"] == "needs" for q in s["questions"])), "")


def _extra_rows(request: HttpRequest) -> int:
    said = whole(request.POST.get("rader") or request.GET.get("rader") or "1")
    return 1 if said is None else min(said, MOST_EXTRA_ROWS)


def form(
    request: HttpRequest, place: Seat, content: Content, *, errors: Errors | None = None, status: int = 200
) -> HttpResponse:
    """The form as it stands, with what was typed and what is wrong with it."""
    view = view_of(request)
    drawn = answer_form(request, place, content, errors, with_functions=view == FULL or bool(errors), offers=True)
    context = _shared(request, place) | {
        "form": drawn,
        "mark": AnswerMark(content, errors, marked=place.asked),
        "was": request.POST.get("was") or json.dumps(content, ensure_ascii=False),
        "nothing_new": _may_repeat(place) and not errors,
        "colleague": _colleague(place),
        "view": view,
        "rows": _extra_rows(request),
        "saved_at": place.draft.saved_at if place.draft is not None and place.draft.revision else None,
        "new_since": place.former if place.former is not None and place.former.request_id != place.asked.pk else None,
    }
    template = "situations/answer_full.html" if view == FULL else "situations/answer_quick.html"
    return render(request, template, context, status=status)


def answer_form(
    request: HttpRequest,
    place: Seat,
    content: Content,
    errors: Errors | None = None,
    *,
    with_functions: bool = True,
    offers: bool = False,
) -> AnswerForm:
    asked = place.asked.question_set
    wanted = asked.functions if with_functions else _graded_shortly(asked)
    functions = list(Function.objects.filter(key__in=wanted)) if wanted else []
    return AnswerForm(
        asked,
        content,
        former=place.former.content if place.former else None,
        errors=errors,
        municipal=place.actor.is_municipality,
        opened=str(request.GET.get("oppna", "")),
        rows=_extra_rows(request),
        functions=functions,
        municipalities=offering.municipalities(place),
        offers=offering.offers(place, content, functions) if offers else {},
        files=place.files,
        told=additions.told_with(place.by, asked),
    )


def _graded_shortly(asked: QuestionSet) -> list[str]:
    """Questions of impact that the short form asks too."""
    return [q["key"] for q in contents.questions(asked, "impact") if q.get("quick")]


def _shared(request: HttpRequest, place: Seat) -> dict[str, Any]:
    return pages.incident_page(
        request,
        place.incident,
        TAB,
        place=place,
        asked=place.asked,
        actor=place.actor,
        former=place.former,
        correcting=place.former is not None and place.former.request_id == place.asked.pk,
        action=answer_url(place, view_of(request)).split("?")[0],
        autosave_url=autosave_url(place),
        quick_url=answer_url(place, QUICK),
        full_url=answer_url(place, FULL),
        file_url=f"{reverse('answer_file', args=[place.incident.number, place.asked.number])}?aktor={place.actor.pk}",
        words="|".join(str(GRADES[g or None]) for g in range(6)),
        words_in_full="|".join(str(GRADES_IN_FULL[g or None]) for g in range(6)),
        idempotency_key=request.POST.get("idempotency_key") or uuid4().hex,
    )


def _may_repeat(place: Seat) -> bool:
    """Whether there is a former answer to confirm, and nothing typed that it would push aside."""
    begun = place.draft is not None and place.draft.revision > 0
    return (
        not place.oral
        and not place.link
        and not begun
        and place.former is not None
        and place.former.request_id != place.asked.pk
    )


def _colleague(place: Seat) -> Input | None:
    draft = place.draft
    return draft if draft is not None and draft.revision and draft.author_id != place.by.pk else None


def check(request: HttpRequest, place: Seat, *, status: int = 200) -> HttpResponse:
    """The draft as it will be read, with what still keeps it from being sent."""
    content = place.start
    try:
        contents.clean(content, place.asked.question_set, place.incident)
        errors: Errors = {}
    except ValidationError as wrong:
        errors = dict(wrong.message_dict)
    context = _shared(request, place) | {
        "form": answer_form(request, place, content, errors),
        "mark": contents.mark_of(content) or Mark.of(place.asked),
        "check_url": check_url(place),
    }
    return render(request, "situations/answer_check.html", context, status=422 if errors and status == 200 else status)


def merge(request: HttpRequest, place: Seat, typed: Content, draft_of: Callable[[Seat], Input]) -> HttpResponse:
    """Different fields go together by themselves. The same field is shown with both texts, and asked about."""
    asked, saved = place.asked.question_set, place.start
    together, apart = forms_merge.merge(typed, saved, was(request), asked)
    if not apart:
        inputs.save_draft(
            by=place.by, draft=draft_of(place), raw=forms.storable(together), revision=place.drawn_revision
        )
        messages.warning(request, _("En kollega sparade samtidigt. Era ändringar är ihopförda. Läs igenom och skicka."))
        return HttpResponseRedirect(answer_url(place, view_of(request)))
    names = {f.key: str(f) for f in Function.objects.filter(key__in=asked.functions)}
    context = _shared(request, place) | {
        "differences": forms_merge.differences(typed, saved, apart, asked, names),
        "carried": forms_merge.carried(together, saved, apart, asked),
        "form": answer_form(request, place, together, with_functions=False) if _in_rows(apart) else None,
        "rows_apart": [path for path in apart if path.startswith("rows.")],
        "needs_apart": "needs" in apart,
        "was": json.dumps(saved, ensure_ascii=False),
        "theirs": place.latest,
        "empty_word": _("Inget svar"),
        "view": view_of(request),
    }
    return render(request, "situations/answer_merge.html", context, status=409)


def _in_rows(apart: list[str]) -> bool:
    return any(path.partition(".")[0] in ("needs", "rows") for path in apart)


def was(request: HttpRequest) -> Content | None:
    """What the page held when it was opened, as the page itself says: where from it was taken only the server says."""
    try:
        return {**inputs.keep(json.loads(request.POST.get("was", ""))), "reused": {}}
    except (ValueError, ValidationError):
        return None


def choose(request: HttpRequest, seats: list[Seat]) -> HttpResponse:
    """Somebody answers for several actors: which of them now?"""
    place = seats[0]
    choices = [{"name": s.actor.name, "url": answer_url(s), "at": s.recipient.answered_at} for s in seats]
    context = pages.incident_page(request, place.incident, TAB, asked=place.asked, choices=choices)
    return render(request, "situations/answer_choose.html", context)


def closed(request: HttpRequest, place: Seat) -> HttpResponse:
    """No more answers are taken. What had been written is still there to read and copy."""
    unsent = answer_form(request, place, place.start) if place.draft is not None else None
    return render(request, "situations/answer_closed.html", _shared(request, place) | {"unsent": unsent})
