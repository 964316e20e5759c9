"""Rights on a county's development process, and which role of the national agency has them."""

from typing import Final

from actors.roles import Role

VIEW: Final = "view_countyprocess"
REVIEW: Final = "review_countyprocess"

# Name of the right -> what it lets somebody do, in words for the model's Meta and the documentation.
RIGHTS: Final[dict[str, str]] = {
    REVIEW: "review a county's development process",
}

# The national level reads where every county stands; the reviewer is the one who will also review.
NATIONAL: Final[dict[str, tuple[str, ...]]] = {
    Role.NATIONAL_READER: (VIEW,),
    Role.REVIEWER: (VIEW, REVIEW),
}
