"""What was counted is kept as an evidence pack, and handed over to the national level."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person
from journal.permissions import require
from journal.record import record
from journal.refusals import RuleBroken
from processes.models import CountyProcess, EvidencePack
from processes.permissions import LEAD
from processes.services.rules import hold_process, refuse_disorder, refuse_future

Figures = Mapping[str, Sequence[Mapping[str, Any]]]


def refuse_period(covers_from: datetime.date, covers_to: datetime.date) -> None:
    refuse_disorder(covers_from, covers_to, _("Perioden kan inte sluta före den dag då den börjar."))
    refuse_future(covers_to, _("Perioden kan inte sluta i framtiden: det som inte har hänt räknas inte."))


def keep_pack(
    *, by: Person, process: CountyProcess, covers_from: datetime.date, covers_to: datetime.date, figures: Figures
) -> EvidencePack:
    """The next pack of the county. What was counted is frozen in it."""
    require(by, LEAD, process)
    refuse_period(covers_from, covers_to)
    with transaction.atomic():
        hold_process(process)
        last = EvidencePack.objects.filter(process=process).aggregate(last=Max("number"))["last"]
        pack = EvidencePack(
            process=process,
            number=(last or 0) + 1,
            covers_from=covers_from,
            covers_to=covers_to,
            figures=dict(figures),
            made_at=timezone.now(),
            made_by=by,
        )
        pack.full_clean()
        pack.save()
        rows = {key: len(each) for key, each in figures.items()}
        record(pack, "evidencepack.made", by=by, covers=[covers_from.isoformat(), covers_to.isoformat()], rows=rows)
    return pack


def hand_over(*, by: Person, pack: EvidencePack) -> None:
    """The national level reads it from now on. It is not taken back: what changes goes into the next pack."""
    require(by, LEAD, pack.process)
    now = timezone.now()
    with transaction.atomic():
        there = EvidencePack.objects.filter(pk=pack.pk, handed_over_at__isnull=True)
        if there.update(handed_over_at=now, handed_over_by=by) != 1:
            raise RuleBroken(_("Underlaget är redan lämnat."))
        pack.handed_over_at, pack.handed_over_by = now, by
        record(pack, "evidencepack.handed_over", by=by)
