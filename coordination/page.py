"""What stands on every page: the menu, who one is, what time it is, which exercise this is."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from actors.models import ActorKind, ContactPoint, Membership
from actors.prepared import prepared
from actors.roles import Role, contains
from coordination.incidents.pages import clock_of, who
from coordination.signing_in import kept, strength
from processes.permissions import BOARD

# Who finds the actor's own page in the menu: those who administer it, guard it, or appoint their deputy there.
KEEP_THEIR_OWN = (Role.ACTOR_ADMIN, Role.SECURITY_OFFICER, Role.DUTY_OFFICER)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame. One statement for a signed-in person: what she is and where."""
    by_link = getattr(request, "by_link", False)
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated and not by_link
    memberships = _memberships(request) if signed_in else []
    half_in = signed_in and not strength.is_strong(request) and strength.is_needed(request.user)
    first = memberships[0] if memberships else None
    return {
        # Whoever has a second step left would only be led back to it by the menu; whoever came by a link has one page.
        "menu": [] if half_in or by_link else _menu(request, memberships),
        "footer_links": [] if half_in or by_link else _footer(),
        "half_in": half_in,
        "by_link": by_link,
        "writer": kept.writer_mark(request.user) if signed_in else "",
        "person": request.user if signed_in else None,
        "acting_actor": first.actor if first else None,
        "own_actor": next((m.actor for m in memberships if m.role in KEEP_THEIR_OWN), None),
        "acting_role": _role_word(first.role) if first else "",
        "header_clock": SimpleLazyObject(partial(clock_of, timezone.now())) if signed_in else None,
        "demonstration": settings.DEMO,
        # Asked for by the pages that say no, and by no other.
        "help_contact": SimpleLazyObject(partial(_duty_phone, first)) if first else None,
    }


def _footer() -> list[dict[str, Any]]:
    """What everybody may look for at the foot of a page."""
    regional = reverse("regional_level")
    return [
        {"label": _("Om Samlad"), "url": reverse("about")},
        {"label": _("Tillgänglighet"), "url": reverse("about") + "#tillganglighet"},
        {"label": _("Webbkarta"), "url": reverse("search")},
        {"label": _("Kontakt"), "url": f"{regional}#kontakt"},
    ]


def _duty_phone(membership: Membership) -> ContactPoint | None:
    """Where the duty officer of the person's county answers; a national actor has no county."""
    reached = ContactPoint.objects.filter(actor__kind=ActorKind.COUNTY_BOARD, actor__county=membership.actor.county_id)
    with_phone = reached.exclude(phone="").select_related("actor").order_by("order", "pk")
    return with_phone.filter(function="TiB").first() or with_phone.first()


def _role_word(role: str) -> str:
    return _("TiB") if role == Role.DUTY_OFFICER else str(Role(role).label)


def _memberships(request: HttpRequest) -> list[Membership]:
    return _held(int(who(request).pk))


@prepared
def _held(person: int) -> "QuerySet[Membership]":
    held = Membership.objects.now().filter(person=person).select_related("actor__county")
    return held.order_by("actor_id", "pk")


def _own_process(memberships: list[Membership]) -> list[tuple[str, str, bool]]:
    """The development process of her own county, for who reads or leads it."""
    for held in memberships:
        if held.role in BOARD and held.actor.kind == ActorKind.COUNTY_BOARD and held.actor.county is not None:
            return [(_("Processen"), reverse("process_home", args=[held.actor.county.letter]), False)]
    return []


def _menu(request: HttpRequest, memberships: list[Membership]) -> list[dict[str, Any]]:
    items = []
    if memberships:
        items += [(_("Mitt läge"), reverse("start"), True), (_("Händelser"), reverse("incidents"), False)]
        items += _own_process(memberships)
        if any(held.role == Role.EXERCISE_LEADER for held in memberships):
            items += [(_("Övningar"), reverse("exercises"), False), (_("Beredskapsprov"), reverse("drills"), False)]
        if any(contains(m.role, Role.NATIONAL_READER) for m in memberships):
            items.append((_("Länens läge"), reverse("rollup"), False))
            items.append((_("Granskning"), reverse("review"), False))
    items.append((_("Regional nivå"), reverse("regional_level"), False))
    if not memberships:
        items += [
            (_("Metodkoncept"), reverse("method_concept"), False),
            (_("Publikationer"), reverse("publications"), False),
            (_("Sök"), reverse("search"), False),
        ]
    items.append((_("Ordlista"), reverse("glossary"), False))
    path = request.path
    return [
        {"label": label, "url": url, "current": path == url if exact else path.startswith(url)}
        for label, url, exact in items
    ]
