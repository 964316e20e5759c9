"""Injects by hand: given before or after their time, skipped, taken back, added on the fly, and what was observed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.exercises.giving import TROUBLE, give
from coordination.exercises.models import Inject, InjectKind, Play
from coordination.exercises.scenario_file import LAST_MINUTE
from coordination.exercises.services.rules import held_inject, held_play, refuse_ended
from coordination.exercises.states import InjectState, PlayState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.permissions import CONTROL
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

BY_HAND: Final = "Spelades in för hand"


def give_inject(*, by: Person, inject: Inject) -> Inject:
    """Now, whatever its time is."""
    require(by, CONTROL, inject.incident)
    with transaction.atomic():
        held = held_inject(inject)
        if held.play.state == PlayState.PREPARED:
            raise RuleBroken(_("Starta övningen först."))
        if held.state == InjectState.GIVEN:
            raise MovedOn(_("Inspelet är redan inspelat."))
        give(held, by=by, note=BY_HAND)
    return held


def skip_inject(*, by: Person, inject: Inject) -> None:
    require(by, CONTROL, inject.incident)
    with transaction.atomic():
        move(held_inject(inject), InjectState.SKIPPED, by=by)


def take_back_inject(*, by: Person, inject: Inject) -> None:
    """What was skipped waits again. Where its time has passed, it comes as soon as the clock goes."""
    require(by, CONTROL, inject.incident)
    with transaction.atomic():
        held = held_inject(inject)
        more = {name: value for name, value in held.more.items() if name != TROUBLE}
        move(held, InjectState.WAITING, by=by, more=more)


def add_inject(
    *,
    by: Person,
    play: Play,
    kind: str,
    text: str,
    actors: Iterable[Actor] = (),
    in_minutes: int = 0,
    expected: str = "",
) -> Inject:
    """One that the scenario did not have, so many minutes of the exercise from now."""
    require(by, CONTROL, play.incident)
    chosen, text = list(actors), text.strip()
    _refuse_unclear(play.incident, kind, text, chosen, in_minutes)
    with transaction.atomic():
        held_play(play)
        refuse_ended(play)
        last = Inject.objects.filter(play=play).aggregate(last=Max("order"))["last"] or 0
        inject = Inject(
            incident=play.incident,
            play=play,
            order=last + 1,
            at=now_in(play.incident) + timedelta(minutes=in_minutes),
            kind=kind,
            text=text,
            expected=expected.strip(),
        )
        inject.full_clean(exclude=["incident", "play"])
        inject.save()
        inject.to.set(chosen)
        record(inject, "inject.added", by=by, to_state=inject.state)
    return inject


def _refuse_unclear(incident: Incident, kind: str, text: str, actors: list[Actor], in_minutes: int) -> None:
    if kind not in InjectKind.values or not text:
        raise RuleBroken(_("Skriv inspelet, och välj vilket slag det är."))
    if not actors and kind not in (InjectKind.FOR_CONTROL, InjectKind.LOG):
        raise RuleBroken(_("Välj minst en mottagare."))
    if not 0 <= in_minutes <= LAST_MINUTE:
        raise RuleBroken(_("Välj en tid framåt, högst två veckor."))
    inside = set(incident.participations.filter(left_at__isnull=True).values_list("actor_id", flat=True))
    outside = [actor.name for actor in actors if actor.pk not in inside]
    if outside:
        raise RuleBroken(_("Deltar inte i händelsen: %(names)s. Bjud in dem först.") % {"names": ", ".join(outside)})


def observe(*, by: Person, inject: Inject, text: str) -> None:
    """What its leader saw, beside what she hoped to see. Also when the exercise is over."""
    require(by, CONTROL, inject.incident)
    inject.observed = text.strip()
    with transaction.atomic():
        inject.save(update_fields=["observed"])
        record(inject, "inject.observed", by=by)
