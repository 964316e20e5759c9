"""Rights on an incident, and which role of which participant has them. The documentation is made from these tables."""

from typing import Final

from actors.roles import Role

VIEW: Final = "view_incident"
READ_REPORTS: Final = "read_reports"
CONTRIBUTE: Final = "contribute"
ASK: Final = "ask"
WRITE: Final = "write_report"
APPROVE: Final = "approve_report"
QUARANTINE: Final = "quarantine"
MANAGE: Final = "manage_incident"
INVITE: Final = "invite"
PROPOSE: Final = "propose_direction"
FIX: Final = "fix_direction"
CONTROL: Final = "control_exercise"

# Name of the right -> what it lets somebody do, in words for the model's Meta and the documentation.
RIGHTS: Final[dict[str, str]] = {
    READ_REPORTS: "read published reports",
    CONTRIBUTE: "answer, write in the log and take a position for one's own actor",
    ASK: "send requests and note spoken answers",
    WRITE: "write the situation report",
    APPROVE: "publish and return the situation report",
    QUARANTINE: "withhold what should not have been written",
    MANAGE: "change phase, level and area",
    INVITE: "invite actors",
    PROPOSE: "propose a joint direction",
    FIX: "fix a joint direction",
    CONTROL: "lead an exercise: its clock, and what is played in",
}

# A participant reads all and answers for itself.
PARTICIPANT: Final[dict[Role, tuple[str, ...]]] = {
    Role.READER: (VIEW, READ_REPORTS),
    Role.REPORTER: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.EDITOR: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.ANALYST: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.DUTY_OFFICER: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.CHAIR: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.SECURITY_OFFICER: (VIEW,),
}

# The county board that holds the incident together: it compiles and convenes, and commands nobody.
_EDITOR = (VIEW, READ_REPORTS, CONTRIBUTE, ASK, WRITE, PROPOSE)
LEAD: Final[dict[Role, tuple[str, ...]]] = {
    Role.READER: (VIEW, READ_REPORTS),
    Role.REPORTER: (VIEW, READ_REPORTS, CONTRIBUTE),
    Role.EDITOR: _EDITOR,
    Role.ANALYST: _EDITOR,
    Role.DUTY_OFFICER: (*_EDITOR, APPROVE, QUARANTINE, MANAGE, INVITE),
    Role.CHAIR: (VIEW, READ_REPORTS, CONTRIBUTE, PROPOSE, FIX),
    Role.SECURITY_OFFICER: (VIEW, QUARANTINE),
    # Leads what the county learns of it, and reads it as any reader at the board.
    Role.PROCESS_LEADER: (VIEW, READ_REPORTS),
    # Means something where the incident is an exercise.
    Role.EXERCISE_LEADER: (VIEW, READ_REPORTS, CONTROL),
}

# In an exercise its leader plays in requests, messages and measures by the services that everybody uses, invites, and
# ends it. In what is no exercise the role gives none of that.
EXERCISE: Final[dict[Role, tuple[str, ...]]] = {
    **LEAD,
    Role.EXERCISE_LEADER: (VIEW, READ_REPORTS, CONTRIBUTE, ASK, PROPOSE, INVITE, MANAGE, CONTROL),
}

# The national level reads published reports, not the answers behind them.
NATIONAL: Final[dict[Role, tuple[str, ...]]] = {
    Role.NATIONAL_READER: (READ_REPORTS,),
    Role.REVIEWER: (READ_REPORTS,),
}
