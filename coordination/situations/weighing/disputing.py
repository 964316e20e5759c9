"""The machine's part in what goes apart: it finds it, tells it in the compiled body, and keeps the rows in step.

A person settles it, or publishes it as it is. What she decided stands for as long as the same actors say the same: an
answer that is confirmed unchanged changes nothing. When one of them says something else the question is open again,
and tells what was decided before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.compiled.gathered import Body
from coordination.situations.models import Dispute, DisputeRule, DisputeSide
from coordination.situations.states import DisputeState
from coordination.situations.weighing import same_values
from coordination.situations.weighing.contradictions import ACTOR, Finding, Rule, Said, find, next_moment
from coordination.situations.weighing.same_values import Voice
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
    voices: Sequence[Voice] = ()


@dataclass(frozen=True)
class Looked:
    """What the rules find now, and what is known of it already."""

    findings: Sequence[Finding]
    names: Mapping[str, str]
    known: Mapping[Key, Known]
    said: Mapping[int, Said]
    before: Mapping[Key, Body]
    # Rules of what time may settle, those who are heard, and when something that is said comes due.
    timed: frozenset[str] = frozenset()
    heard: frozenset[int] = frozenset()
    again: datetime | None = None

    def decided(self, finding: Finding) -> Known | None:
        """What a person decided of these answers, or of answers that said the same."""
        known = self.known.get((finding.rule, finding.about))
        if known is None or known.sides == frozenset(finding.sides):
            return known
        if known.state == DisputeState.OPEN or not known.voices:
            return None
        if list(known.voices) != same_values.voices(finding.sides, self.said):
            return None
        return replace(known, holds=self._follows(known, finding), sides=frozenset(finding.sides))

    def _follows(self, known: Known, finding: Finding) -> int | None:
        """The answer that holds now: of the actor whose former answer was settled to hold."""
        if known.holds is None:
            return None
        actor = self.said[known.holds].actor
        return same_values.newest_of(actor, finding.sides, self.said)

    def reopened(self, finding: Finding) -> Body | None:
        """What was decided before one of the answers changed; None while that still stands, or nothing was."""
        key = (finding.rule, finding.about)
        known = self.known.get(key)
        if self.decided(finding) is not None and known is not None and known.state != DisputeState.OPEN:
            return None
        if known is not None and known.state == DisputeState.SETTLED and known.sides != frozenset(finding.sides):
            return {"reason": known.reason, "holds": self._short(known.holds)}
        return self.before.get(key)

    def outlived(self) -> list[Key]:
        """Disputes that are found no more although all their answers stand: time has settled them."""
        found = {(finding.rule, finding.about) for finding in self.findings}
        return [
            key
            for key, known in self.known.items()
            if key not in found and key[0] in self.timed and all(pk in self.heard for pk, _path in known.sides)
        ]

    def _short(self, pk: int | None) -> str:
        one = self.said.get(pk) if pk is not None else None
        return one.short if one else ""

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
    rules: Any = list(
        DisputeRule.objects.annotate(
            standing=ArraySubquery(_standing(incident)), settled_before=ArraySubquery(_settled_before(incident))
        )
    )
    standing = [(rule.pk, row) for rule in rules for row in rule.standing]
    said = {side["input"]: _said_then(side) for _rule, row in standing for side in row["sides"]}
    said |= {one.input: one for one in collected.said}
    known = {(rule, row["about"]): _known(row, said) for rule, row in standing}
    before = {(rule.pk, row["about"]): row["told"] for rule in rules for row in rule.settled_before}
    active = [Rule(rule.pk, rule.kind, rule.spec) for rule in rules if rule.active]
    now = now_in(incident)
    return Looked(
        findings=find(active, collected.said, now),
        names={rule.pk: rule.name_sv for rule in rules},
        known=known,
        said=said,
        before=before,
        timed=frozenset(rule.key for rule in active if rule.kind == "states"),
        heard=frozenset(one.input for one in collected.said),
        again=next_moment(active, collected.said, now),
    )


def _known(row: Mapping[str, Any], said: Mapping[int, Said]) -> Known:
    sides = _sides(row["sides"])
    return Known(row["state"], row["reason"], row["holds"], sides, same_values.voices(sides, said))


def _said_then(side: Mapping[str, Any]) -> Said:
    """A side of a dispute as its answer was written: sent answers never change."""
    return Said(
        actor=side["actor"],
        input=side["input"],
        at=datetime.fromisoformat(side["at"]),
        numbers=side["numbers"] or {},
        texts=side["texts"] or {},
        rows=side["rows"] or {},
        short=side["short"],
    )


def _standing(incident: Incident) -> Any:
    row = JSONObject(
        input="input_id",
        path="path",
        actor="input__actor_id",
        short="input__actor__short",
        at="input__submitted_at",
        numbers="input__content__numbers",
        texts="input__content__texts",
        rows="input__content__rows",
    )
    sides = DisputeSide.objects.filter(dispute=OuterRef("pk")).values(row=row)
    rows = Dispute.objects.filter(incident=incident, rule=OuterRef("pk")).standing().order_by()
    told = JSONObject(about="about", state="state", reason="reason", holds="holds_id", sides=ArraySubquery(sides))
    return rows.values(row=told)


def _settled_before(incident: Incident) -> Any:
    """The last settlement of each that stands no more, of those whose answers have changed."""
    rows = Dispute.objects.filter(
        incident=incident, rule=OuterRef("pk"), state=DisputeState.GONE, settled_by__isnull=False
    )
    told = JSONObject(reason="reason", holds=Coalesce("holds__actor__short", Value("")))
    return rows.order_by("about", "settled_at", "pk").values(row=JSONObject(about="about", told=told))


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
                "before": looked.reopened(finding),
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
        "said": collected.in_words(path, same_values.value_at(one, path)),
        "at": one.at.isoformat(),
        "input": one.input,
        "source": source,
    }


def outlived(looked: Looked) -> list[Body]:
    """The body's `outlived`: what goes apart no longer because a time that was stated has passed."""
    return [{"rule": rule, "about": about, "reason": _outlived_words(about)} for rule, about in looked.outlived()]


def _outlived_words(about: str) -> str:
    return _("Tiden då %(road)s skulle öppna har passerat. Uppgifterna går inte längre isär.") % {"road": about}


def keep_in_step(incident: Incident, disputed: Sequence[Body], outlived: Sequence[Body] = ()) -> None:
    """New ones open; those that no longer stand, or between other answers, are gone. Under the incident's hold."""
    told = {(row["rule"], row["about"]): row for row in disputed}
    ended = {(row["rule"], row["about"]): row["reason"] for row in outlived}
    wanted = {key: _sides(row["sides"]) for key, row in told.items()}
    pairs = DisputeSide.objects.filter(dispute=OuterRef("pk")).values(row=JSONObject(input="input_id", path="path"))
    rows: Any = Dispute.objects.filter(incident=incident).standing().annotate(pairs=ArraySubquery(pairs))
    for row in rows:
        key = (row.rule_id, row.about)
        row.incident = incident
        if wanted.get(key) == _sides(row.pairs):
            del wanted[key]
        elif key in wanted and row.state != DisputeState.OPEN and told[key]["state"] == row.state:
            _follow(row, wanted.pop(key), told[key]["holds"])
        else:
            _end(row, ended.get(key, ""))
    for key, sides in wanted.items():
        _open(incident, key, sides, told[key].get("before"))


def _end(row: Dispute, sentence: str) -> None:
    """With a sentence where time has settled it. What a person decided stays with her reason."""
    if not sentence or row.settled_by_id is not None:
        move(row, DisputeState.GONE, note=sentence)
        return
    move(row, DisputeState.GONE, note=sentence, reason=sentence, settled_at=now_in(row.incident))


def _follow(row: Dispute, sides: Sides, holds: int | None) -> None:
    """The same was said again in newer answers: what was decided goes on to hold, of those."""
    DisputeSide.objects.filter(dispute=row).delete()
    DisputeSide.objects.bulk_create([DisputeSide(dispute=row, input_id=pk, path=path) for pk, path in sorted(sides)])
    Dispute.objects.filter(pk=row.pk).update(holds=holds)
    record(row, "dispute.follows")


def _open(incident: Incident, key: Key, sides: Sides, before: Mapping[str, Any] | None) -> None:
    rule, about = key
    row = Dispute.objects.create(incident=incident, rule_id=rule, about=about, found_at=now_in(incident))
    DisputeSide.objects.bulk_create(
        [DisputeSide(dispute=row, input_id=pk, path=path) for pk, path in sorted(sides)],
    )
    record(row, "dispute.reopened" if before else "dispute.found", note=before["reason"] if before else "")
