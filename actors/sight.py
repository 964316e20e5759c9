"""Telling the database who asks. Row-level security answers by the person that the transaction names.

The name is local to the transaction: nothing of it is left on a connection that is handed to the next request.
"""

from typing import Any, Final

from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

PERSON: Final = "samlad.person"


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
