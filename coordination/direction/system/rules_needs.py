"""Rules about who has the needs: nobody, one who has not said so, two, one with too many, one who is lacking."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.models import Actor, ActorKind, Municipality
from coordination.direction.models import Need, NeedRole, Part
from coordination.direction.system import finding
from coordination.direction.system.finding import Finding, key_of
from coordination.direction.system.reading import BOTTLENECK, Picture

URGENT = 2


def without_anybody(picture: Picture) -> Iterator[Finding]:
    """No actor has itself said that it is responsible."""
    for need in picture.needs.values():
        responsible = picture.live(need, Part.RESPONSIBLE)
        if any(row.confirmed_at for row in responsible):
            continue
        if responsible:
            yield from (_believed(need, row) for row in responsible)
            continue
        around = picture.live(need, Part.SUPPORTS, Part.AFFECTED)
        yield _shared(need, around) if len(around) > 1 else _nobody(picture, need, around)


def _believed(need: Need, row: NeedRole) -> Finding:
    """E22: all thought that another had it."""
    words = _("Flera tror att %(actor)s har det här. %(actor)s har inte sagt det.") % {"actor": row.actor.name}
    return Finding(finding.BELIEVED, key_of(need.number, row.actor_id), words, (need,), (row.actor,))


def _shared(need: Need, around: list[NeedRole]) -> Finding:
    words = _("%(n)d aktörer berörs eller stödjer, men ingen är ansvarig.") % {"n": len(around)}
    key = key_of(need.number, *(row.actor_id for row in around))
    return Finding(finding.SHARED, key, words, (need,), tuple(row.actor for row in around))


def _nobody(picture: Picture, need: Need, around: list[NeedRole]) -> Finding:
    """Each new no makes it another finding: what was judged before it is judged again."""
    said_no = [row for row in picture.roles[need.pk] if row.declined_at]
    words = _("Ingen har det här.")
    if said_no:
        names = ", ".join(row.actor.name for row in said_no)
        words = _("%(actors)s har sagt att det inte är den. Ingen har det här.") % {"actors": names}
    actors = tuple(row.actor for row in [*said_no, *around])
    return Finding(finding.NOBODY, key_of(need.number, *(row.actor_id for row in said_no)), words, (need,), actors)


def two_responsible(picture: Picture) -> Iterator[Finding]:
    for need in picture.needs.values():
        sure = [row for row in picture.live(need, Part.RESPONSIBLE) if row.confirmed_at]
        if len(sure) > 1:
            names = ", ".join(row.actor.name for row in sure)
            words = _("Flera har sagt att de är ansvariga: %(actors)s.") % {"actors": names}
            key = key_of(need.number, *(row.actor_id for row in sure))
            yield Finding(finding.TWO_RESPONSIBLE, key, words, (need,), tuple(row.actor for row in sure))


def overloaded(picture: Picture) -> Iterator[Finding]:
    """Found again when it has grown by as much once more."""
    by_actor: dict[int, tuple[Actor, list[Need]]] = {}
    for need in picture.needs.values():
        for row in picture.live(need, Part.RESPONSIBLE):
            by_actor.setdefault(row.actor_id, (row.actor, []))[1].append(need)
    for actor, needs in by_actor.values():
        if len(needs) >= BOTTLENECK:
            words = _("%(actor)s är ansvarig för %(n)d behov som inte är klara.") % {
                "actor": actor.name,
                "n": len(needs),
            }
            yield Finding(finding.OVERLOADED, key_of(actor.pk, len(needs) // BOTTLENECK), words, tuple(needs), (actor,))


def missing(picture: Picture) -> Iterator[Finding]:
    for need in picture.needs.values():
        for row in picture.live(need, Part.MISSING):
            words = _("%(actor)s saknas.") % {"actor": row.actor.name}
            yield Finding(finding.MISSING, key_of(need.number, row.actor_id), words, (need,), (row.actor,))


def absent_municipalities(picture: Picture) -> Iterator[Finding]:
    """Municipalities that a need is about, and that do not take part in the incident."""
    by_place: dict[str, tuple[Municipality, list[Need]]] = {}
    for need in picture.needs.values():
        for place in picture.municipalities[need.pk]:
            by_place.setdefault(place.pk, (place, []))[1].append(need)
    if not by_place:
        return
    actors = Actor.objects.filter(kind=ActorKind.MUNICIPALITY, municipality__in=list(by_place)).order_by("pk")
    of_place: dict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        if actor.municipality_id is not None:
            of_place[actor.municipality_id].append(actor)
    for pk, (place, needs) in by_place.items():
        if not any(actor.pk in picture.there for actor in of_place[pk]):
            words = _("%(place)s berörs men deltar inte i händelsen.") % {"place": place.name}
            yield Finding(finding.ABSENT_MUNICIPALITY, key_of(place.code), words, tuple(needs), tuple(of_place[pk]))


def overdue(picture: Picture) -> Iterator[Finding]:
    for need in picture.needs.values():
        due = need.needed_by
        if due is None or need.priority > URGENT or due >= picture.now:
            continue
        moved = picture.moved.get(need.pk)
        if moved is None or moved <= due:
            words = _("Behövdes senast %(time)s. Ingen har sagt hur det gick.") % {
                "time": date_format(timezone.localtime(due), "j b H:i")
            }
            yield Finding(finding.OVERDUE, key_of(need.number, int(due.timestamp())), words, (need,))
