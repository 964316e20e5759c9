"""Scenarios are kept, edited into new versions, and shared with other counties."""

from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from coordination.exercises.models import Scenario
from coordination.exercises.scenario_file import Script
from coordination.exercises.services.rules import refuse_not_leading
from coordination.incidents.models import Incident, IncidentType
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

LONGEST_KEY: Final = 50
# Versions are given under a lock, as no row stands for a scenario's line of them.
VERSION_LOCK: Final = 7031


def keep_scenario(*, by: Person, board: Actor, script: Script) -> Scenario:
    """A new scenario of the board, from a file or a form."""
    refuse_not_leading(by, board)
    with transaction.atomic():
        return keep(by, board, script, verb="scenario.kept")


def edit_scenario(*, by: Person, scenario: Scenario, script: Script) -> Scenario:
    """The next version. The one that was read stays as it was, and so do exercises made from it."""
    refuse_not_leading(by, scenario.owner)
    with transaction.atomic():
        _lock()
        if _newest(scenario.owner, scenario.key) != scenario.version:
            raise MovedOn(_("Någon annan har sparat en nyare version. Öppna den och gör ändringen där."))
        return keep(
            by,
            scenario.owner,
            script,
            verb="scenario.edited",
            key=scenario.key,
            replays=scenario.replays,
            body={**scenario.body, **script.body},
        )


def share_scenario(*, by: Person, scenario: Scenario, shared: bool) -> None:
    """Let other counties play this version, or no longer. What they have made from it stays theirs."""
    refuse_not_leading(by, scenario.owner)
    with transaction.atomic():
        if Scenario.objects.filter(pk=scenario.pk, shared=not shared).update(shared=shared) != 1:
            raise MovedOn(_("Det är redan så."))
        scenario.shared = shared
        record(scenario, "scenario.shared" if shared else "scenario.unshared", by=by)


def keep(
    by: Person,
    board: Actor,
    script: Script,
    *,
    verb: str,
    key: str = "",
    replays: Incident | None = None,
    body: dict[str, Any] | None = None,
) -> Scenario:
    """The row, with the next version of its key. Whether one may is asked before."""
    if not IncidentType.objects.filter(pk=script.type).exists():
        known = ", ".join(IncidentType.objects.values_list("key", flat=True))
        raise RuleBroken(_("Typen ska vara någon av %(known)s.") % {"known": known})
    _lock()
    key = key or _free_key(board, script.name)
    scenario = Scenario(
        key=key,
        version=_newest(board, key) + 1,
        name=script.name,
        summary=script.summary,
        goals=script.goals,
        body=body or script.body,
        owner=board,
        replays=replays,
        made_at=timezone.now(),
        made_by=by,
    )
    scenario.full_clean(exclude=["owner", "made_by", "replays"])
    scenario.save()
    record(scenario, verb, by=by, version=scenario.version)
    return scenario


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSION_LOCK])


def _newest(board: Actor, key: str) -> int:
    found = Scenario.objects.filter(owner=board, key=key).aggregate(last=Max("version"))["last"]
    return int(found or 0)


def _free_key(board: Actor, name: str) -> str:
    base = slugify(name)[:LONGEST_KEY].strip("-") or "scenario"
    taken = set(Scenario.objects.filter(owner=board, key__startswith=base).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := base if n == 1 else f"{base}-{n}") not in taken)
