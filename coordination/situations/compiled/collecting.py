"""What the machine reads to compile: those who were asked, what was asked, and the answers that all may read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Aggregate, Exists, Func, JSONField, OuterRef, Q, Subquery, TextField
from django.db.models.functions import JSONObject

from actors.models import Actor
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident
from coordination.situations.answers import filed
from coordination.situations.compiled import merging, outlining
from coordination.situations.compiled.gathered import MUNICIPALITY, OTHER, Answer, Asked, Grade, Outline
from coordination.situations.models import (
    Function,
    Impact,
    Input,
    Question,
    RedactedCopy,
    Report,
    Request,
    Standing,
)
from coordination.situations.rounds import in_force
from coordination.situations.rounds.in_force import InForce
from coordination.situations.states import ReportState
from coordination.situations.weighing.contradictions import Said
from coordination.situations.weighing.freshness import Shelves

# In the order of a Grade.
GRADED: Final = ("grade", "proposed", "trend", "confidence", "reason")
COLUMNS: Final = (
    "actor_id",
    "pk",
    "request_id",
    "number",
    "submitted_at",
    "late",
    "oral",
    *GRADED,
    "content__numbers",
    "content__texts",
    "content__needs",
    "content__rows",
    "marking",
    "weighed",
    "link_id",
    "same_as__actor_id",
    "unchanged_from__submitted_at",
)


@dataclass(frozen=True)
class Collected:
    """`said` is what contradictions are looked for in: every actor's latest answers that all may read.

    `earlier` is what stands of answers to other requests in force, see merging.py.
    """

    answers: list[Answer]
    earlier: list[Answer]
    away: set[int]
    asked: list[Asked]
    outline: Outline
    shelves: Shelves
    said: list[Said]
    # Of every actor that was asked or has answered, municipalities first: code of the place, key, short name.
    places: list[tuple[str, int, str]]
    choices: Mapping[str, str]

    def in_words(self, path: str, value: Any) -> Any:
        """A choice by its name; a number or a row as it is."""
        return self.choices.get(f"{path}.{value}", value) if isinstance(value, str) else value


def request_of(incident: Incident, pk: int | None) -> Any:
    """The request with its questions and those in force beside it, functions, and the last published report's body."""
    published = Report.objects.filter(incident=OuterRef("incident"), state=ReportState.PUBLISHED)
    named = Function.objects.values(row=JSONObject(key="key", name="name_sv", shelf="shelf_minutes"))
    rows = Request.objects.filter(pk=pk or 0, incident=incident).select_related("question_set")
    return rows.annotate(
        published=Subquery(published.values("body")[:1]),
        named=ArraySubquery(named),
        in_force=in_force.listed(),
        other_sets=in_force.other_sets(),
        order=ArraySubquery(Question.objects.values("key")),
    ).first()


def collect(incident: Incident, request: Any, rounds: InForce) -> Collected:
    """`request` as `request_of` found it, `rounds` the requests in force."""
    copies, held = _held(rounds)
    sets = {one.pk: rounds.sets[one.asked] for one in rounds.rounds}
    answers, earlier, away = merging.merged([*_wide(rounds), *copies], held, sets)
    actors = _actors(incident, rounds)
    asked = rounds.asked()
    return Collected(
        answers=answers,
        earlier=earlier,
        away=away,
        asked=[_asked(actor, answers_all=not rounds.several) for actor in actors if actor.was_asked],
        outline=outlining.outline_of(request, asked),
        shelves=outlining.shelf_lives(request, asked, now_in(incident)),
        said=_said([*answers, *earlier], actors),
        places=[(a.municipality_id or "", a.pk, a.short) for a in sorted(actors, key=lambda a: not a.is_municipality)],
        choices=outlining.choices(asked, request.order),
    )


def _wide(rounds: InForce) -> list[Answer]:
    """The answers that all readers of a report may read, each with its grades."""
    wide = rounds.answers(Input.objects.standing()).filter(submitted_at__isnull=False).read_by_all()
    graded = Func("function_id", *GRADED, function="JSON_BUILD_ARRAY", output_field=JSONField())
    cells = Impact.objects.filter(input=OuterRef("pk")).order_by().values("input").values(cells=_Listed(graded))
    rows = wide.annotate(cells=Subquery(cells), attached=filed.told(*rounds.asked()))
    return [_answer(row) for row in rows.values(*COLUMNS, "cells", "attached")]


class _Listed(Aggregate):
    """Text, to be read once: lists are half as long as objects, and nothing need be made of them in the database."""

    function = "JSON_AGG"
    template = "%(function)s(%(expressions)s)::text"
    output_field = TextField()


def _held(rounds: InForce) -> tuple[list[Answer], dict[int, str]]:
    """What stands in redacted copies of answers that not all may read; and of actors left out, when they answered."""
    copies = RedactedCopy.objects.filter(input=OuterRef("pk")).out_of_quarantine()
    held = rounds.answers(Input.objects.standing()).withheld_from(None)
    found: list[Answer] = []
    away: dict[int, str] = {}
    for row in held.annotate(copy=Subquery(copies.values("content")[:1])).values(*_TRAITS, "copy"):
        if row["copy"] is not None and row["submitted_at"] is not None:
            found.append(_copied(row))
        else:
            at = row["submitted_at"].isoformat() if row["submitted_at"] else ""
            away[row["actor_id"]] = max(away.get(row["actor_id"], ""), at)
    return found, away


_TRAITS: Final = (
    "actor_id",
    "pk",
    "request_id",
    "number",
    "submitted_at",
    "late",
    "oral",
    "marking",
    "weighed",
    "link_id",
    "same_as__actor_id",
    "unchanged_from__submitted_at",
)


def _traits(row: Mapping[str, Any]) -> dict[str, Any]:
    at, since = row["submitted_at"].isoformat(), row["unchanged_from__submitted_at"]
    return {
        "actor": row["actor_id"],
        "input": row["pk"],
        "number": row["number"],
        "at": at,
        "since": since.isoformat() if since else at,
        "late": row["late"],
        "oral": row["oral"],
        "marking": row["marking"],
        "weighed": row["weighed"],
        "same_as": row["same_as__actor_id"],
        "linked": row["link_id"] is not None,
        "request": row["request_id"],
    }


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(
        **_traits(row),
        overall=Grade(*[row[name] for name in GRADED]),
        functions={key: Grade(*graded) for key, *graded in json.loads(row["cells"] or "[]")},
        numbers=row["content__numbers"],
        texts=row["content__texts"],
        needs=row["content__needs"],
        rows=row["content__rows"] or {},
        files=filed.by_question(row["attached"]),
    )


def _copied(row: Mapping[str, Any]) -> Answer:
    said = row["copy"]
    return Answer(
        **_traits(row),
        overall=_graded(said["overall"]),
        functions={key: _graded(graded) for key, graded in said["functions"].items()},
        numbers=said["numbers"],
        texts=said["texts"],
        needs=said["needs"],
        rows=said.get("rows") or {},
        redacted=True,
    )


def _graded(said: Mapping[str, Any]) -> Grade:
    return Grade(said["grade"], said["proposed"], said["trend"], said["confidence"], said.get("reason", ""))


def _actors(incident: Incident, rounds: InForce) -> list[Any]:
    """Those who were asked, and all who have answered in the incident before, each with what it said then."""
    recipients = rounds.recipients()
    readable = Input.objects.filter(incident=incident, submitted_at__isnull=False).read_by_all()
    before = Standing.objects.filter(incident=incident, input__in=readable.values("pk"))
    if rounds.several:
        before = before.exclude(input__in=rounds.answers(Input.objects.standing()).values("pk"))
    else:
        before = before.exclude(input__request=rounds.newest)
    told = JSONObject(
        pk="input_id",
        number="input__number",
        at="input__submitted_at",
        grade="input__grade",
        numbers="input__content__numbers",
        texts="input__content__texts",
        rows="input__content__rows",
    )
    asks, asks_it = recipients, JSONObject(number="request__number", answered="answered_at")
    return list(
        Actor.objects.filter(Q(pk__in=recipients.values("actor")) | Q(pk__in=before.values("actor"))).annotate(
            was_asked=Exists(recipients.filter(actor=OuterRef("pk"))),
            newest=Subquery(asks.filter(actor=OuterRef("pk")).order_by("-request__number").values(asks_it=asks_it)[:1]),
            before=Subquery(before.filter(actor=OuterRef("pk")).values(told=told)[:1]),
        )
    )


def _asked(actor: Any, *, answers_all: bool) -> Asked:
    """`answers_all`: with one request in force, whoever has an answer in the picture has answered its newest."""
    return Asked(
        actor=actor.pk,
        name=actor.name,
        short=actor.short,
        level=MUNICIPALITY if actor.is_municipality else OTHER,
        sort_name=actor.sort_name,
        code=actor.municipality_id or "",
        last=_last(actor.before) if actor.before else None,
        awaited=None if answers_all or actor.newest["answered"] else actor.newest["number"],
    )


def _last(before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "input": before["pk"],
        "number": before["number"],
        "at": datetime.fromisoformat(before["at"]).isoformat(),
        "overall": before["grade"],
        "numbers": before["numbers"] or {},
    }


def _said(answers: Iterable[Answer], actors: Iterable[Any]) -> list[Said]:
    """Of the answers as they were written; a redacted copy is read by all, and held against nobody."""
    known = {actor.pk: actor for actor in actors}
    found = [
        Said(
            actor=a.actor,
            input=a.input,
            at=datetime.fromisoformat(a.at),
            code=known[a.actor].municipality_id or "",
            numbers=a.numbers,
            texts=a.texts,
            rows=a.rows,
            short=known[a.actor].short,
        )
        for a in answers
        if a.actor in known
    ]
    here = {one.actor for one in found}
    return [*found, *(_said_before(actor) for actor in known.values() if actor.before and actor.pk not in here)]


def _said_before(actor: Any) -> Said:
    told = actor.before
    return Said(
        actor=actor.pk,
        input=told["pk"],
        at=datetime.fromisoformat(told["at"]),
        code=actor.municipality_id or "",
        numbers=told["numbers"] or {},
        texts=told["texts"] or {},
        rows=told["rows"] or {},
        short=actor.short,
    )
