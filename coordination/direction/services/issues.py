"""System issues: raised by a person, from what was found or from her own eyes; moved on; or put away with a reason."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor, Person
from actors.sight import as_machine
from coordination.direction.models import Cycle, Forum, IssueKind, Need, SystemIssue, Urgency
from coordination.direction.states import CycleState, IssueState
from coordination.direction.system import KIND_OF, findings
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.incidents.numbering import next_number
from coordination.incidents.permissions import PROPOSE
from coordination.incidents.services import Mark, mark_columns, refuse_closed
from journal.moves import move
from journal.permissions import require
from journal.record import record
from journal.refusals import MovedOn, RuleBroken

SAYS_HOW: Final = (IssueState.SETTLED.value, IssueState.DISMISSED.value)
LONGEST: Final = {"title": 300, "proposal": 500, "outcome": 300}


def raise_issue(
    *,
    by: Person,
    incident: Incident,
    kind: str,
    title: str,
    needs: Iterable[Need] = (),
    actors: Iterable[Actor] = (),
    proposal: str = "",
    urgency: str = Urgency.TODAY.value,
    forum: str = Forum.ISF.value,
    rule: str = "",
    rule_key: str = "",
    mark: Mark | None = None,
) -> SystemIssue:
    """Say that something is wrong when all actors' handling is seen as one system. Rule and key: what it was found by.

    It is never marked lower than the needs that it is about.
    """
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    title, proposal, needs, actors = title.strip(), proposal.strip(), list(needs), list(actors)
    if not title:
        raise RuleBroken(_("Skriv frågan i en mening."))
    _refuse_shape(kind, urgency, forum, rule)
    if any(need.incident_id != incident.pk for need in needs):
        raise RuleBroken(_("Behovet hör till en annan händelse."))
    now = now_in(incident)
    marked = mark_columns(mark, by=by, now=now, default=incident, at_least=needs)
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        _refuse_judged(incident, rule, rule_key)
        cycle = Cycle.objects.filter(incident=incident, state=CycleState.OPEN).out_of_quarantine().first()
        number = next_number(SystemIssue, incident)
        issue = SystemIssue(
            incident=incident, number=number, kind=kind, title=title, proposal=proposal, urgency=urgency, forum=forum,
            rule=rule, rule_key=rule_key, cycle=cycle, held_in=cycle.number if cycle else 0, made_at=now, made_by=by,
            **marked,
        )  # fmt: skip
        issue.full_clean()
        issue.save()
        issue.needs.set(needs)
        issue.actors.set(actors)
        record(issue, "systemissue.made", by=by, to_state=issue.state, kind=kind, rule=rule)
    return issue


def move_issue(*, by: Person, issue: SystemIssue, to: str, outcome: str = "") -> None:
    """Raise it, settle it, put it away, or open it again. What ends it says how."""
    require(by, PROPOSE, issue.incident)
    refuse_closed(issue.incident)
    outcome = outcome.strip()
    if to == IssueState.SETTLED and not outcome:
        raise RuleBroken(_("Skriv hur frågan löstes."))
    if to == IssueState.DISMISSED and not outcome:
        raise RuleBroken(_("Skriv varför frågan avfärdas."))
    _refuse_long(outcome=outcome)
    move(issue, to, by=by, note=outcome, outcome=outcome if to in SAYS_HOW else "")


def dismiss_finding(
    *, by: Person, incident: Incident, rule: str, rule_key: str, why: str, mark: Mark | None = None
) -> SystemIssue:
    """A person judges that what was found is nothing. It is kept with her reason, and may be opened again."""
    require(by, PROPOSE, incident)
    refuse_closed(incident)
    why = why.strip()
    if not why:
        raise RuleBroken(_("Skriv varför frågan avfärdas."))
    _refuse_long(outcome=why)
    _refuse_judged(incident, rule, rule_key)
    found = next((one for one in findings(incident) if (one.rule, one.key) == (rule, rule_key)), None)
    if found is None:
        raise MovedOn(_("Det som hittades är inte så längre. Läs om sidan och se vad som gäller nu."))
    with transaction.atomic():
        issue = raise_issue(
            by=by,
            incident=incident,
            kind=found.kind,
            title=found.title,
            needs=found.needs,
            actors=found.actors,
            rule=rule,
            rule_key=rule_key,
            mark=mark,
        )
        move_issue(by=by, issue=issue, to=IssueState.DISMISSED, outcome=why)
    return issue


def _refuse_shape(kind: str, urgency: str, forum: str, rule: str) -> None:
    if kind not in IssueKind.values or urgency not in Urgency.values or forum not in Forum.values:
        raise RuleBroken(_("Välj slag, hur bråttom det är och var frågan tas upp."))
    if rule and rule not in KIND_OF:
        raise RuleBroken(_("Den regeln finns inte."))


def _refuse_judged(incident: Incident, rule: str, rule_key: str) -> None:
    """What one person has judged is not judged again by another who has not seen it."""
    if not rule:
        return
    with as_machine():  # its number only: it may be in quarantine
        known = SystemIssue.objects.filter(incident=incident, rule=rule, rule_key=rule_key)
        number = known.values_list("number", flat=True).first()
    if number is not None:
        raise MovedOn(_("Det är redan bedömt: se systemfråga %(n)d.") % {"n": number})


def _refuse_long(**texts: str) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise RuleBroken(_("Skriv högst %(n)d tecken.") % {"n": LONGEST[name]})
