"""Whom a published report was sent to: one row an actor, sent again where it did not leave."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Person
from actors.nudges import nudge
from coordination.incidents.permissions import WRITE
from coordination.situations.models import Report
from coordination.situations.report.told import failed
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken


def send_again(*, by: Person, report: Report) -> int:
    """Try once more to tell those whom no message has reached. Whoever has been told is not told twice."""
    require(by, WRITE, report.incident)
    with transaction.atomic():
        count = failed(report).update(attempts=0)
        if not count:
            raise RuleBroken(_("Alla utskick har gått i väg eller är på väg."))
        record(report, "report.sent_again", by=by, note=str(count))
        transaction.on_commit(partial(nudge, "incidents.send_notices"))
    return count
