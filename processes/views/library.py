"""The national library of lessons, and the reviewer's release of one to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal.permissions import require
from processes import learning, services
from processes.forms_learning import ReleaseForm
from processes.forms_running import WhyForm
from processes.models import Lesson, ReleasedLesson
from processes.permissions import REVIEW
from processes.views.finding import act, who
from processes.views.lessons import BOTH, find_lesson

LONGEST = 80


def _asked(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST]


@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """`?q=` words, `?amne=` a subject word, `?fore=` older ones."""
    words, subject, before = _asked(request, "q"), _asked(request, "amne"), request.GET.get("fore", "")
    rows = learning.in_library(who(request), words, subject).order_by("-pk")
    if before.isdecimal() and len(before) < 10:
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: learning.MOST + 1])
    context = {
        "rows": shown[: learning.MOST],
        "older": shown[learning.MOST - 1].pk if len(shown) > learning.MOST else None,
        "words": words,
        "subject": subject,
        "subjects": learning.subjects(who(request)),
    }
    return render(request, "processes/lessons/library.html", context)


@login_required
@require_safe
def released_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ReleasedLesson.objects.visible_to(who(request)), pk=pk)
    # Whose it is, only those learn who read that county's lessons anyway.
    seen = Lesson.objects.visible_to(who(request)).filter(released=pk).select_related("process__county")
    context = {"released": found, "lesson": seen.first()}
    return render(request, "processes/lessons/released.html", context)


@login_required
@require_http_methods(BOTH)
def release(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    """The reviewer's own text. Nothing of the county's is put there beforehand: it is written anew."""
    found = find_lesson(request, letter, number)
    require(who(request), REVIEW, found.process)
    before = getattr(found, "released", None)
    initial = {name: getattr(before, name) for name in ("title", "text", "tags")} if before else {}
    return act(
        request,
        ReleaseForm(request.POST or None, initial=initial),
        lambda said: services.release(by=who(request), lesson=found, **said),
        told=_("Lärdomen står i biblioteket."),
        back=found.get_absolute_url(),
        title=_("Släpp till det nationella biblioteket"),
        name=_("Lärdom %(number)d") % {"number": found.number},
        words=_("Alla inloggade läser texten. Vem som har skrivit den visas inte, inte heller länet."),
        quote=found.lesson,
        button=_("Släpp lärdomen"),
    )


@login_required
@require_http_methods(BOTH)
def withdraw(request: HttpRequest, letter: str, number: int) -> HttpResponse:
    found = find_lesson(request, letter, number)
    require(who(request), REVIEW, found.process)
    released = get_object_or_404(ReleasedLesson.objects.visible_to(who(request)), lesson=found)
    released.lesson = found
    return act(
        request,
        WhyForm(request.POST or None),
        lambda said: services.withdraw(by=who(request), released=released, why=said["why"]),
        told=_("Lärdomen är tagen ur biblioteket."),
        back=found.get_absolute_url(),
        title=_("Ta ur biblioteket"),
        name=released.title,
        words=_("Texten slutar visas för alla. Skälet läses av länet och den nationella nivån."),
        button=_("Ta ur biblioteket"),
    )
