"""Changes of state. The table says what may be; the journal says what was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from journal.permissions import MACHINE, require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

Moves = Mapping[tuple[str, str], str]


class Movable(Protocol):
    """A row with a state, a table of moves and an object that guards it."""

    MOVES: Moves
    state: str
    pk: Any

    def guard(self) -> Model: ...

    def journal_stream(self) -> str: ...

    def journal_subject(self) -> str: ...

    def journal_now(self) -> datetime: ...


def move(
    obj: Movable, to: str, *, by: Any = None, note: str = "", seen: Mapping[str, Any] | None = None, **changes: Any
) -> None:
    """Take `obj` to the state `to`, with `changes` to other fields, and write the entry: all or nothing.

    `seen` are columns that must still be what they were when the row was read, beside its state.

    Raises RuleBroken for a pair that the table lacks, Refused where the right is missing, and MovedOn where the row
    is no longer in the state that was read (conditional update: exactly one row, or somebody else was first).
    """
    before = str(obj.state)
    right = obj.MOVES.get((before, to))
    if right is None and before == to:
        raise RuleBroken(_("%(name)s är redan %(to)s.") % {"name": obj, "to": _label(obj, to)})
    if right is None:
        raise RuleBroken(
            _("Det steget finns inte: %(name)s kan inte gå från %(before)s till %(to)s.")
            % {"name": obj, "before": _label(obj, before), "to": _label(obj, to)}
        )
    _ask(obj, right, by)
    # What moved no row has nothing to take back, so a refusal needs no savepoint.
    with transaction.atomic(savepoint=False):
        moved = _update(obj, before, to, changes, seen or {})
        if moved:
            record(obj, f"{type(obj).__name__.lower()}.{to}", by=by, note=note, from_state=before, to_state=to)
    if not moved:
        raise MovedOn(_("Någon annan hann före. Läs om sidan och se vad som gäller nu."))


def _ask(obj: Movable, right: str, by: Any) -> None:
    if right == MACHINE:
        if by is not None:
            raise RuleBroken(_("Det steget tar portalen själv."))
    elif by is None:
        raise RuleBroken(_("Det steget tar en människa."))
    else:
        require(by, right, obj.guard())


def _update(obj: Movable, before: str, to: str, changes: dict[str, Any], seen: Mapping[str, Any]) -> bool:
    model: Any = type(obj)
    if model._base_manager.filter(pk=obj.pk, state=before, **seen).update(state=to, **changes) != 1:
        return False
    obj.state = to
    for name, value in changes.items():
        setattr(obj, name, value)
    return True


def _label(obj: Movable, state: str) -> str:
    model: Any = type(obj)
    choices: dict[str, Any] = dict(model._meta.get_field("state").flatchoices)
    return str(choices.get(state, state)).lower()
