"""Which roles an actor can have, and who cares for whose people. The documentation is made from the first table."""

from typing import Final

from actors.roles import Role

_EVERYBODY: Final = (
    Role.READER,
    Role.REPORTER,
    Role.EDITOR,
    Role.DUTY_OFFICER,
    Role.ACTOR_ADMIN,
    Role.SECURITY_OFFICER,
)

# Kind of actor -> the roles that mean something in it. A county board also compiles and convenes, and leads its process
# and its exercises; the national agency also reads and reviews all counties. No administrator can give what belongs to
# another kind.
ROLES_OF_KIND: Final[dict[str, tuple[Role, ...]]] = {
    "county_board": (*_EVERYBODY, Role.ANALYST, Role.CHAIR, Role.PROCESS_LEADER, Role.EXERCISE_LEADER),
    "municipality": _EVERYBODY,
    "region": _EVERYBODY,
    "rescue": _EVERYBODY,
    "police": _EVERYBODY,
    "agency": _EVERYBODY,
    "national_agency": (*_EVERYBODY, Role.NATIONAL_READER, Role.REVIEWER),
    "grid": _EVERYBODY,
    "telecom": _EVERYBODY,
    "defence": _EVERYBODY,
    "voluntary": _EVERYBODY,
    "other": _EVERYBODY,
}

# Somebody who comes in during an incident answers for her actor, and no more.
ROLES_OF_TEMPORARY: Final = (Role.READER, Role.REPORTER)

# A machine reads and answers. It publishes nothing and agrees to nothing: that is people's. Its user name says so.
ROLES_OF_SYSTEM: Final = (Role.READER, Role.REPORTER, Role.NATIONAL_READER)
SYSTEM: Final = "api."

# Who is alarmed when a break-glass account is used, in the county board and in the national agency.
ALARMED: Final = (Role.ACTOR_ADMIN, Role.SECURITY_OFFICER)
