"""Posts of an answer with its function rows, all new: the full form's to us, form and form set to the bare side."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.bench import load, made_up

BLANK = '{"overall": {}, "functions": {}, "numbers": {}, "texts": {}, "needs": []}'
SHARED = {"csrfmiddlewaretoken": made_up.TOKEN}


def portal(facts: dict[str, Any], functions: int) -> Iterator[bytes]:
    """Every officer answers every request but the first once."""
    said = {**SHARED, **full_form(functions), "was": BLANK}
    for number in facts["requests"][1:]:
        for writer in facts["writers"]:
            yield portal_post(facts, writer, number, {**said, "version": "1.0"})


def with_draft(facts: dict[str, Any], functions: int) -> bytes:
    """The answer that was begun: its draft was kept while somebody wrote."""
    said = {**SHARED, **full_form(functions), "was": BLANK, "version": "1.1"}
    return portal_post(facts, facts["writers"][0], facts["requests"][0], said)


def portal_post(facts: dict[str, Any], writer: dict[str, Any], number: int, said: dict[str, str]) -> bytes:
    fields = {**said, "aktor": str(writer["actor"]), "idempotency_key": uuid.uuid4().hex, "do": "send", "vy": "full"}
    return load.post(f"/h/{facts['number']}/begaran/{number}/svara/", writer["cookie"], urlencode(fields))


def full_form(functions: int) -> dict[str, str]:
    raw: Any = made_up.raw(1, functions)
    fields = {f"overall.{name}": str(value) for name, value in raw["overall"].items()}
    fields |= {"overall.grade": "", "overall.reason": ""}
    for key, graded in raw["functions"].items():
        fields |= {f"functions.{key}.{name}": str(value) for name, value in graded.items()}
        fields |= {f"functions.{key}.grade": "", f"functions.{key}.reason": ""}
    fields |= {f"numbers.{key}": str(value) for key, value in raw["numbers"].items()}
    return {**fields, **{f"texts.{key}": value for key, value in raw["texts"].items()}}


def bare(facts: dict[str, Any]) -> Iterator[bytes]:
    raw: Any = made_up.raw(1)
    fields = {**SHARED, **{name: str(value) for name, value in raw["overall"].items()}}
    fields |= {"summary": raw["texts"]["summary"], "forecast": raw["texts"]["forecast"], "households": "100"}
    fields |= {"form-TOTAL_FORMS": str(made_up.FUNCTIONS), "form-INITIAL_FORMS": "0"}
    for n, (key, graded) in enumerate(raw["functions"].items()):
        fields |= {f"form-{n}-function": key, f"form-{n}-reason": ""}
        fields |= {f"form-{n}-{name}": str(value) for name, value in graded.items()}
    n = 0
    while True:
        n += 1
        yield load.post(
            f"/{facts['submit']}/answer/", facts["cookie"], urlencode({**fields, "actor": str(1 + n % made_up.ACTORS)})
        )
