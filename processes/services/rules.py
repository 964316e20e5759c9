"""What several acts ask before they change anything."""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import ActorKind, Membership
from journal.refusals import MovedOn, RuleBroken
from processes.models import CountyProcess, ProcessRun
from processes.states import RunState

# The longest that a strategy goes without being looked at again.
REVIEW_MONTHS = 24
# 1 comes first.
PRIORITIES = (1, 2, 3)


def hold_process(process: CountyProcess) -> None:
    """Two who start a process at once come one after the other. Must run inside a transaction."""
    CountyProcess.objects.select_for_update(of=("self",), no_key=True).get(pk=process.pk)


def hold(run_pk: int) -> ProcessRun:
    """The run as it stands now, held until the commit: who changes its stages comes one after the other."""
    rows = ProcessRun.objects.select_for_update(of=("self",), no_key=True).select_related("process")
    run: ProcessRun = rows.get(pk=run_pk)
    refuse_over(run)
    return run


def refuse_over(run: ProcessRun) -> None:
    if run.state in (RunState.ENDED, RunState.BROKEN_OFF):
        raise RuleBroken(_("%(run)s är avslutad och ändras inte mer.") % {"run": run.title})


def as_it_stands(row: Any) -> None:
    """The row is read anew under the hold: somebody may have merged or dropped it meanwhile."""
    try:
        row.refresh_from_db()
    except type(row).DoesNotExist as gone:
        raise MovedOn(_("Den finns inte längre. Läs om sidan och se vad som gäller nu.")) from gone


def said(text: str, sentence: str) -> str:
    """The text without what surrounds it, or the sentence where nothing was written."""
    text = text.strip()
    if not text:
        raise RuleBroken(sentence)
    return text


def reason_of(text: str) -> str:
    return said(text, _("Skriv skälet. Det står kvar bredvid etappen."))


def is_web(url: str) -> bool:
    """An address on the web, and nothing that a browser would run."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in url


def refuse_disorder(first: datetime.date | None, last: datetime.date | None, sentence: str) -> None:
    if first and last and last < first:
        raise RuleBroken(sentence)


def refuse_future(day: datetime.date, sentence: str) -> None:
    if day > timezone.localdate():
        raise RuleBroken(sentence)


def months_on(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = datetime.date(year + (month == 11), 1 if month == 11 else month + 2, 1)
    last = (after - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))


def refuse_review(on: datetime.date) -> None:
    """A review lies ahead, and not so far that the strategy is forgotten meanwhile."""
    today = timezone.localdate()
    if on <= today:
        raise RuleBroken(_("Översynen ska ligga framåt i tiden."))
    latest = months_on(today, REVIEW_MONTHS)
    if on > latest:
        raise RuleBroken(
            _("Översynen får ligga högst %(months)d månader framåt: senast %(day)s.")
            % {"months": REVIEW_MONTHS, "day": latest.isoformat()}
        )


def fingerprint(row: Any, names: Iterable[str]) -> str:
    """What the row says now, in short: a form carries it, so that nobody writes over what she has not read."""
    return hashlib.sha256(repr([str(getattr(row, name)) for name in names]).encode()).hexdigest()


def is_of_the_county(by: Any, process: CountyProcess) -> bool:
    """Whoever judges a county holds no role at its board, whatever else she is."""
    boards = Membership.objects.now().filter(person=by, actor__kind=ActorKind.COUNTY_BOARD)
    return boards.filter(actor__county=process.county_id).exists()


def refuse_own_county(by: Any, process: CountyProcess) -> None:
    if is_of_the_county(by, process):
        raise RuleBroken(_("Du har en roll i länets egen länsstyrelse. Någon utan den rollen granskar länets process."))
