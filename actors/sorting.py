"""Swedish order of names, å ä ö last, in a database built without ICU.

The embedded PostgreSQL knows no Swedish collation, so a name is turned into a
key that sorts right byte by byte: lower case, å ä ö moved behind z, other
accented letters to the letter they are filed under.
"""

from django.db.models import CharField, F, Func, GeneratedField, Value
from django.db.models.functions import Collate, Lower

LETTERS = "åäæöøéèêëáàâãíìîïóòôõúùûüýÿçñš"
FILED_AS = "{||}}eeeeaaaaiiiioooouuuyyycns"
_TABLE = str.maketrans(LETTERS, FILED_AS)


class Translate(Func):
    """PostgreSQL's translate(text, from, to); public, because migrations name it."""

    function = "translate"
    arity = 3


def swedish_key(name: str) -> str:
    """The key the database writes, for lists sorted in Python."""
    return name.lower().translate(_TABLE)


def swedish_order(field: str) -> Collate:
    """The same key as an expression: `order_by(swedish_order("name"))`."""
    key = Translate(Lower(F(field)), Value(LETTERS), Value(FILED_AS), output_field=CharField())
    return Collate(key, "C")


def swedish_sort_field(field: str = "name", max_length: int = 250) -> GeneratedField:
    """A stored column to order by and to index: `sort_name = swedish_sort_field("name")`."""
    return GeneratedField(
        expression=swedish_order(field),
        output_field=CharField(max_length=max_length, db_collation="C"),
        db_persist=True,
        editable=False,
    )
