"""Writes a compiled picture down: tens of megabytes where thousands have answered, so in few and plain steps."""

import json

import psycopg
from django.db import connection

from coordination.situations.compiled.gathered import Body
from coordination.situations.models import Compilation

BODY = "UPDATE situations_compilation SET body = %s::jsonb WHERE id = %s"
SOURCES = """
INSERT INTO situations_compilationsource (compilation_id, input_id, number)
SELECT %s, * FROM unnest(%s::bigint[], %s::int[])
"""


def write_body(compilation: Compilation, body: Body) -> None:
    """The body travels beside the statement. Django would quote it into the text of one, for PostgreSQL to take out."""
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(BODY, [written, compilation.pk])
    compilation.body = body


def write_sources(compilation: int, body: Body) -> None:
    """Which answers the body was made of, and under which numbers it cites them."""
    rows = body["sources"]
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, [compilation, [row["input"] for row in rows], [row["n"] for row in rows]])
