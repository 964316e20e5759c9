"""Rules about what is done: twice, against each other, in the wrong order, with what there is not enough of."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from actors.models import Actor
from coordination.direction.models import NEEDS_REASON, Measure, Need, NeedKind, Stand
from coordination.direction.states import MeasureState
from coordination.direction.system import finding
from coordination.direction.system.finding import Finding, key_of
from coordination.direction.system.reading import Picture, is_unfinished
from coordination.incidents.models import ResourceNeed


def two_measures(picture: Picture) -> Iterator[Finding]:
    """Different actors' unfinished measures for one need."""
    by_need: dict[int, list[Measure]] = defaultdict(list)
    for measure in picture.measures.values():
        if measure.need_id in picture.needs and is_unfinished(measure):
            by_need[measure.need_id].append(measure)
    double = {pk: rows for pk, rows in by_need.items() if len({row.owner_id for row in rows}) > 1}
    for pk, rows in double.items():
        owners = _actors(row.owner for row in rows)
        names = ", ".join(actor.name for actor in owners)
        words = _("Flera gör eller planerar något för samma behov: %(actors)s.") % {"actors": names}
        key = key_of(picture.needs[pk].number, *(actor.pk for actor in owners))
        keys = tuple(row.pk for row in rows)
        yield Finding(finding.TWO_MEASURES, key, words, (picture.needs[pk],), owners, keys)


def _actors(owners: Iterator[Actor]) -> tuple[Actor, ...]:
    found = {actor.pk: actor for actor in owners}
    return tuple(found[pk] for pk in sorted(found))


def hinders(picture: Picture) -> Iterator[Finding]:
    for one, other in picture.hinders:
        action, need = picture.needs.get(one), picture.needs.get(other)
        if action is not None and need is not None and action.kind == NeedKind.ACTION:
            words = _("Åtgärdsbehov %(action)d gör behov %(need)d svårare att möta.") % {
                "action": action.number,
                "need": need.number,
            }
            yield Finding(finding.HINDERS, key_of(action.number, need.number), words, (action, need))


def reserved(picture: Picture) -> Iterator[Finding]:
    if picture.direction is None:
        return
    number = picture.direction.number
    for actor, stand in picture.reserved:
        if stand in NEEDS_REASON:
            said = str(Stand(stand).label).lower()
            words = _("%(actor)s: %(stand)s, om inriktning %(n)d.") % {"actor": actor.name, "stand": said, "n": number}
            yield Finding(finding.RESERVED, key_of(number, actor.pk, stand), words, (), (actor,))


def waits(picture: Picture) -> Iterator[Finding]:
    for one, other in picture.waits:
        measure, on = picture.measures.get(one), picture.measures.get(other)
        if measure is None or on is None or not is_unfinished(measure):
            continue
        words = {"owner": measure.owner.name, "other": on.owner.name, "n": measure.pk, "on": on.pk}
        if on.state == MeasureState.DECLINED:
            said = _("Åtgärd %(n)d (%(owner)s) väntar på åtgärd %(on)d, som %(other)s inte tar på sig.") % words
            yield _waiting(picture, finding.WAITS_DECLINED, measure, on, said)
        elif is_unfinished(on) and on.due > measure.due:
            said = _("Åtgärd %(n)d (%(owner)s) väntar på åtgärd %(on)d (%(other)s), som ska vara klar senare.") % words
            yield _waiting(picture, finding.WAITS_LATER, measure, on, said)


def _waiting(picture: Picture, rule: str, measure: Measure, on: Measure, words: str) -> Finding:
    keys = dict.fromkeys(pk for pk in (measure.need_id, on.need_id) if pk in picture.needs)
    needs = tuple(picture.needs[pk] for pk in keys if pk is not None)
    actors = _actors(iter([measure.owner, on.owner]))
    return Finding(rule, key_of(measure.pk, on.pk), words, needs, actors, (measure.pk, on.pk))


def resource_short(picture: Picture) -> Iterator[Finding]:
    """The same thing in the same unit, asked for more than once, and more of it than is offered."""
    by_kind: dict[tuple[str, str], list[ResourceNeed]] = defaultdict(list)
    for row in picture.resources:
        by_kind[(_plain(row.what), _plain(row.unit))].append(row)
    for (what, unit), rows in by_kind.items():
        asked, offered = sum(row.quantity for row in rows), sum(picture.offered.get(row.pk, 0) for row in rows)
        if len(rows) < 2 or offered >= asked:
            continue
        words = _("Samma slags resurs begärs %(times)d gånger: %(asked)d behövs, %(offered)d är erbjudna.") % {
            "times": len(rows),
            "asked": asked,
            "offered": offered,
        }
        numbers = ", ".join(str(row.number) for row in rows)
        words = _("%(sentence)s Resursbehov %(numbers)s.") % {"sentence": words, "numbers": numbers}
        needs = {need.pk: need for row in rows for need in picture.resource_needs.get(row.pk, [])}
        yield Finding(
            finding.RESOURCE_SHORT,
            key_of(hashlib.sha256(f"{what}|{unit}".encode()).hexdigest()[:24], *(row.number for row in rows)),
            words,
            tuple(_by_number(needs)),
            _actors(row.actor for row in rows),
        )


def _by_number(needs: dict[int, Need]) -> list[Need]:
    return sorted(needs.values(), key=lambda need: need.number)


def _plain(words: str) -> str:
    """Two that write the same thing with other capitals or spaces mean the same thing."""
    return " ".join(words.casefold().split())
