"""Needs: stated by the actor that has them or derived by the county, changed and judged anew as the event goes on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Municipality, Person
from actors.roles import Role
from coordination.direction.models import (
    ACTION_STATES,
    HELP_STATES,
    Cycle,
    Need,
    NeedKind,
    NeedSource,
    Note,
)
from coordination.direction.services.notes import refuse_absent, refuse_unread
from coordination.direction.states import CycleState, NeedState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import CONTRIBUTE, PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed, refuse_foreign
from coordination.situations.models import Input
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, Refused, RuleBroken

MORE: Final = (
    "domain", "scope", "affected", "estimate", "consequence", "protection_value", "action_domain", "legal_basis",
)  # fmt: skip
TEXT: Final = ("title", "priority", "needed_by", *MORE)
SETS: Final = ("municipalities", "serves", "hinders")


def state_need(
    *,
    by: Person,
    incident: Incident,
    kind: str,
    title: str,
    priority: int = 3,
    needed_by: datetime | None = None,
    actor: Actor | None = None,
    note: Note | None = None,
    input: Input | None = None,
    serves: Iterable[Need] = (),
    hinders: Iterable[Need] = (),
    municipalities: Iterable[Municipality] = (),
    mark: Mark | None = None,
    **more: Any,
) -> Need:
    """State a need. An actor that takes part states its own help needs; the county states any.

    `note` is the noted fact that the need is made of. Its number is one of a series for both kinds.
    """
    _require(by, incident, kind, actor)
    refuse_closed(incident)
    if unknown := set(more) - set(MORE):
        raise ValueError(f"not of a need: {sorted(unknown)}")
    now, sets = now_in(incident), {"serves": list(serves), "hinders": list(hinders)}
    if needed_by is not None and needed_by <= now:
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))
    _refuse_unclear(incident, kind, title, priority, sets)
    if actor is not None:
        refuse_absent(incident, actor)
    if note is not None and note.incident_id != incident.pk:
        raise RuleBroken(_("Noteringen hör till en annan händelse."))
    if input is not None:
        refuse_unread(by, incident, input)
    under = [row for row in (note, input) if row is not None]
    need = Need(
        incident=incident,
        kind=kind,
        title=title.strip(),
        state=NeedState.NEW if kind == NeedKind.HELP else NeedState.UNFILLED,
        priority=priority,
        needed_by=needed_by,
        source=_source(by, actor, input),
        actor=actor,
        note=note,
        input=input,
        made_at=now,
        made_by=by,
        **more,
        **mark_columns(mark, by=by, now=now, default=incident, at_least=under),
    )
    with transaction.atomic():
        _number(need)
        need.full_clean()
        need.save()
        _put_sets(need, sets | {"municipalities": list(municipalities)})
        record(need, "need.stated", by=by, to_state=need.state, kind=kind, number=need.number)
    return need


def _require(by: Person, incident: Incident, kind: str, actor: Actor | None) -> None:
    if by.has_perm(PROPOSE, incident):
        return
    require(by, CONTRIBUTE, incident)
    if kind != NeedKind.HELP:
        raise Refused(_("Åtgärdsbehov anger länsstyrelsen. Ange det hjälpbehov som ni har."))
    if actor is None:
        raise RuleBroken(_("Välj vilken aktör som har behovet."))
    refuse_foreign(by, actor)


def _source(by: Person, actor: Actor | None, answer: Input | None) -> str:
    """Reported where the actor itself says so, now or in its answer."""
    if actor is None:
        return NeedSource.DERIVED
    own = access.acts_for(by, actor, Role.REPORTER) or (answer is not None and answer.actor_id == actor.pk)
    return NeedSource.REPORTED if own else NeedSource.DERIVED


def _number(need: Need) -> None:
    Incident.objects.select_for_update().get(pk=need.incident_id)
    going = Cycle.objects.filter(incident=need.incident_id, state=CycleState.OPEN).out_of_quarantine().first()
    need.number, need.cycle = next_number(Need, need.incident), going
    need.held_in = going.number if going else 0


def _refuse_unclear(incident: Incident, kind: str, title: str, priority: int, sets: dict[str, list[Need]]) -> None:
    if kind not in NeedKind.values:
        raise RuleBroken(_("Det slaget av behov finns inte."))
    if not title.strip():
        raise RuleBroken(_("Skriv vad som behövs."))
    if priority not in (1, 2, 3, 4):
        raise RuleBroken(_("Prioriteten går från 1, först, till 4, sist."))
    for other in (*sets.get("serves", ()), *sets.get("hinders", ())):
        if kind != NeedKind.ACTION:
            raise RuleBroken(_("Bara ett åtgärdsbehov möter eller försvårar hjälpbehov."))
        if other.incident_id != incident.pk:
            raise RuleBroken(_("Behovet hör till en annan händelse."))
        if other.kind != NeedKind.HELP:
            raise RuleBroken(_("Behov %(n)d är ett åtgärdsbehov. Välj hjälpbehov.") % {"n": other.number})


def _put_sets(need: Need, sets: dict[str, list[Any]]) -> None:
    for name, rows in sets.items():
        getattr(need, name).set(rows)


def writes(by: Person, need: Need) -> bool:
    """The county, and the need's own actor."""
    if by.has_perm(PROPOSE, need.incident):
        return True
    own = need.actor is not None and access.acts_for(by, need.actor, Role.REPORTER)
    return own and by.has_perm(CONTRIBUTE, need.incident)


def _refuse_other(by: Person, need: Need) -> None:
    require(by, CONTRIBUTE, need.incident)
    if not writes(by, need):
        raise Refused(_("Behovet ändras av länsstyrelsen eller av den aktör som har det."))


def edit_need(*, by: Person, need: Need, revision: int, mark: Mark | None = None, **changes: Any) -> Need:
    """Change its words and times. An older `revision` is MovedOn, and nothing is lost."""
    _refuse_other(by, need)
    refuse_closed(need.incident)
    if unknown := set(changes) - {*TEXT, *SETS}:
        raise ValueError(f"not of a need: {sorted(unknown)}")
    sets: dict[str, list[Any]] = {name: list(changes.pop(name)) for name in SETS if name in changes}
    now = now_in(need.incident)
    if "title" in changes:
        changes["title"] = changes["title"].strip()
    if changes.get("needed_by") and changes["needed_by"] != need.needed_by and changes["needed_by"] <= now:
        raise RuleBroken(_("Tiden har redan gått. Välj en tid framåt."))
    if mark is not None and mark != Mark.of(need):
        changes |= mark_columns(mark, by=by, now=now, at_least=_under(need))
    for name, value in changes.items():
        setattr(need, name, value)
    _refuse_unclear(need.incident, need.kind, need.title, need.priority, sets)
    need.clean_fields()
    with transaction.atomic():
        if Need.objects.filter(pk=need.pk, revision=revision).update(revision=F("revision") + 1, **changes) != 1:
            raise MovedOn(_("Någon annan har ändrat behovet medan du skrev. Båda texterna finns kvar."))
        need.revision = revision + 1
        _put_sets(need, sets)
        record(need, "need.edited", by=by, revision=need.revision)
    return need


def _under(need: Need) -> list[Any]:
    """What it was made of, as far as it can be read."""
    notes = Note.objects.filter(pk=need.note_id or 0)
    answers = Input.objects.filter(pk=need.input_id or 0)
    return [*notes, *answers]


def move_need(*, by: Person, need: Need, to: str, note: str = "") -> Need:
    """Say how far it is met, or how the action goes. Judged anew as often as it changes."""
    _refuse_other(by, need)
    refuse_closed(need.incident)
    of_kind = HELP_STATES if need.kind == NeedKind.HELP else ACTION_STATES
    if to not in NeedState.values:
        raise RuleBroken(_("Det läget finns inte."))
    if to not in of_kind:
        words = {"kind": need.get_kind_display().lower(), "state": str(NeedState(to).label).lower()}
        raise RuleBroken(_("Ett %(kind)s kan inte vara %(state)s. Välj ett av dess egna lägen.") % words)
    with transaction.atomic():
        move(need, to, by=by, note=note.strip()[:300])
    return need
