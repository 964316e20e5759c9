"""A component of being able to coordinate is rated before and after, each with its why, and given its priority."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken
from processes.models import Component, ProcessRun, Rating
from processes.permissions import LEAD
from processes.services.rules import PRIORITIES, fingerprint, hold

RATED: Final = ("before", "before_why", "after", "after_why", "priority")
LOWEST, HIGHEST = 1, 5


def rating_print(rating: Rating | None) -> str:
    """What the rating says now, in short: a form carries it, so that nobody writes over what she has not read."""
    return fingerprint(rating, RATED) if rating else ""


def rate(*, by: Person, run: ProcessRun, component: Component, was: str | None = None, **said: Any) -> Rating:
    """What was not sent stays as it is. Every figure has words beside it, and None means that it is not rated."""
    require(by, LEAD, run.process)
    if set(said) - set(RATED):
        raise TypeError(f"A rating has no such part: {sorted(set(said) - set(RATED))}")
    with transaction.atomic():
        held = hold(run.pk)
        row = Rating.objects.filter(run=held, component=component).first()
        if was is not None and was != rating_print(row):
            raise MovedOn(_("Någon annan har ändrat medan du skrev. Jämför, och spara igen om din text ska gälla."))
        row = row or Rating(process=held.process, run=held, component=component)
        for name, value in said.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        _refuse_wrong(row)
        row.rated_at, row.rated_by = timezone.now(), by
        row.full_clean()
        row.save()
        record(row, "rating.rated", by=by, before=row.before, after=row.after, priority=row.priority)
    return row


def _refuse_wrong(row: Rating) -> None:
    for figure, why in ((row.before, row.before_why), (row.after, row.after_why)):
        if figure is not None and not LOWEST <= figure <= HIGHEST:
            raise RuleBroken(_("En skattning är en siffra från 1 till 5."))
        if figure is not None and not why:
            raise RuleBroken(_("Skriv varför vid varje skattning. En siffra utan ord säger ingenting om två år."))
        if figure is None and why:
            raise RuleBroken(_("Välj också en siffra där du har skrivit varför."))
    if row.priority is not None and row.priority not in PRIORITIES:
        raise RuleBroken(_("Prioriteten är 1, 2 eller 3."))
