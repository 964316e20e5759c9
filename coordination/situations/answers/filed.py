"""The files of an answer from version to version: what a draft begins with, and what follows it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, JSONField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from actors.sight import as_machine
from coordination.situations.content import Hashes, questions
from coordination.situations.models import AnswerFile, Input, QuestionSet

MOST_FILES: Final = 5
# For a query of answers: how many files each carries.
COUNT: Final = Coalesce(
    Subquery(AnswerFile.objects.filter(input=OuterRef("pk")).order_by().values("input").values(n=Count("pk"))), 0
)
# The same: each file with what the API tells of it.
LISTED: Final = ArraySubquery(
    AnswerFile.objects.filter(input=OuterRef("pk"))
    .order_by("pk")
    .values(row=JSONObject(**{name: name for name in ("id", "question", "name", "media_type", "size", "sha256")}))
)

_KEPT: Final = """
    INSERT INTO situations_answerfile
        (incident_id, actor_id, input_id, question, name, media_type, size, sha256, data, added_by_id, added_at)
    SELECT incident_id, actor_id, %s, question, name, media_type, size, sha256, data, added_by_id, added_at
    FROM situations_answerfile WHERE input_id = %s AND question = ANY (%s) ORDER BY id
    ON CONFLICT DO NOTHING"""


def asked_for(asked: QuestionSet) -> list[str]:
    """Keys of the questions that are answered with files; most sets have none, and then nothing is asked for."""
    return [question["key"] for question in questions(asked, "file")]


def keep(draft: Input, base: Input | None) -> None:
    """A draft begins with the files of the answer that it begins from, as it does with its words: rows of its own.

    The bytes never leave the database. Of an answer that may not be read nothing is taken along.
    """
    wanted = asked_for(draft.request.question_set)
    if wanted and base is not None and base.pk != draft.pk and not base.__dict__.get("mute_found"):
        with connection.cursor() as cursor:
            cursor.execute(_KEPT, [draft.pk, base.pk, wanted])


def hashes(answer: Input) -> Hashes:
    """Question and SHA-256 of each of its files. No statement where the set asks for none."""
    if not asked_for(answer.request.question_set):
        return ()
    return list(
        AnswerFile.objects.filter(input=answer).order_by("question", "sha256").values_list("question", "sha256")
    )


def of(answer: Input | None, asked: QuestionSet) -> dict[str, list[AnswerFile]]:
    """The answer's files by question, without their bytes. `answer` is one whose words the reader may read."""
    wanted = asked_for(asked)
    if not wanted or answer is None or answer.__dict__.get("mute_found"):
        return {}
    found: dict[str, list[AnswerFile]] = {}
    for one in AnswerFile.objects.filter(input=answer, question__in=wanted).listed():
        one.incident = answer.incident
        found.setdefault(one.question, []).append(one)
    return found


def follow(sent: Input, draft: Input) -> None:
    """The files that were in a draft whose row was sent with other words: they go on to the draft that lives on."""
    with as_machine():  # the draft is another's
        AnswerFile.objects.filter(input=sent).update(input=draft)


def told(*asked: QuestionSet) -> Any:
    """For a query of answers: what their files are, without the bytes. Not looked for where no set asks for any."""
    if not any(asked_for(one) for one in asked):
        return Value(None, JSONField())
    columns = {name: name for name in ("question", "id", "name", "media_type", "size", "sha256")}
    files = AnswerFile.objects.filter(input=OuterRef("pk")).order_by().values("input")
    return Subquery(files.values(found=JSONBAgg(JSONObject(**columns), order_by="pk")))


def by_question(attached: Iterable[Mapping[str, Any]] | None) -> dict[str, list[dict[str, Any]]]:
    """What `told` found, by the question's key."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in attached or ():
        found.setdefault(one["question"], []).append({name: one[name] for name in one if name != "question"})
    return found
