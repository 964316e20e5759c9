"""A list, a matrix, a form with its rows, and a page of a given number of statements."""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tests.bench import made_up
from tests.bench.bare.forms import AnswerForm, Impacts
from tests.bench.bare.models import Actor, Answer, Book, Impact, Incident, Place

ROWS = 50


@login_required
def newest(request: HttpRequest, number: str) -> HttpResponse:
    incident = get_object_or_404(Incident, number=number)
    rows = Answer.objects.filter(incident=incident).select_related("actor").order_by("-submitted_at", "-id")[:ROWS]
    return render(request, "bare/list.html", {"incident": incident, "rows": rows})


@login_required
def matrix(request: HttpRequest, number: str) -> HttpResponse:
    incident = get_object_or_404(Incident, number=number)
    newest = Answer.objects.filter(incident=incident).select_related("actor").order_by("-submitted_at", "-id")[:ROWS]
    rows = list(newest)
    cells: dict[int, list[Impact]] = {row.pk: [] for row in rows}
    for impact in Impact.objects.filter(answer__in=rows).order_by("function"):
        cells[impact.answer_id].append(impact)
    for row in rows:
        row.cells = cells[row.pk]
    return render(request, "bare/matrix.html", {"incident": incident, "rows": rows})


@login_required
def answer(request: HttpRequest, number: str) -> HttpResponse:
    incident = get_object_or_404(Incident, number=number)
    form, impacts = AnswerForm(request.POST or None), Impacts(request.POST or None)
    if request.method == "POST" and form.is_valid() and impacts.is_valid():
        save(request, incident, form.cleaned_data, [one.cleaned_data for one in impacts])
        return redirect("newest", incident.number)
    return render(request, "bare/answer.html", {"form": form, "impacts": impacts})


def save(request: HttpRequest, incident: Incident, data: dict, rows: list[dict]) -> None:
    with transaction.atomic():
        sent = Answer.objects.create(
            incident=incident,
            actor=get_object_or_404(Actor, pk=request.POST["actor"]),
            author=request.user,
            number=f"{incident.number}-{timezone.now():%H%M%S%f}",
            state="submitted",
            grade=grade(data),
            trend=data["trend"],
            confidence=data["confidence"],
            summary=data["summary"],
            texts={"forecast": data["forecast"]},
            households=data["households"],
            submitted_at=timezone.now(),
        )
        Impact.objects.bulk_create([Impact(answer=sent, grade=grade(row), **{**row, **levels(row)}) for row in rows])


def levels(row: dict) -> dict:
    return {name: int(row[name]) if row[name].isdigit() else None for name in ("works", "resources", "load")}


def grade(row: dict) -> int | None:
    known = list(levels(row).values())
    return None if None in known else 1 + min(sum(known), 4)


def public(request: HttpRequest, size: int) -> HttpResponse:
    """For everybody: as many counties, papers and books as the portal's page, and running text until it is as large."""
    places = list(Place.objects.prefetch_related("papers"))
    context = {"places": places, "books": Book.objects.all(), "text": running_text(size)}
    return render(request, "bare/public.html", context)


@cache
def running_text(size: int) -> str:
    return (made_up.SENTENCE * (size // len(made_up.SENTENCE) + 1))[:size]


@login_required
def statements(request: HttpRequest, count: int) -> HttpResponse:
    """As many statements as asked for: two find the person, the others read a row each by its key."""
    rows = [Answer.objects.filter(pk=pk).first() for pk in range(1, count - 1)]
    return render(request, "bare/list.html", {"rows": [row for row in rows if row is not None]})
