"""Swedish order of names, å ä ö last, in a database built without ICU.

The embedded PostgreSQL knows no Swedish collation, so a name is turned into a
key that sorts right byte by byte: lower case, å ä ö moved behind z, other
accented letters to the letter they are filed under.
"""

from django.db.models import CharField, F, Func, GeneratedField

_LETTERS = "åäæöøéèêëáàâãíìîïóòôõúùûüýÿçñš"
_FILED_AS = "{||}}eeeeaaaaiiiioooouuuyyycns"
_TABLE = str.maketrans(_LETTERS, _FILED_AS)


class SwedishKey(Func):
    """`SwedishKey(F("name"))`, for a GeneratedField, an index or an order_by.

    A column that stores it needs db_collation="C" of its own: a column does not
    take over the collation of the expression it is computed from. The letters
    stand in the SQL, so changing them asks for a migration that computes anew.
    """

    template = f"translate(lower(%(expressions)s), '{_LETTERS}', '{_FILED_AS}') COLLATE \"C\""
    arity = 1
    output_field = CharField()


def swedish_key(name: str) -> str:
    """The key the database writes, for lists sorted in Python."""
    return name.lower().translate(_TABLE)


def swedish_sort_field(field: str = "name", max_length: int = 200) -> GeneratedField:
    """A stored column to order by and to index: `sort_name = swedish_sort_field()`."""
    return GeneratedField(
        expression=SwedishKey(F(field)),
        output_field=CharField(max_length=max_length, db_collation="C"),
        db_persist=True,
        editable=False,
    )
