"""A program that would pass by the wall does not start: the wall is not an option that somebody turns on."""

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from coordination.running.roles import OWNER, VARIABLES

QUESTION = """
SELECT current_user, rolsuper OR rolbypassrls OR pg_has_role(current_user, nspowner, 'USAGE'),
       pg_has_role(current_user, to_regrole(%s), 'USAGE')
FROM pg_roles, pg_namespace WHERE rolname = current_user AND nspname = 'public'
"""


def passes_by(role: str) -> str:
    """A sentence about what is wrong with the role that this program signs in with; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [role])
        name, passes, is_member = cursor.fetchone()
    remedy = f"Write {VARIABLES[role]} with the role {role}; python -m coordination.running.roles makes it."
    if passes:
        return f"The database role {name} passes by row-level security or owns the tables ({OWNER}). {remedy}"
    return "" if is_member else f"The database role {name} is not {role}. {remedy}"


def refuse_wrong_role(role: str) -> None:
    """For web and worker when they start. A database that is away for a moment is no reason to stay down."""
    try:
        problem = passes_by(role)
    except OperationalError:
        return
    finally:
        connection.close()
    if problem:
        raise ImproperlyConfigured(problem)
