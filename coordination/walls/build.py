"""Building the wall: roles' rights and policies, made anew from their tables after every migration."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from coordination.running.roles import AUDIT, FEED, OWNER, VARIABLES, WEB, WORKER
from coordination.walls.functions import FUNCTIONS
from coordination.walls.policies import HELD_BACK, NEVER, WALLS, Wall

READ_BY_FEED: Final = ("actors_", "incidents_", "situations_", "direction_", "processes_", "auth_")
JOURNAL: Final = "journal_entry"
CHAIN: Final = "journal_chain"
DOORS: Final = "journal_append, journal_append_once"
BUILT: Final = "COMMENT ON FUNCTION samlad_person() IS 'wall {}'"
KNOWN: Final = "SELECT obj_description(to_regprocedure('samlad_person()'), 'pg_proc')"
TABLES: Final = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1
"""


def build(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Bring the database's wall up to the tables in the code. Does nothing where it stands already."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        if not set(WALLS) <= set(tables):
            return  # in the middle of the migrations, or on the way back
        statements = list(_statements(tables))
        mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
        cursor.execute(KNOWN)
        if cursor.fetchone() == (f"wall {mark}",):
            return
        for statement in [*statements, BUILT.format(mark)]:
            cursor.execute(statement)


def _statements(tables: list[str]) -> Iterator[str]:
    yield FUNCTIONS
    yield f"GRANT USAGE ON SCHEMA public TO {', '.join(VARIABLES)}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {WEB}, {WORKER}, {FEED}, {AUDIT}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB}, {WORKER}"
    # Entries come into the journal by its own functions alone, which act as the owner and check what they write.
    yield f"GRANT EXECUTE ON FUNCTION {DOORS} TO {WEB}, {WORKER}, {OWNER}"
    for table in tables:
        yield from _rights(table)
    for table, wall in WALLS.items():
        yield from _policies(table, wall)


def _rights(table: str) -> Iterator[str]:
    """A runtime role gets what the portal does, table by table, and no more."""
    wall = WALLS.get(table)
    may = ["SELECT"]
    if table not in ("django_migrations", JOURNAL, CHAIN):
        may += ["INSERT"]
        may += ["UPDATE"] if wall is None or wall.change != NEVER else []
    worker = [*may, "UPDATE"] if "INSERT" in may else may
    web = [*may, "DELETE"] if "INSERT" in may and (wall is None or wall.remove != NEVER) else may
    yield f"GRANT {', '.join([_reading(table), *web[1:]])} ON {table} TO {WEB}"
    yield f"GRANT {', '.join(dict.fromkeys([*worker, *web]))} ON {table} TO {WORKER}"
    if table in WALLS or table.startswith(READ_BY_FEED):
        yield f"GRANT {_reading(table)} ON {table} TO {FEED}"
    if table.startswith("journal_"):
        yield f"GRANT SELECT ON {table} TO {AUDIT}"


def _reading(table: str) -> str:
    """The right to read the table: all of it, or all columns but those that are held back."""
    if table not in HELD_BACK:
        return "SELECT"
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    columns = {str(field.column) for field in model._meta.local_concrete_fields}
    return f"SELECT ({', '.join(sorted(columns - set(HELD_BACK[table])))})"


def _policies(table: str, wall: Wall) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    see, add, change = wall.see, wall.add or wall.see, wall.change or wall.see
    commands = {
        f"FOR SELECT TO {WEB}, {FEED}": f"USING ({see})",
        f"FOR INSERT TO {WEB}": f"WITH CHECK ({add})",
        f"FOR UPDATE TO {WEB}": f"USING ({change}) WITH CHECK ({change})",
        f"FOR DELETE TO {WEB}": f"USING ({wall.remove})",
        # The worker is the machine: its role is its context. It compiles, sends and sweeps for every incident.
        f"FOR ALL TO {WORKER}": "USING (true) WITH CHECK (true)",
        # The owner sees only when it says that it means to: a migration, or the administrator's command.
        f"FOR ALL TO {OWNER}": "USING (current_setting('samlad.door', true) IN ('house', 'machine')) WITH CHECK (true)",
    }
    if table == JOURNAL:
        commands[f"FOR SELECT TO {AUDIT}"] = "USING (true)"
        commands[f"FOR ALL TO {OWNER}"] = "USING (true) WITH CHECK (true)"
    for number, (whom, condition) in enumerate(commands.items(), 1):
        name = f"samlad_{number}"
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} {whom} {condition}"
