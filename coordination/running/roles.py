"""The roles in PostgreSQL: who owns the house, and what each program may do in it.

`python -m coordination.running.roles` makes them on a server of one's own, as its administrator; `manage.py up` does
the same on the embedded one. Twice is as once. No role of the portal is a superuser, owns what it reads, or passes by
row-level security; what each may touch is granted after every migration (coordination/walls).
"""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import psycopg
from psycopg import sql

OWNER, WEB, WORKER, FEED, AUDIT = "samlad_owner", "samlad_web", "samlad_worker", "samlad_feed", "samlad_audit"
# The variable that holds each role's address, and with it its password. Those that are not set may not sign in.
VARIABLES: Final = {
    OWNER: "DATABASE_OWNER_URL",
    WEB: "DATABASE_URL",
    WORKER: "DATABASE_WORKER_URL",
    FEED: "DATABASE_FEED_URL",
    AUDIT: "DATABASE_AUDIT_URL",
}
# The owner says on its address that it means to see everything: without that it sees no walled row either.
HOUSE: Final = quote("-c samlad.door=house", safe="")
LIMITS: Final = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


def make(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Make the roles on the server, and the owner of the database that `admin_url` names."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role in VARIABLES:
            _make_one(connection, role, passwords.get(role))
        _hand_over(connection)


def _make_one(connection: psycopg.Connection, role: str, password: str | None) -> None:
    name = sql.Identifier(role)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    enters = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("NOLOGIN")
    connection.execute(sql.SQL("ALTER ROLE {} {} {}").format(name, sql.SQL(LIMITS), enters))


def _hand_over(connection: psycopg.Connection) -> None:
    """The database, its schema and all in it belong to the owner, also where another role once made them."""
    owner = sql.Identifier(OWNER)
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner))
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for kind, name in connection.execute(_MADE_BY_OTHERS, [OWNER, OWNER]).fetchall():
        connection.execute(sql.SQL("ALTER {} public.{} OWNER TO {}").format(sql.SQL(kind), sql.SQL(name), owner))


_MADE_BY_OTHERS: Final = """
SELECT CASE c.relkind WHEN 'r' THEN 'TABLE' ELSE 'SEQUENCE' END, quote_ident(c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'S') AND pg_get_userbyid(c.relowner) <> %s
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
UNION ALL
SELECT 'FUNCTION', quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND pg_get_userbyid(p.proowner) <> %s
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def kept_passwords(path: Path) -> dict[str, str]:
    """One password for each role, made once and kept in a file that only the portal's own user can read."""
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    known = dict(line.split("=", 1) for line in lines if "=" in line)
    if set(VARIABLES) - known.keys():
        known = {role: known.get(role) or secrets.token_urlsafe(24) for role in VARIABLES}
        path.touch(mode=0o600)
        path.write_text("".join(f"{role}={word}\n" for role, word in known.items()), encoding="ascii")
    return known


def addresses(admin_url: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """The variables that tell each program its own address, made from the administrator's."""
    found = {}
    for role, variable in VARIABLES.items():
        url = urlsplit(admin_url)
        host = url.netloc.rpartition("@")[2]
        found[variable] = url._replace(netloc=f"{role}:{quote(passwords[role], safe='')}@{host}").geturl()
    found[VARIABLES[OWNER]] = as_house(found[VARIABLES[OWNER]])
    return found


def as_house(url: str) -> str:
    if "samlad.door" in unquote(url):
        return url
    return f"{url}{'&' if '?' in url else '?'}options={HOUSE}"


def come_as_owner(words: list[str]) -> None:
    """manage.py is the administrator's door: where the owner's address is known, its commands come as the owner.

    `up` itself asks nothing of the database, and hands on to each program the address of that program's own role.
    """
    name = VARIABLES[OWNER]
    if words[1:2] == ["up"]:
        return
    path, url = os.environ.get(f"{name}_FILE"), os.environ.get(name)
    if path:
        url = Path(path).read_text(encoding="utf-8").strip()
    if url:
        os.environ.pop("DATABASE_URL_FILE", None)
        os.environ["DATABASE_URL"] = as_house(url)


def main() -> int:
    """Reads DATABASE_ADMIN_URL and the addresses of the roles. Says in a sentence what is missing."""
    admin = _given("DATABASE_ADMIN_URL")
    passwords = {role: urlsplit(_given(name)).password for role, name in VARIABLES.items() if _given(name)}
    missing = [VARIABLES[role] for role in (OWNER, WEB, WORKER) if not passwords.get(role)]
    if not admin or missing:
        named = ", ".join([*([] if admin else ["DATABASE_ADMIN_URL"]), *missing])
        print(f"Write the addresses, each with its password: {named}.", file=sys.stderr)
        return 1
    make(admin, {role: unquote(word) for role, word in passwords.items() if word})
    print(f"The roles are there: {', '.join(VARIABLES)}.")
    return 0


def _given(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, "")


if __name__ == "__main__":
    sys.exit(main())
