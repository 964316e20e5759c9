"""Answering by a link, without an account: that one request, and nothing else of the portal.

Whoever follows a link is its guest for as long as the request takes: no session is opened, and the next request must
bring the link again. The county gives links out and takes them back.
"""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actors import access, sight
from actors.models import Actor, ActorKind, ContactPoint
from actors.roles import Role
from coordination.incidents import sight as incident_sight
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import ASK
from coordination.signing_in import address
from coordination.situations.answers import filed
from coordination.situations.forms_rhythm import LaterForm
from coordination.situations.models import AnswerLink, Input, Recipient
from coordination.situations.rounds import linking
from coordination.situations.services import links, requests
from coordination.situations.views import answer_pages, answering
from coordination.situations.views.requests import asked as find_request
from coordination.situations.views.seat import Seat
from journal.permissions import require
from journal.refusals import Refused, RuleBroken

# From one network, each minute: any link at all, and links that open nothing.
ANY_A_MINUTE, WRONG_A_MINUTE = 240, 30
SHORT_HASH: Final = 12
View = Callable[..., HttpResponse]


def apart(view: View) -> View:
    """No copy is kept, and the address is told to nobody.

    strict-origin and not no-referrer: the latter takes from a form's own sending the origin that the form's key is held
    to, and the address is told as little by either.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        was = request.user
        try:
            response = view(request, *args, **kwargs)
        except RuleBroken as broken:
            response = _plain(request, broken.sentence, 409)
        except Refused as refused:
            response = _plain(request, refused.sentence, 403)
        finally:
            request.user = was
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return inner


def _plain(request: HttpRequest, sentence: str, status: int, row: AnswerLink | None = None) -> HttpResponse:
    context: dict[str, Any] = {"sentence": sentence}
    if row is not None:
        reached = ContactPoint.objects.filter(actor__kind=ActorKind.COUNTY_BOARD, actor__county=row.actor.county_id)
        context["help_contact"] = reached.exclude(phone="").select_related("actor").order_by("order", "pk").first()
    return render(request, "situations/link_gone.html", context, status=status)


def _too_many(request: HttpRequest, kind: str, most: int) -> bool:
    key = f"link:{kind}:{address.network_of(request)}:{int(time.time()) // 60}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, 120)
    return count > most


def _enter(request: HttpRequest, secret: str) -> tuple[AnswerLink, Seat | None] | HttpResponse:
    """The link and the guest's place at its request; none where there is no place. Or the page that says no."""
    if _too_many(request, "any", ANY_A_MINUTE):
        return _plain(request, _("Det kom många försök på kort tid härifrån. Vänta en minut och försök igen."), 429)
    row = linking.find(secret)
    if row is None:
        many = _too_many(request, "wrong", WRONG_A_MINUTE)
        return _plain(
            request, _("Länken leder ingenstans. Kontrollera att hela adressen kom med."), 429 if many else 404
        )
    if not linking.holds(row):
        return _plain(request, _("Länken gäller inte längre."), 410, row)
    guest = row.guest
    # In memory, for this request alone: as an account the guest stays closed, so that no door opens to it.
    guest.is_active = True
    sight.enter(guest)
    access.come_in(guest)
    request.user = guest
    request.by_link = True  # type: ignore[attr-defined]  # read by coordination.page: nobody is signed in
    return row, _place(row, secret)


def _place(row: AnswerLink, secret: str) -> Seat | None:
    seen = Incident.objects.visible_to(row.guest)
    own = access.actors_of(row.guest, Role.REPORTER).values("pk")
    rows = Recipient.objects.filter(
        request=row.request_id, actor=row.actor_id, actor__in=own, request__incident__in=seen
    )
    free = incident_sight.out_of_quarantine(rows, "request", "request_id")
    found = free.select_related(
        "actor", "request__question_set", "request__incident__lead", "request__incident__type"
    ).first()
    if found is None:
        return None
    return Seat(found.request.incident, found.request, found.actor, found, row.guest, link=secret)


def _for_guest(act: Callable[[HttpRequest, AnswerLink, Seat], HttpResponse]) -> View:
    """A page of the link: for the guest, at her place, while the request is open and the link has not been used."""

    @wraps(act)
    def inner(request: HttpRequest, secret: str) -> HttpResponse:
        entered = _enter(request, secret)
        if isinstance(entered, HttpResponse):
            return entered
        row, place = entered
        if place is None:
            return _plain(request, _("Länken gäller inte längre."), 410, row)
        if row.used_at is not None:
            return _receipt(request, place)
        if not place.is_open:
            return _plain(
                request, _("Begäran är avslutad. Ring länsstyrelsen om det ni vill säga är viktigt."), 410, row
            )
        return act(request, row, place)

    return apart(inner)


@require_http_methods(["GET", "POST"])
@_for_guest
def follow(request: HttpRequest, row: AnswerLink, place: Seat) -> HttpResponse:
    """The questions. Reading uses nothing up, so what scans mail may read; sending does."""
    if request.method == "POST":
        return _home(answering.posted(request, place), row, place)
    links.note_opened(row)
    requests.note_opened(request=place.asked, actor=place.actor)
    return answer_pages.form(request, place, place.start)


@require_http_methods(["GET", "POST"])
@_for_guest
def check(request: HttpRequest, row: AnswerLink, place: Seat) -> HttpResponse:
    """One page before sending: everything as it will be read."""
    return _home(answering.checked(request, place), row, place)


@require_POST
@_for_guest
def autosave(request: HttpRequest, row: AnswerLink, place: Seat) -> HttpResponse:
    return answering.saved(partial(answering.kept, request, place))


def _home(response: HttpResponse, row: AnswerLink, place: Seat) -> HttpResponse:
    """Whoever has sent comes to the link's own receipt: the portal's is for those who sign in."""
    if not isinstance(response, HttpResponseRedirect):
        return response
    led_to = resolve(urlsplit(response.url).path)
    if led_to.url_name == "receipt":
        links.note_used(row, Input.objects.get(pk=led_to.kwargs["pk"], request=place.asked, actor=place.actor))
        return redirect("link", place.link)
    return response


def _receipt(request: HttpRequest, place: Seat) -> HttpResponse:
    mine = Input.objects.visible_to(place.by).sent().filter(request=place.asked, actor=place.actor)
    sent = mine.order_by("-version").first()
    attached = filed.of(sent, place.asked.question_set)
    context = {
        "place": place,
        "incident": place.incident,
        "asked": place.asked,
        "sent": sent,
        "files": [one for row in attached.values() for one in row],
        "short_hash": sent.content_hash[:SHORT_HASH] if sent else "",
        "now": now_in(place.incident),
    }
    return render(request, "situations/link_receipt.html", context)


@login_required
@require_POST
def link_again(request: HttpRequest, number: str, k: int, actor: int) -> HttpResponse:
    """A new link to the same address; the former ones open nothing more."""
    asked, chosen = _asked_of(request, number, k, actor)
    made = links.send_again(by=who(request), request=asked, actor=chosen)
    messages.success(
        request, _("En ny länk skickas till %(email)s. De förra gäller inte längre.") % {"email": made.email}
    )
    return redirect(asked)


@login_required
@require_POST
def link_revoke(request: HttpRequest, number: str, k: int, actor: int) -> HttpResponse:
    asked, chosen = _asked_of(request, number, k, actor)
    links.revoke(by=who(request), request=asked, actor=chosen)
    messages.success(request, _("Länken är tillbakatagen. Ingen kommer in med den."))
    return redirect(asked)


def _asked_of(request: HttpRequest, number: str, k: int, actor: int) -> tuple[Any, Actor]:
    incident = find(request, number)
    require(who(request), ASK, incident)
    asked = find_request(incident, k)
    return asked, get_object_or_404(asked.recipients.select_related("actor"), actor=actor).actor


@login_required
def answer_later(request: HttpRequest, number: str, k: int, actor: int) -> HttpResponse:
    """The actor's answer comes later: when, and why."""
    incident = find(request, number)
    asked = find_request(incident, k)
    mine = next((one for one in my_actors(request, incident) if one.pk == actor), None)
    if mine is None or not asked.recipients.filter(actor=mine).exists():
        raise Http404
    form = LaterForm(request.POST or None, deadline=max(asked.deadline, now_in(incident)))
    if request.method == "POST" and form.is_valid():
        try:
            requests.postpone_answer(by=who(request), request=asked, actor=mine, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.sentence)
        else:
            messages.success(request, _("Länsstyrelsen ser att svaret kommer senare."))
            return redirect(asked)
    context = incident_page(request, incident, "requests", form=form, request_=asked, actor=mine)
    return render(request, "situations/request_later.html", context, status=422 if form.errors else 200)
