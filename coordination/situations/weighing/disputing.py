"""The machine's part in what goes apart: it finds it, tells it in the compiled body, and keeps the rows in step.

A person settles it, or publishes it as it is. What she decided stands for as long as the very same answers stand; when
one of them changes, the machine looks anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.compiled.gathered import Body
from coordination.situations.models import Dispute, DisputeRule, DisputeSide
from coordination.situations.states import DisputeState
from coordination.situations.weighing.contradictions import ACTOR, Finding, Rule, find
from journal.moves import move
from journal.record import record

Key = tuple[str, str]
Sides = frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Known:
    """A dispute that stands, as the machine found it before."""

    state: str
    reason: str
    holds: int | None
    sides: Sides


@dataclass(frozen=True)
class Looked:
    """What the rules find now, and what is known of it already."""

    findings: Sequence[Finding]
    names: Mapping[str, str]
    known: Mapping[Key, Known]

    def decided(self, finding: Finding) -> Known | None:
        """What a person decided of the very same answers."""
        known = self.known.get((finding.rule, finding.about))
        return known if known is not None and known.sides == frozenset(finding.sides) else None

    def lost(self) -> set[tuple[int, str]]:
        """The facts (answer, path) that are not counted, because another answer was settled to hold."""
        found: set[tuple[int, str]] = set()
        for finding in self.findings:
            known = self.decided(finding)
            if known is not None and known.state == DisputeState.SETTLED and known.holds is not None:
                found |= {side for side in finding.sides if side[0] != known.holds}
        return found


def look(incident: Incident, collected: Any) -> Looked:
    """Hold every rule against the answers that were collected. One statement."""
    rules = list(DisputeRule.objects.annotate(standing=ArraySubquery(_standing(incident))))
    known = {
        (rule.pk, row["about"]): Known(row["state"], row["reason"], row["holds"], _sides(row["sides"]))
        for rule in rules
        for row in rule.standing
    }
    active = [Rule(rule.pk, rule.kind, rule.spec) for rule in rules if rule.active]
    findings = find(active, collected.said, now_in(incident))
    return Looked(findings, {rule.pk: rule.name_sv for rule in rules}, known)


def _standing(incident: Incident) -> Any:
    sides = DisputeSide.objects.filter(dispute=OuterRef("pk")).values(row=JSONObject(input="input_id", path="path"))
    rows = Dispute.objects.filter(incident=incident, rule=OuterRef("pk")).standing().order_by()
    told = JSONObject(about="about", state="state", reason="reason", holds="holds_id", sides=ArraySubquery(sides))
    return rows.values(row=told)


def _sides(rows: Iterable[Mapping[str, Any]]) -> Sides:
    return frozenset((row["input"], row["path"]) for row in rows)


def told(looked: Looked, collected: Any, sources: Iterable[Mapping[str, Any]]) -> list[Body]:
    """The body's `disputed`: each finding with its sides, what they say, and what a person decided of it."""
    source = {row["input"]: row["n"] for row in sources}
    said = {one.input: one for one in collected.said}
    found = []
    for finding in looked.findings:
        known = looked.decided(finding)
        sides = [_side(said[pk], path, collected, source.get(pk)) for pk, path in finding.sides]
        found.append(
            {
                "rule": finding.rule,
                "name": looked.names[finding.rule],
                "about": finding.about,
                "about_name": _about(finding.about, collected),
                "state": known.state if known else DisputeState.OPEN.value,
                "sides": sides,
                "reason": known.reason if known else "",
                "holds": known.holds if known else None,
            }
        )
    return found


def _about(about: str, collected: Any) -> str:
    """A municipality's or an actor's name; a road's as it is."""
    for code, pk, short in collected.places:
        if about in (code, f"{ACTOR}{pk}"):
            return str(short)
    return about


def _side(one: Any, path: str, collected: Any, source: int | None) -> Body:
    return {
        "actor": one.actor,
        "short": one.short,
        "path": path,
        "said": collected.in_words(path, value_at(one, path)),
        "at": one.at.isoformat(),
        "input": one.input,
        "source": source,
    }


def value_at(said: Any, path: str) -> Any:
    """What stands under a path. Of rows.x it is how much the rows sum to, of rows.x.0 the row, of more its column."""
    parts = path.split(".")
    value = said.value(".".join(parts[:2]))
    if parts[0] != "rows" or len(parts) == 2:
        return value
    row = (value or [])[int(parts[2])]
    return row.get(parts[3]) if len(parts) > 3 else dict(row)


def keep_in_step(incident: Incident, disputed: Sequence[Body]) -> None:
    """New ones open; those that no longer stand, or between other answers, are gone. Under the incident's hold."""
    wanted = {(row["rule"], row["about"]): _sides(row["sides"]) for row in disputed}
    pairs = DisputeSide.objects.filter(dispute=OuterRef("pk")).values(row=JSONObject(input="input_id", path="path"))
    rows: Any = Dispute.objects.filter(incident=incident).standing().annotate(pairs=ArraySubquery(pairs))
    for row in rows:
        key = (row.rule_id, row.about)
        if wanted.get(key) == _sides(row.pairs):
            del wanted[key]
            continue
        row.incident = incident
        move(row, DisputeState.GONE)
    for (rule, about), sides in wanted.items():
        _open(incident, rule, about, sides)


def _open(incident: Incident, rule: str, about: str, sides: Sides) -> None:
    row = Dispute.objects.create(incident=incident, rule_id=rule, about=about, found_at=now_in(incident))
    DisputeSide.objects.bulk_create(
        [DisputeSide(dispute=row, input_id=pk, path=path) for pk, path in sorted(sides)],
    )
    record(row, "dispute.found")
