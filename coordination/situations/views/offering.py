"""What a form offers of what its actor has already said: in words, with its age, to be used by one press."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coordination.incidents.models import Marking
from coordination.situations import forms_kinds
from coordination.situations.answers.earlier import Said, said_before
from coordination.situations.content import Content, path_of, questions
from coordination.situations.content.kinds import municipalities_of
from coordination.situations.content.shape import PART_OF
from coordination.situations.forms_fields import Offer
from coordination.situations.forms_words import said, words_of
from coordination.situations.models import Function, QuestionSet
from coordination.situations.views.seat import Seat
from coordination.templatetags.look import GRADES_IN_FULL, thousands

LONGEST = 160
MOST_ROWS = 5


def municipalities(place: Seat) -> dict[str, str]:
    """Those of the incident's counties, where a question asks for one; no statement where none does."""
    rows = questions(place.asked.question_set, "rows")
    in_rows = any(column["kind"] == "municipality" for question in rows for column in question["columns"])
    asks = in_rows or questions(place.asked.question_set, "place")
    return municipalities_of(place.incident) if asks else {}


def earlier(place: Seat, base: Content, functions: list[Function]) -> dict[str, Said]:
    sent = place.former.submitted_at if place.former is not None else None
    return said_before(
        by=place.by,
        request=place.asked,
        actor=place.actor,
        base=base,
        base_at=sent,
        functions=functions,
        oral=place.oral,
    )


def offers(place: Seat, base: Content, functions: list[Function]) -> dict[str, Offer]:
    """By path, as the form shows them."""
    found = earlier(place, base, functions)
    names = municipalities(place) if found else {}
    return {path: _offer(one, place, names) for path, one in found.items()}


def _offer(one: Said, place: Seat, names: Mapping[str, str]) -> Offer:
    answer = one.answer
    where = _("begäran %(n)d") % {"n": answer.request.number}
    if answer.incident_id != place.incident.pk:
        where = _("%(request)s i %(incident)s") % {"request": where, "incident": answer.incident.name}
    assert answer.submitted_at is not None  # noqa: S101  # nosec B101  # what stands was sent
    return Offer(
        one.path,
        answer.pk,
        Truncator(words(one.path, one.value, place.asked.question_set, names)).chars(LONGEST),
        answer.submitted_at,
        where,
        _("Märkt känslig.") if answer.marking == Marking.SENSITIVE else "",
    )


def words(path: str, value: Any, asked: QuestionSet, names: Mapping[str, str]) -> str:
    """An answer on one line, as a person would say it: "340 hushåll", "3 Betydande", "Ljusdal 210, Bollnäs 40"."""
    part, _dot, key = path.partition(".")
    if part == "functions":
        return str(GRADES_IN_FULL.get(value.get("grade"), GRADES_IN_FULL[None]))
    question = next((q for q in questions(asked, *PART_OF) if path_of(q) == path), {})
    if part == "numbers":
        return f"{thousands(value)} {said(question, 'unit')}".strip()
    if part == "places":
        return forms_kinds.place_words(value, names)
    if part == "rows":
        lines = [" ".join(cell for cell in forms_kinds.row_words(question, row, names) if cell) for row in value]
        more = [_("och %(n)d rader till") % {"n": len(lines) - MOST_ROWS}] if len(lines) > MOST_ROWS else []
        return ", ".join([*lines[:MOST_ROWS], *more])
    return words_of(path, {part: {key: value}}, asked)
