"""Influence: how actors are moved without command. They are told, asked, met; each answers for itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.direction.models import Cycle, Influence, InfluenceReply, Means, Response, SystemIssue
from coordination.direction.services.notes import refuse_absent
from coordination.direction.states import CycleState, InfluenceState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

ANSWERS: Final = (Response.ACCEPTED, Response.PARTLY, Response.DECLINED)
NEEDS_WORDS: Final = (Response.PARTLY, Response.DECLINED)
LONGEST: Final = 300


def plan_influence(
    *,
    by: Person,
    incident: Incident,
    means: str,
    text: str,
    actors: Iterable[Actor] = (),
    issue: SystemIssue | None = None,
    responsible: str = "",
    due: datetime | None = None,
    follow_up_at: datetime | None = None,
    mark: Mark | None = None,
) -> Influence:
    """Plan it, and ask the actors. Silence is shown as silence; nobody is ordered."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    asked = list(dict.fromkeys(actors))
    now = now_in(incident)
    if means not in Means.values:
        raise RuleBroken(_("Det medlet finns inte."))
    if not text.strip():
        raise RuleBroken(_("Skriv budskapet: vad ni vill att aktörerna gör eller vet."))
    if issue is not None and issue.incident_id != incident.pk:
        raise RuleBroken(_("Systemfrågan hör till en annan händelse."))
    _refuse_disorder(due, follow_up_at, now)
    for actor in asked:
        refuse_absent(incident, actor)
    influence = Influence(
        incident=incident,
        issue=issue,
        means=means,
        text=text.strip(),
        responsible=responsible.strip(),
        due=due,
        follow_up_at=follow_up_at,
        made_at=now,
        made_by=by,
        **mark_columns(mark, by=by, now=now, default=incident, at_least=(issue,) if issue else ()),
    )
    with transaction.atomic():
        _number(influence)
        influence.full_clean()
        influence.save()
        InfluenceReply.objects.bulk_create([InfluenceReply(influence=influence, actor=actor) for actor in asked])
        record(influence, "influence.planned", by=by, to_state=influence.state, actors=[one.key for one in asked])
        subject = influence.journal_subject()
        notify(incident, asked, NoticeKind.INFLUENCE, subject, influence.get_absolute_url())
    return influence


def _number(influence: Influence) -> None:
    Incident.objects.select_for_update().get(pk=influence.incident_id)
    going = Cycle.objects.filter(incident=influence.incident_id, state=CycleState.OPEN).out_of_quarantine().first()
    influence.number, influence.cycle = next_number(Influence, influence.incident), going
    influence.held_in = going.number if going else 0


def _refuse_disorder(due: datetime | None, follow_up_at: datetime | None, now: datetime) -> None:
    if any(at is not None and at <= now for at in (due, follow_up_at)):
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))
    if due and follow_up_at and follow_up_at < due:
        raise RuleBroken(_("Uppföljningen ligger före det den ska följa upp. Ändra någon av tiderna."))


def do_influence(*, by: Person, influence: Influence) -> Influence:
    """It is done: said, asked, sent."""
    require(by, PROPOSE, influence.incident)
    refuse_closed(influence.incident)
    with transaction.atomic():
        move(influence, InfluenceState.DONE, by=by)
    return influence


def answer_influence(
    *, by: Person, influence: Influence, actor: Actor, response: str, text: str = ""
) -> InfluenceReply:
    """The actor's own answer: yes, in part, or no. It may be changed as long as the incident goes on."""
    require(by, CONTRIBUTE, influence.incident)
    refuse_closed(influence.incident)
    refuse_foreign(by, actor)
    text = text.strip()
    if response not in ANSWERS:
        raise RuleBroken(_("Välj ett svar: accepterat, delvis eller avböjt."))
    if response in NEEDS_WORDS and not text:
        raise RuleBroken(_("Skriv skälet, så att andra kan planera om."))
    if len(text) > LONGEST:
        raise RuleBroken(_("Skriv på högst %(n)d tecken.") % {"n": LONGEST})
    with transaction.atomic():
        reply = InfluenceReply.objects.select_for_update(of=("self",)).filter(influence=influence, actor=actor).first()
        if reply is None:
            raise RuleBroken(_("%(actor)s är inte tillfrågad.") % {"actor": actor.name})
        reply.response, reply.text, reply.at, reply.by = response, text, now_in(influence.incident), by
        reply.save(update_fields=["response", "text", "at", "by"])
        reply.influence = influence
        record(influence, "influence.answered", by=by, note=text, actor=actor.key, response=response)
    return reply


def follow_up(*, by: Person, influence: Influence, effect: str) -> Influence:
    """What effect it had, whatever was meant."""
    require(by, PROPOSE, influence.incident)
    refuse_closed(influence.incident)
    effect = effect.strip()
    if not effect:
        raise RuleBroken(_("Skriv vilken effekt det fick."))
    if len(effect) > LONGEST:
        raise RuleBroken(_("Skriv på högst %(n)d tecken.") % {"n": LONGEST})
    if influence.state == InfluenceState.PLANNED:
        raise RuleBroken(_("Det är planerat och inte gjort än. Säg först att det är gjort."))
    with transaction.atomic():
        if influence.state == InfluenceState.FOLLOWED_UP:
            move(influence, InfluenceState.DONE, by=by)
        move(influence, InfluenceState.FOLLOWED_UP, by=by, effect=effect)
    return influence
