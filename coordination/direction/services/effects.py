"""The county's own judgement of what a direction came to. Each is kept; the newest is what is thought now."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from coordination.direction.models import Assessment, Direction, Verdict
from coordination.incidents.clock import now_in
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken

LONGEST: Final = 500


def assess(*, by: Person, direction: Direction, verdict: str, text: str, mark: Mark | None = None) -> Assessment:
    """Judge the effect of a direction that was fixed, also of one that is replaced since, and say why."""
    incident = direction.incident
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    text = text.strip()
    if verdict not in Verdict.values:
        raise RuleBroken(_("Välj om inriktningen uppnås, delvis, inte eller om det är oklart."))
    if not text:
        raise RuleBroken(_("Skriv varför ni bedömer så."))
    if len(text) > LONGEST:
        raise RuleBroken(_("Skriv högst %(n)d tecken.") % {"n": LONGEST})
    now = now_in(incident)
    with transaction.atomic():
        held = Direction.objects.select_for_update().get(pk=direction.pk)
        if not held.is_frozen:
            raise RuleBroken(_("Inriktningen är inte fastställd än. Det finns ingen effekt att bedöma."))
        row = Assessment(
            incident=incident,
            direction=direction,
            verdict=verdict,
            text=text,
            at=now,
            by=by,
            **mark_columns(mark, by=by, now=now, default=incident, at_least=(held,)),
        )
        row.full_clean()
        row.save()
        record(row, f"assessment.{verdict}", by=by)
    return row
