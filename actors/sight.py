"""Telling the database who asks. Row-level security answers by the person that the transaction names.

The name is local to the transaction: nothing of it is left on a connection that is handed to the next request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

PERSON: Final = "samlad.person"
OPEN: Final = "SET LOCAL samlad.door = 'machine'"
# What the session began with: nothing for web and worker, the owner's own word for the owner.
SHUT: Final = "SET LOCAL samlad.door TO DEFAULT"
FRAMES: Final = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
_open: ContextVar[bool] = ContextVar("door", default=False)


class Entered(Func):
    """Names the person in the statement that reads her, so that knowing who asks costs no statement of its own."""

    function = "set_config"
    output_field = TextField()

    def __init__(self, key: str = "pk") -> None:
        super().__init__(Value(PERSON), Cast(key, TextField()), Value(True))


def enter(person: Any) -> None:
    """Name the person for the rest of the transaction. None is nobody: nothing that is walled is seen."""
    key = "" if person is None else str(person.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [PERSON, key])


@contextmanager
def as_machine() -> Iterator[None]:
    """Let the machine's own step look past audience and quarantine, within the incidents of the person who is named.

    For traits (whose, how many, under which number) and for what follows by rule: never for content that is shown.
    Queries are asked where they are evaluated, so evaluate them inside. tests/walls lists every caller. The door is
    opened and shut within each statement's own round trip: nothing of it is left, also after an error.
    """
    if _open.get():
        yield
        return
    token = _open.set(True)
    try:
        with connection.execute_wrapper(_through_the_door):
            yield
    finally:
        _open.reset(token)


def _through_the_door(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if many:
        raise NotImplementedError("The door is for one statement at a time")
    if sql.startswith(FRAMES):
        return execute(sql, params, many, context)
    made = execute(f"{OPEN}; {sql}; {SHUT}", params, many, context)
    # The answer is the second of three.
    context["cursor"].nextset()
    return made
