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
from psycopg.pq import TransactionStatus

PERSON: Final = "samlad.person"
DOOR: Final = "samlad.door"
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
    Queries are asked where they are evaluated, so evaluate them inside. tests/walls lists every caller.
    """
    if _open.get():
        yield
        return
    token = _open.set(True)
    try:
        _door("machine")
        yield
    finally:
        _open.reset(token)
        # A transaction that is lost takes the door with it: what was set in it is rolled back.
        if not _lost():
            _door("")


def _door(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [DOOR, value])


def _lost() -> bool:
    driver = connection.connection
    return connection.needs_rollback or driver is None or driver.info.transaction_status == TransactionStatus.INERROR
