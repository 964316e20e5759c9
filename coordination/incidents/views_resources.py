"""Resource needs: the list, a new one, one with its offers, and the one thing that each may do with it."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Actor
from coordination.incidents.clock import now_in
from coordination.incidents.forms_resources import NeedForm, OfferForm
from coordination.incidents.models import Escalation, Incident, ResourceNeed, ResourceOffer
from coordination.incidents.pages import find, incident_page, my_actors, who
from coordination.incidents.permissions import ASK, CONTRIBUTE
from coordination.incidents.resource_rows import Row, begins_with, reached_at, rows_of, seen_by, source_of
from coordination.incidents.services import resources
from coordination.incidents.services.resources import BY_PHONE
from coordination.incidents.states import OfferState, ResourceState
from journal.permissions import require
from journal.refusals import Refused

SHOWN: Final = (
    ("alla", gettext_lazy("Alla")),
    ("obesvarade", gettext_lazy("Obesvarade")),
    ("saknas", gettext_lazy("Något saknas")),
    ("mina", gettext_lazy("Våra egna")),
)


@login_required
@require_safe
def resource_list(request: HttpRequest, number: str) -> HttpResponse:
    """What actors lack, the unanswered first. `?visa=` narrows it."""
    incident = find(request, number)
    now, wanted = now_in(incident), request.GET.get("visa", "alla")
    rows = rows_of(seen_by(who(request), incident), incident, my_actors(request, incident), now)
    kept = {
        "obesvarade": [row for row in rows if row.unanswered],
        "saknas": [row for row in rows if row.lacks],
        "mina": [row for row in rows if row.mine],
    }
    filters = [
        {"key": key, "word": word, "current": key == wanted, "count": len(kept.get(key, rows))} for key, word in SHOWN
    ]
    context = incident_page(
        request,
        incident,
        "resources",
        rows=kept.get(wanted, rows),
        to_answer=[row for row in rows if row.mine and row.lives and row.waiting],
        filters=filters,
        escalations=Escalation.objects.visible_to(who(request)).filter(incident=incident).count(),
    )
    return render(request, "incidents/resources/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Written standing up, on a telephone: what, how many, from when, where, whom to ring."""
    incident = find(request, number)
    person = who(request)
    require(person, CONTRIBUTE, incident)
    actors, now = needing(request, incident), now_in(incident)
    # Where there is more than one to choose among, nobody's telephone number is taken for another's.
    known = begins_with(person, incident, actors[0]) if len(actors) == 1 else {}
    begins = {"from_at": now, **known}
    form = NeedForm(request.POST or None, actors=actors, now=now, initial=begins, marked=incident)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        chosen = said.pop("actor")
        actor = next(one for one in actors if one.pk == chosen)
        need = resources.need_resource(by=person, incident=incident, actor=actor, **said)
        messages.success(request, _("Resursbehov %(number)d är antecknat.") % {"number": need.number})
        return redirect(need)
    context = incident_page(request, incident, "resources", form=form, speaks=bool(actors))
    return render(request, "incidents/resources/new.html", context, status=422 if form.errors else 200)


def needing(request: HttpRequest, incident: Incident) -> list[Actor]:
    """Whose need the person may write down: her own actors', and for those who ask every participant's."""
    mine = my_actors(request, incident)
    if not who(request).has_perm(ASK, incident):
        return mine
    others = Actor.objects.filter(participations__incident=incident, participations__left_at__isnull=True)
    return [*mine, *others.exclude(pk__in=[one.pk for one in mine]).order_by("sort_name")]


@login_required
@require_safe
def show(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """A need with its offers, and what the reader may do."""
    incident = find(request, number)
    row = find_row(request, incident, k)
    person, mine = who(request), my_actors(request, incident)
    context = incident_page(
        request,
        incident,
        "resources",
        row=row,
        need=row.need,
        offers=_offers(row, mine),
        told=row.need.origin == BY_PHONE,
        source=source_of(person, row.need),
        escalations=Escalation.objects.visible_to(person).filter(needs=row.need, incident=incident),
    )
    may = not incident.is_closed and CONTRIBUTE in context["may"]
    context["acts"] = _acts(row, mine, person.has_perm(ASK, incident)) if may else set()
    return render(request, "incidents/resources/show.html", context)


def _offers(row: Row, mine: list[Actor]) -> list[dict[str, Any]]:
    """`sum` is what is agreed if this is accepted; the first that fits has the page's one primary button."""
    own, found, first = {actor.pk for actor in mine}, [], True
    for one in row.offers:
        agreed = row.cover.agreed + one.quantity
        waits, more = one.state == OfferState.OFFERED, agreed > row.need.quantity
        leads = first and waits and not more
        first = first and not leads
        takes_back = waits or (one.state == OfferState.ACCEPTED and row.lives)
        found.append(
            {
                "offer": one,
                "own": one.actor_id in own,
                "sum": agreed,
                "more": more,
                "first": leads,
                "takes_back": takes_back,
            }
        )
    return found


def _acts(row: Row, mine: list[Actor], asks: bool) -> set[str]:
    """What may be done: the page shows a button for each, and the services ask again."""
    found = set()
    if row.lives and any(actor.pk != row.need.actor_id for actor in mine):
        found.add("offer")
    if row.mine:
        found.add("answer")
    if row.mine and row.need.state == ResourceState.AGREED:
        found.add("delivered")
    if row.mine and row.need.state == ResourceState.DELIVERED:
        found.add("returned")
    if row.lives and (row.mine or (asks and row.need.origin == BY_PHONE)):
        found.add("cancel")
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """Vi kan hjälpa: how many, from when, whom to ring."""
    incident = find(request, number)
    person = who(request)
    require(person, CONTRIBUTE, incident)
    row = find_row(request, incident, k)
    actors, now = [one for one in my_actors(request, incident) if one.pk != row.need.actor_id], now_in(incident)
    if not actors:
        raise Refused(_("Du svarar inte för någon annan aktör som kan hjälpa."))
    begins = {
        "quantity": row.cover.missing or None,
        "from_at": max(now, row.need.from_at),
        "until": row.need.until,
        "contact": reached_at(actors[0]) if len(actors) == 1 else "",
    }
    form = OfferForm(request.POST or None, actors=actors, need=row.need, cover=row.cover, now=now, initial=begins)
    if request.method == "POST" and form.is_valid():
        said = form.taken()
        chosen = said.pop("actor")
        actor = next(one for one in actors if one.pk == chosen)
        resources.offer_resource(by=person, need=row.need, actor=actor, **said)
        words = _("Erbjudandet är lämnat. %(actor)s svarar själv ja eller nej.")
        messages.success(request, words % {"actor": row.need.actor.name})
        return redirect(row.need)
    context = incident_page(request, incident, "resources", row=row, need=row.need, form=form)
    return render(request, "incidents/resources/offer.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def answer(request: HttpRequest, number: str, k: int, pk: int) -> HttpResponse:
    """An offer: yes, no, yes though it is more than is needed, or taken back by its own actor."""
    incident = find(request, number)
    row = find_row(request, incident, k)
    seen = ResourceOffer.objects.visible_to(who(request)).select_related("actor")
    offer = get_object_or_404(seen, need=row.need, pk=pk)
    offer.incident, offer.need = incident, row.need
    said: dict[str, Any] = {"by": who(request), "offer": offer, "note": noted(request)}
    do = request.POST.get("do", "")
    if do == "withdraw":
        resources.withdraw_offer(**said)
        words = _("Erbjudandet är taget tillbaka.")
    elif do in ("yes", "anyway", "no"):
        resources.answer_offer(**said, accepts=do != "no", anyway=do == "anyway")
        words = _("Ni har tackat nej.") if do == "no" else _("Ni har tackat ja.")
    else:
        raise Http404
    messages.success(request, words)
    return redirect(row.need)


@login_required
@require_POST
def tell(request: HttpRequest, number: str, k: int) -> HttpResponse:
    """What became of the need: delivered, returned, or needed no longer."""
    incident = find(request, number)
    need = find_row(request, incident, k).need
    said: dict[str, Any] = {"by": who(request), "need": need, "note": noted(request)}
    do = request.POST.get("do", "")
    if do == "delivered":
        resources.note_delivered(**said)
    elif do == "returned":
        resources.note_returned(**said)
    elif do == "cancel":
        resources.cancel_resource(**said)
    else:
        raise Http404
    messages.success(request, _("Läget är noterat."))
    return redirect(need)


def noted(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "")[: ResourceNeed._meta.get_field("remark").max_length]


def find_row(request: HttpRequest, incident: Incident, k: int) -> Row:
    need = get_object_or_404(seen_by(who(request), incident), number=k)
    return rows_of([need], incident, my_actors(request, incident), now_in(incident))[0]
