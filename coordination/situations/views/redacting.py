"""The owner strikes out fields of an answer that is not shared, and lets all read the rest."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.incidents.pages import find, incident_page, who
from coordination.incidents.services import answers_for
from coordination.situations.content import Content
from coordination.situations.forms import value_at
from coordination.situations.forms_words import label_of
from coordination.situations.models import Function, Input, RedactedCopy
from coordination.situations.services.redaction import redact, strikable
from journal.refusals import Refused, RuleBroken


@dataclass(frozen=True)
class Field:
    path: str
    label: str
    value: int | str
    struck: bool


@login_required
@require_http_methods(["GET", "POST"])
def redact_input(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = find(request, number)
    seen = Input.objects.visible_to(who(request)).sent().select_related("actor", "request__question_set")
    answer = get_object_or_404(seen, incident=incident, pk=pk)
    answer.incident = incident
    if not answers_for(who(request), answer):
        raise Refused(_("Bara den som har skrivit uppgiften bestämmer vem som får läsa den."))
    wrong, struck = "", request.POST.getlist("struck")
    if request.method == "POST":
        try:
            redact(by=who(request), answer=answer, struck=struck)
        except RuleBroken as broken:
            wrong = broken.sentence
        else:
            messages.success(request, _("Avskriften är klar. Alla som deltar läser den."))
            return redirect(answer)
    fields = _fields(answer, struck or _struck_before(answer))
    context = incident_page(request, incident, "board", input=answer, fields=fields, wrong=wrong)
    return render(request, "situations/redact.html", context, status=409 if wrong else 200)


def _struck_before(answer: Input) -> list[str]:
    return list(RedactedCopy.objects.filter(input=answer).values_list("struck", flat=True).first() or [])


def _fields(answer: Input, struck: list[str]) -> list[Field]:
    asked = answer.request.question_set
    names = {function.key: str(function) for function in Function.objects.filter(key__in=asked.functions)}
    return [
        Field(path, label_of(path, asked, names), _said(answer.content, path), path in struck)
        for path in strikable(answer.content)
    ]


def _said(content: Content, path: str) -> int | str:
    part, _dot, key = path.partition(".")
    if part == "numbers":
        return int(content["numbers"][key])
    if part == "places":
        return str(content["places"][key].get("name", ""))
    if part == "rows":
        cells = [str(value) for row in content["rows"][key] for value in row.values() if value not in (None, "")]
        return ", ".join(cells)
    if path == "needs":
        return ", ".join(str(need.get("what", "")) for need in content["needs"])
    return value_at(content, path)
