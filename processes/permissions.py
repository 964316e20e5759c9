"""Rights on a county's development process, and which role of the county board and the national agency has them."""

from typing import Final

from actors.roles import Role

VIEW: Final = "view_countyprocess"
LEAD: Final = "lead_countyprocess"
REVIEW: Final = "review_countyprocess"

# Name of the right -> what it lets somebody do, in words for the model's Meta and the documentation.
RIGHTS: Final[dict[str, str]] = {
    LEAD: "lead a county's development process",
    REVIEW: "review a county's development process",
}

# The county board reads its own process; its process leader runs it.
BOARD: Final[dict[str, tuple[str, ...]]] = {
    Role.READER: (VIEW,),
    Role.REPORTER: (VIEW,),
    Role.EDITOR: (VIEW,),
    Role.ANALYST: (VIEW,),
    Role.DUTY_OFFICER: (VIEW,),
    Role.CHAIR: (VIEW,),
    Role.PROCESS_LEADER: (VIEW, LEAD),
}

# The national level reads where every county stands; the reviewer is the one who reviews.
NATIONAL: Final[dict[str, tuple[str, ...]]] = {
    Role.NATIONAL_READER: (VIEW,),
    Role.REVIEWER: (VIEW, REVIEW),
}
