"""What the database holds, as one hash for each table: whether an attack changed anything, whatever it was."""

from collections.abc import Iterable

from django.db import connection
from psycopg import sql

# What reading may write, by table and column, or a whole table as "*". Each because the portal promises it to somebody.
READING_WRITES = {
    "incidents_visit": {"*": "when a person was last here, so that she is told what is new"},
    "direction_stepvisit": {"*": "when a person last looked at a step, so that she is told what has come in since"},
    "situations_recipient": {"opened_at": "who has opened a request: the county rings those who have not"},
    "situations_answerlink": {"opened_at": "that somebody has followed a link: the county sees it"},
    "situations_input": {
        "read_at": "that the county has read an answer, for its author's receipt",
        "read_by_id": "who read it",
    },
    "direction_reception": {
        "*": "who has opened a fixed direction: the county and the deputies ring those who have not"
    },
    "direction_call": {
        "opened_at": "who has opened a meeting's pack: the county rings those who have not",
        "opened_by_id": "who opened it",
    },
    "situations_rendering": {"*": "an edition of a published report is made once, when it is first asked for"},
    "django_session": {"*": "the sign-in itself"},
    "actors_person": {"last_login": "the sign-in itself"},
}

# Looking at all pages leaves these besides. Entries are held to the verbs below.
LOOKING_WRITES = {
    **READING_WRITES,
    "situations_reading": {"*": "that somebody has read a report or an answer: the county sees who has not"},
    "journal_entry": {"*": "see LOOKING_IS_TOLD"},
}
LOOKING_IS_TOLD = {
    "refused": "a page was asked for that the person has no right to",
    "read": "what is marked sensitive was read",
    "export": "a paper or data file was taken out",
    "person.signed_in": "the sign-in itself",
}


def tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if not name.startswith("django_migrations")]


def hashes(leave_out: dict[str, dict[str, str]] | None = None) -> dict[str, str]:
    """Table -> hash of all its rows; without the columns that are left out."""
    skip = leave_out or {}
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            if "*" not in skip.get(table, {}):
                found[table] = _hash(cursor, table, skip.get(table, {}))
    return found


def _hash(cursor, table: str, skip: Iterable[str]) -> str:
    columns = [c.name for c in connection.introspection.get_table_description(cursor, table) if c.name not in skip]
    words = sql.SQL("SELECT coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM (SELECT {} FROM {}) r")
    cursor.execute(words.format(sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)))
    return str(cursor.fetchone()[0])


def changed(before: dict[str, str], leave_out: dict[str, dict[str, str]] | None = None) -> list[str]:
    """The tables whose rows are not what they were."""
    now = hashes(leave_out)
    return sorted(name for name in before if before[name] != now[name])
