"""Writing in the logbook."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.incidents.clock import now_in
from coordination.incidents.models import Audience, Incident, LogLine
from coordination.incidents.permissions import CONTRIBUTE
from coordination.incidents.services.marking import Mark, mark_columns
from coordination.incidents.services.refusing import refuse_closed, refuse_foreign
from coordination.incidents.services.sharing import share_alike
from journal.permissions import require
from journal.refusals import RuleBroken


def write_line(
    *,
    by: Person,
    incident: Incident,
    actor: Actor,
    text: str,
    happened_at: datetime | None = None,
    significant: bool = False,
    corrects: LogLine | None = None,
    mark: Mark | None = None,
) -> LogLine:
    """Add a line to the logbook. Lines are never changed: a correction is a new line that points at the old,
    and is read by those who read the old.
    """
    require(by, CONTRIBUTE, incident)
    refuse_closed(incident)
    refuse_foreign(by, actor)
    now = now_in(incident)
    if happened_at and happened_at > now:
        raise RuleBroken(_("Loggen skriver det som har hänt. Tiden ligger framåt."))
    if corrects is not None and corrects.incident_id != incident.pk:
        raise RuleBroken(_("Raden hör till en annan händelse."))
    line = LogLine(
        incident=incident,
        actor=actor,
        by=by,
        text=text.strip(),
        significant=significant,
        corrects=corrects,
        happened_at=happened_at or (corrects.happened_at if corrects else now),
        written_at=now,
        audience=corrects.audience if corrects else Audience.PARTICIPANTS,
        audience_until=corrects.audience_until if corrects else None,
        **mark_columns(mark, by=by, now=now, default=corrects or incident, at_least=(corrects,) if corrects else ()),
    )
    line.full_clean()
    with transaction.atomic():
        line.save()
        if corrects is not None:
            share_alike(corrects, line, by=by)
    return line
