"""A county's lessons: what waits first, one with its whole way, and one thing to do with it."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from journal.permissions import require
from processes import forms_learning as forms
from processes import learning, services
from processes.logbook import told_of
from processes.models import Lesson
from processes.permissions import LEAD, REVIEW
from processes.services.library import READY
from processes.states import LessonState
from processes.views.finding import act, find_process, leads, who

BOTH = ["GET", "HEAD", "POST"]


class LessonAct(NamedTuple):
    form: Callable[..., forms.OfLesson]
    do: Callable[..., Any]
    title: Any
    told: Any
    # The states in which the page offers it; the services ask again.
    offered: tuple[str, ...]
    words: Any = ""


ACTS: Final[dict[str, LessonAct]] = {
    "lardom": LessonAct(
        forms.WordForm,
        services.word_lesson,
        gettext_lazy("Skriv lärdomen"),
        gettext_lazy("Lärdomen är skriven. Ge den en ägare och en dag."),
        (LessonState.OBSERVED, LessonState.PUT_ASIDE, LessonState.LESSON),
        gettext_lazy("Iakttagelsen står kvar som den skrevs."),
    ),
    "post": LessonAct(
        forms.ItemForm,
        services.give_item,
        gettext_lazy("Ge den en ägare och en dag"),
        gettext_lazy("Lärdomen är en post i arbetsplanen."),
        (LessonState.LESSON,),
        gettext_lazy("Lärdomen blir en post i arbetsplanen."),
    ),
    "genomfort": LessonAct(
        forms.NothingForm,
        services.done,
        gettext_lazy("Det är genomfört"),
        gettext_lazy("Antecknat som genomfört. Den är lärd först när någon har sett den fungera."),
        (LessonState.ITEM,),
        gettext_lazy("Posten i arbetsplanen blir klar. Om det fungerar visar sig nästa gång."),
    ),
    "lart": LessonAct(
        forms.LearnedForm,
        services.learned,
        gettext_lazy("Den är sedd fungera"),
        gettext_lazy("Lärdomen är lärd."),
        (LessonState.DONE,),
        gettext_lazy("En lärdom är lärd när någon har sett den fungera i en senare övning eller händelse."),
    ),
    "tillbaka": LessonAct(
        forms.LessonWhyForm,
        services.reopen,
        gettext_lazy("Öppna posten igen"),
        gettext_lazy("Posten är öppen igen."),
        (LessonState.DONE, LessonState.LEARNED),
        gettext_lazy("Det höll inte. Ägare och dag står kvar."),
    ),
    "at-sidan": LessonAct(
        forms.LessonWhyForm,
        services.put_aside,
        gettext_lazy("Lägg åt sidan"),
        gettext_lazy("Den är lagd åt sidan. Den går att ta upp igen."),
        (LessonState.OBSERVED, LessonState.LESSON, LessonState.ITEM),
        gettext_lazy("Inget mer görs med den. Skälet står kvar."),
    ),
}
# The one thing to do next, by the state that it stands in.
NEXT: Final = {
    LessonState.OBSERVED: "lardom",
    LessonState.LESSON: "post",
    LessonState.ITEM: "genomfort",
    LessonState.DONE: "lart",
    LessonState.PUT_ASIDE: "lardom",
}


def find_lesson(request: HttpRequest, letter: str, number: int) -> Lesson:
    process = find_process(request, letter)
    seen = Lesson.objects.visible_to(who(request)).select_related("owner", "item", "from_actor", "released")
    lesson: Lesson = get_object_or_404(seen, process=process, number=number)
    lesson.process = process
    return lesson


@login_required
@require_safe
def lessons(request: HttpRequest, letter: str) -> HttpResponse:
    """What waits first: observations that are no lesson yet, and what is late. `?fore=` goes on to older ones."""
    process, today = find_process(request, letter), timezone.localdate()
    wanted = forms.LessonFilter(request.GET)
    asked = wanted.wanted
    rows = learning.filtered(Lesson.objects.visible_to(who(request)).filter(process=process), asked)
    rows = rows.select_related("owner", "from_actor")
    before = request.GET.get("fore", "")
    before = before if before.isdecimal() and len(before) < 10 else ""
    waiting = [] if before else list(rows.waiting(today).order_by("number")[: learning.MOST])
    rest = rows.exclude(pk__in=[one.pk for one in waiting]).order_by("-number")
    shown = list((rest.filter(number__lt=int(before)) if before else rest)[: learning.MOST + 1])
    context = {
        "process": process,
        "form": wanted,
        "narrows": bool(asked),
        "waiting": [learning.row_of(one, today) for one in waiting],
        "rest": [learning.row_of(one, today) for one in shown[: learning.MOST]],
        "older": _older(asked, shown),
        "newest": "?" + _query(asked) if before else "",
        "notes": services.of_board(who(request), process),
    }
    return render(request, "processes/lessons/lessons.html", context)


def _query(asked: dict[str, str], **more: Any) -> str:
    query = QueryDict(mutable=True)
    query.update({**asked, **more})
    return query.urlencode()


def _older(asked: dict[str, str], shown: list[Lesson]) -> str:
    return "?" + _query(asked, fore=shown[learning.MOST - 1].number) if len(shown) > learning.MOST else ""


@login_required
@require_safe
def lesson(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found, today = find_lesson(request, letter, number), timezone.localdate()
    may, entries = leads(request, found.process), learning.entries_of(found)
    state = LessonState(found.state)
    next_do = NEXT.get(state) if may else None
    released = getattr(found, "released", None)
    context = {
        "process": found.process,
        "lesson": found,
        "row": learning.row_of(found, today),
        "way": learning.way_of(found, entries),
        "entries": told_of(entries),
        "next": (next_do, ACTS[next_do].title) if next_do else None,
        "acts": [(slug, one.title) for slug, one in ACTS.items() if may and state in one.offered and slug != next_do],
        "released": released if released and released.withdrawn_at is None else None,
        "withdrawn": released if released and released.withdrawn_at else None,
        "reviews": who(request).has_perm(REVIEW, found.process),
        "releasable": state in READY,
    }
    return render(request, "processes/lessons/lesson.html", context)


@login_required
@require_http_methods(BOTH)
def lesson_act(request: HttpRequest, letter: str, number: int, do: str) -> HttpResponse:
    """One thing with one lesson, each a page of its own, so that a telephone is enough."""
    if do not in ACTS:
        raise Http404
    one, found = ACTS[do], find_lesson(request, letter, number)
    require(who(request), LEAD, found.process)
    form = one.form(request.POST if request.method == "POST" else None, lesson=found)
    return act(
        request,
        form,
        lambda said: one.do(by=who(request), lesson=found, **said),
        told=str(one.told),
        back=found.get_absolute_url(),
        title=one.title,
        name=_("Lärdom %(number)d") % {"number": found.number},
        words=one.words,
        quote=found.lesson or found.observation,
        button=one.title,
    )


@login_required
@require_http_methods(BOTH)
def lesson_new(request: HttpRequest, letter: str) -> HttpResponse:
    """An observation from a review, an exercise outside the portal, or anything else."""
    process = find_process(request, letter)
    services.require_board(who(request), process)
    form = forms.ObserveForm(request.POST or None)
    return act(
        request,
        form,
        lambda said: services.observe(by=who(request), process=process, **form.told()),
        told=_("Iakttagelsen är antecknad. Den väntar på sin lärdom."),
        back=reverse("lessons", args=[letter]),
        title=_("Anteckna en iakttagelse"),
        name=_("Lärdomar"),
        words=_("Skriv med egna ord. Den nationella nivån läser länets lärdomar: kopiera ingen märkt text hit."),
        button=_("Anteckna iakttagelsen"),
    )
