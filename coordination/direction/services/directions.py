"""A direction's life: written, proposed, fixed, replaced by a next one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from actors.models import Person
from actors.sight import as_machine
from coordination.direction.freezing import freeze
from coordination.direction.models import TEXT_FIELDS, Direction, Measure
from coordination.direction.services import receptions
from coordination.direction.standings import fingerprint, participants_of, standings_of
from coordination.direction.states import DirectionState, MeasureState
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, NoticeKind
from coordination.incidents.notices import notify
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, put_mark, refuse_closed
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

# Minutes: until the deputies of an actor that has not read a fixed direction are written to.
SEEN_WITHIN, SHORTEST, LONGEST = 60, 5, 1440
# Belongs to one round of answers, so a next direction does not inherit it.
NOT_INHERITED = ("answer_by", "valid_from", "valid_to")


def draft_direction(*, by: Person, incident: Incident) -> Direction:
    """Begin a next direction. It starts as a copy of the one that is fixed; its number is given now."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    with transaction.atomic():
        _lock(incident)
        if Direction.objects.filter(incident=incident).open().exists():
            raise RuleBroken(_("Det finns redan ett utkast eller förslag till inriktning. Skriv vidare på det."))
        now = now_in(incident)
        fixed = Direction.objects.filter(incident=incident).fixed().out_of_quarantine().first()
        marked = mark_columns(None, by=by, now=now, default=incident, at_least=(fixed,) if fixed else ())
        number = next_number(Direction, incident)
        direction = Direction(incident=incident, number=number, made_at=now, edited_at=now, edited_by=by, **marked)
        if fixed:
            for name in TEXT_FIELDS:
                if name not in NOT_INHERITED:
                    setattr(direction, name, getattr(fixed, name))
        direction.full_clean()
        direction.save()
        record(direction, "direction.begun", by=by, to_state=direction.state, copy_of=fixed.number if fixed else None)
    return direction


def edit_direction(
    *, by: Person, direction: Direction, revision: int, note: bool = True, mark: Mark | None = None, **changes: Any
) -> Direction:
    """Write in the draft. `revision` is the one the writer began from: an older one is MovedOn, and nothing is lost.

    `note` is False while the page saves by itself: the journal shows saves that somebody meant.
    """
    require(by, PROPOSE, direction.incident)
    refuse_closed(direction.incident)
    if unknown := set(changes) - set(TEXT_FIELDS):
        raise ValueError(f"not text of a direction: {sorted(unknown)}")
    if mark is not None and mark != Mark.of(direction):
        changes |= mark_columns(mark, by=by, now=now_in(direction.incident))
    for name, value in changes.items():
        setattr(direction, name, value)
    _refuse_disorder(direction)
    direction.clean_fields()
    with transaction.atomic():
        _write(direction, revision, changes, by)
        if note:
            record(direction, "direction.edited", by=by, revision=direction.revision)
    return direction


def _write(direction: Direction, revision: int, changes: dict[str, Any], by: Person) -> None:
    now = now_in(direction.incident)
    here = Direction.objects.filter(pk=direction.pk, state=DirectionState.DRAFT, revision=revision)
    if here.update(revision=F("revision") + 1, edited_at=now, edited_by=by, **changes) != 1:
        raise MovedOn(_("Någon annan har ändrat utkastet medan du skrev. Båda texterna finns kvar."))
    direction.revision, direction.edited_at, direction.edited_by = revision + 1, now, by


def _refuse_disorder(direction: Direction) -> None:
    if direction.valid_from and direction.valid_to and direction.valid_to <= direction.valid_from:
        raise RuleBroken(_("Inriktningen slutar gälla innan den börjar. Ändra någon av tiderna."))


def missing(direction: Direction) -> list[tuple[str, str]]:
    """What a proposal still lacks: the field, and the sentence about it."""
    now = now_in(direction.incident)
    asked: list[tuple[str, bool, str]] = [
        ("purpose", bool(direction.purpose.strip()), _("Skriv syftet: varför en gemensam inriktning behövs.")),
        ("intended", bool(direction.intended.strip()), _("Skriv den avsedda inriktningen i en mening.")),
        ("goals", bool(direction.goals), _("Skriv minst ett effektmål.")),
        ("follow_up", bool(direction.follow_up.strip()), _("Skriv hur ni ser om det fungerar.")),
        ("valid_to", _ahead(direction.valid_to, now), _("Välj hur länge inriktningen gäller, en tid framåt.")),
        ("answer_by", _ahead(direction.answer_by, now), _("Välj när aktörerna behöver ta ställning, en tid framåt.")),
    ]
    return [(field, sentence) for field, there, sentence in asked if not there]


def _ahead(at: datetime | None, now: datetime) -> bool:
    return at is not None and at > now


def propose_direction(*, by: Person, direction: Direction) -> None:
    """Ask every participant for its position. Each time is a new wording: positions on a former one do not count."""
    require(by, PROPOSE, direction.incident)
    incident = direction.incident
    refuse_closed(incident)
    if lacks := missing(direction):
        raise RuleBroken(" ".join(sentence for _field, sentence in lacks))
    with transaction.atomic():
        now = now_in(incident)
        version = direction.version + 1
        move(direction, DirectionState.PROPOSED, by=by, version=version, proposed_at=now)
        subject = f"{direction.journal_subject()}:{version}"
        notify(incident, participants_of(incident), NoticeKind.DIRECTION, subject, direction.get_absolute_url())


def take_back_direction(*, by: Person, direction: Direction, note: str = "") -> None:
    """Take a proposal back to be reworded. The positions stay, as positions on the former wording."""
    refuse_closed(direction.incident)
    move(direction, DirectionState.DRAFT, by=by, note=note.strip(), revision=direction.revision + 1)


def withdraw_direction(*, by: Person, direction: Direction, note: str = "") -> None:
    """Put a draft away. It keeps its number, so that no other direction is taken for it."""
    refuse_closed(direction.incident)
    move(direction, DirectionState.WITHDRAWN, by=by, note=note.strip())


def fix_direction(*, by: Person, direction: Direction, seen: str | None = None, seen_within: int = SEEN_WITHIN) -> None:
    """Fix the proposal as it stands, also with reservations, "kan inte" and silence: all of them are printed in it.

    `seen` is the fingerprint of what the chair read before she decided: if an actor has changed its position since, she
    is asked to look again. The former direction is replaced in the same transaction. `seen_within` is after how many
    minutes the deputies of an actor that has not read it are written to.
    """
    incident = direction.incident
    refuse_closed(incident)
    if not SHORTEST <= seen_within <= LONGEST:
        raise RuleBroken(_("Välj mellan %(short)d och %(long)d minuter.") % {"short": SHORTEST, "long": LONGEST})
    with transaction.atomic():
        _lock(incident)
        _refuse_moved(direction)
        rows = standings_of(direction)
        if seen is not None and seen != fingerprint(direction, rows):
            raise MovedOn(_("En aktör har ändrat sin ställning sedan du öppnade sidan. Läs och fastställ sedan."))
        now = now_in(incident)
        former = _replaced(incident, by)
        valid_from = direction.valid_from or now
        measures = list(_measures(incident))
        marked = _highest_mark(by, direction, measures, now)
        body = freeze(direction, rows, measures, fixed_at=now, valid_from=valid_from)
        move(
            direction,
            DirectionState.FIXED,
            by=by,
            fixed_at=now,
            fixed_by=by,
            valid_from=valid_from,
            replaces=former,
            body=body,
            content_hash=body["direction"]["hash"],
            seen_within=seen_within,
            **marked,
        )
        there = participants_of(incident)
        receptions.expect(direction, there)
        notify(
            incident,
            there,
            NoticeKind.FIXED,
            direction.journal_subject(),
            direction.get_absolute_url(),
        )


def _replaced(incident: Incident, by: Person) -> Direction | None:
    """What was fixed before is so no longer, also where it is in quarantine."""
    with as_machine():
        former = Direction.objects.filter(incident=incident).fixed().select_related("incident").first()
        if former:
            move(former, DirectionState.REPLACED, by=by)
    return former


def _highest_mark(by: Person, direction: Direction, measures: list[Measure], now: datetime) -> dict[str, Any]:
    """A fixed direction has the highest marking of all that is printed in it."""
    positions = direction.positions.current().out_of_quarantine()
    columns = mark_columns(None, by=by, now=now, default=direction, at_least=[direction, *positions, *measures])
    put_mark(direction, columns)
    return columns


def _refuse_moved(direction: Direction) -> None:
    """Hold the row, so that no position changes between what is read and what is frozen."""
    held = Direction.objects.select_for_update().get(pk=direction.pk)
    if held.state != direction.state or held.version != direction.version:
        raise MovedOn(_("Någon annan hann före. Läs om sidan och se vad som gäller nu."))


def _measures(incident: Incident) -> Iterable[Measure]:
    taken = Measure.objects.filter(incident=incident).out_of_quarantine()
    return taken.exclude(state=MeasureState.DECLINED).select_related("owner")


def _lock(incident: Incident) -> None:
    Incident.objects.select_for_update().get(pk=incident.pk)
