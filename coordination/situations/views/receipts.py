"""The receipt: the county has the answer. What was sent, what happens with it, and how to correct or withdraw it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.incidents import pages
from coordination.incidents.clock import now_in
from coordination.situations.answers import filed
from coordination.situations.models import Input
from coordination.situations.report import fate
from coordination.situations.services import afterwards
from coordination.situations.states import InputState, RequestState
from coordination.situations.weighing import threads
from coordination.templatetags.look import length
from journal.refusals import RuleBroken

SHORT_HASH = 12


@login_required
def receipt(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """For the actor's own people, and for the one who wrote down what was said. Others read the answer itself."""
    sent = _find(request, number, pk)
    if not _own(request, sent):
        return redirect(sent)
    return render(request, "situations/receipt.html", _page(request, sent))


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take the answer back, with the reason that all will read."""
    sent = _find(request, number, pk)
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        afterwards.withdraw_input(by=request.user, sent=sent, reason=reason)  # type: ignore[arg-type]  # signed in
    except RuleBroken as refusal:
        wrong = {"reason": [refusal.sentence]}
        context = _page(request, sent) | {"form": {"errors": wrong}, "reason": reason, "wrong": refusal.sentence}
        return render(request, "situations/receipt.html", context, status=409 if reason.strip() else 422)
    messages.success(request, _("Svaret är återtaget. Det räknas inte längre, men går att läsa."))
    return redirect("receipt", number, pk)


def _find(request: HttpRequest, number: str, pk: int) -> Input:
    seen = Input.objects.visible_to(request.user).sent()
    related = seen.select_related(
        "incident__lead", "incident__type", "request__question_set", "actor", "author", "read_by"
    )
    sent = get_object_or_404(related, incident__number=number, pk=pk)
    sent.request.incident = sent.incident
    return sent


def _own(request: HttpRequest, sent: Input) -> bool:
    mine = {actor.pk for actor in pages.my_actors(request, sent.incident)}
    return sent.actor_id in mine or sent.author_id == request.user.pk


def _page(request: HttpRequest, sent: Input) -> dict[str, Any]:
    left = sent.request.deadline - sent.submitted_at if sent.submitted_at else None
    in_force = sent.state == InputState.SUBMITTED
    is_open = sent.request.state == RequestState.SENT and not sent.incident.is_closed
    return pages.incident_page(
        request,
        sent.incident,
        "requests",
        sent=sent,
        asked=sent.request,
        margin=length(abs(left)) if left is not None else "",
        short_hash=sent.content_hash[:SHORT_HASH],
        files=[one for row in filed.of(sent, sent.request.question_set).values() for one in row],
        used=fate.used(sent),
        in_force=in_force,
        may_correct=in_force and is_open,
        correct_url=_correct_url(sent),
        next_report_at=_coming(sent),
        **threads.of(request.user, sent, mine=sent.actor in pages.my_actors(request, sent.incident)),
    )


def _coming(sent: Input) -> str:
    """When the next report is due, as long as that is still ahead."""
    at = str(sent.incident.headline.get("next_report_at") or "")
    return at if at and datetime.fromisoformat(at) > now_in(sent.incident) else ""


def _correct_url(sent: Input) -> str:
    keys = [sent.incident.number, sent.request.number]
    if sent.oral:
        return reverse("answer_oral", args=[*keys, sent.actor_id])
    return f"{reverse('answer', args=keys)}?aktor={sent.actor_id}"
