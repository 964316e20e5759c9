"""What need not be asked, because another question of the matrix has the same answer; and that nothing is lost."""

import re
from collections import Counter
from typing import Any, Final
from zlib import crc32

from django.db import connection

from actors.roles import Role
from coordination.walls.policies import WALLS
from tests.browser.addresses import POSTS
from tests.matrix.addresses import ALONE, OF_AN_INCIDENT, Address
from tests.matrix.seats import Seat
from tests.thorough import ALL

# One of each kind of record.
ONE: Final = {"own", "wide", "published"}
OUTSIDE_TOWN: Final = "a town that takes no part"
# Who asks for every record in every state: one role in each place.
THOROUGH: Final = {
    ("the own county board", Role.DUTY_OFFICER),
    ("the town that wrote it", Role.DUTY_OFFICER),
    ("another participant", Role.REPORTER),
    ("the foreign county board", Role.DUTY_OFFICER),
    ("the nation", Role.NATIONAL_READER),
}
# Addresses that gather what is in several incidents, and those that gather what is in one.
GATHERED: Final = {"start", "incidents", "alarms", "review", "rollup", "rollup_json", "documents_to_judge", "exercises"}
OF_EACH_ROLE: Final = {name for name in ALONE if name.endswith("-list")} | GATHERED
OUTSIDE: Final = ("outside",)
ANOTHER_TOWN: Final = "another participant"
# Addresses of a record of whatever kind, and the kinds that every role asks for there.
OF_ANY_KIND: Final = {"quarantine", "record_changes"}
KINDS_OF_EACH_ROLE: Final = {"svar", "rapport", "inriktning", "behov"}
LARGE: Final = {"incident", "board", "inputs", "log", "report", "report_pdf", "input", "api-input-detail"}
# Given before any record is looked for: not signed in, or not a way of asking that the address knows.
BEFORE_ANY_ROW: Final = {401, 405}
# All that the policies ask of the person: see coordination/walls/functions.py.
ASKED_OF_PERSON: Final = sorted(
    {
        call
        for wall in WALLS.values()
        for condition in (wall.see, wall.add, wall.change, wall.remove)
        for call in re.findall(r"samlad_(?:incidents|processes|actors|leads|exercises|streams)\([^)]*\)", condition)
    }
)


def thorough(seat: Seat) -> bool:
    return (seat.place, seat.role) in THOROUGH


def cannot_differ(seat: Seat, address: Address) -> bool:
    """A record's state is held against the actor that asks, a role against the whole incident.

    So in each place one role asks for every record in every state, and the others for one of each kind. The lists, the
    board, the log and the reports hold all states at once, and every role asks for these. The second county is the
    first again, so that its own board need not ask it all; to the first county's people its records are alike, since
    the incident lets in before the audience. The other way round, every role of the second county's board asks for all
    kinds of the first's records, and stands for the same role in the town that takes no part: neither has any right on
    the incident, which `nobody_outside_has_a_right` makes sure of. What is nobody's record, such as one's own sign-in
    and the public pages, knows no roles. The roles of the town that wrote it stand for the same roles of another
    participant, where the reporter asks for everything; and what takes a record of any kind is asked by each role for
    a few kinds.
    """
    if not address.side:
        return not (thorough(seat) or seat.role is None or address.name in OF_EACH_ROLE)
    if address.side == "there":
        return address.state not in ONE or not (thorough(seat) or address.name in LARGE)
    if seat.place == OUTSIDE_TOWN and seat.role != Role.DUTY_OFFICER:
        return address.name not in OF_AN_INCIDENT
    if thorough(seat):
        return False
    if seat.place == ANOTHER_TOWN and address.name not in LARGE:
        return True
    return address.state not in ONE or one_of_many_kinds(address)


def one_of_many_kinds(address: Address) -> bool:
    """A record of a kind that is not each role's to ask for, at an address that takes records of every kind."""
    return address.name in OF_ANY_KIND and not any(f"/{kind}/" in address.path for kind in KINDS_OF_EACH_ROLE)


def its_turn(seat: Seat, address: Address) -> bool:
    """`make test` lets the roles that are not thorough ask for a third of their routes, others in each place and role;
    `make thorough` lets them ask for all. Always the same ones: what fails, fails again.
    """
    turn = crc32(f"{seat} {address.route}".encode()) % 3
    return ALL or turn == 0 or thorough(seat) or not address.side or address.name in LARGE | GATHERED


def repeats(addresses: list[Address]) -> set[str]:
    """Addresses of one more record of the same kind, in the same state: these nobody asks for."""
    seen: set[tuple[str, ...]] = set()
    found = set()
    for address in addresses:
        key = (address.route, re.sub(r"\d+", "", address.path), address.side, address.state)
        if address.side and key in seen:
            found.add(address.path)
        seen.add(key)
    return found


def questions(asking: list[Seat], addresses: list[Address]) -> list[tuple[Seat, Address]]:
    """Who asks what in the first run."""
    again = repeats(addresses)
    return [
        (seat, address)
        for seat in asking
        for address in addresses
        if address.path not in again and not cannot_differ(seat, address) and its_turn(seat, address)
    ]


def lost(asked: list[tuple[Seat, Address]], asking: list[Seat], addresses: list[Address]) -> set[tuple[Any, ...]]:
    """Each role and route, and each place, route and state, that nobody asks for although it was there to ask for."""
    mine = [address for address in addresses if address.side == "here" and address.name not in POSTS]
    roles = {(seat.role, address.route) for seat in asking for address in mine if ALL}
    places = {(place, address.route, address.state) for place, _role in THOROUGH for address in mine}
    return (roles - {(seat.role, address.route) for seat, address in asked}) | (
        places - {(seat.place, address.route, address.state) for seat, address in asked if address.side == "here"}
    )


def told_apart(seat: Seat) -> tuple[Any, ...]:
    """What the database knows of the person besides who she is: who has the same gets the same rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samlad.person', %s, true)", [str(seat.person.pk) if seat.person else ""])
        cursor.execute(f"SELECT {', '.join(ASKED_OF_PERSON)}")
        answers = cursor.fetchone()
        cursor.execute("SELECT set_config('samlad.person', '', true)")
    return tuple(
        tuple(sorted(str(each) for each in answer if each is not None and not str(each).startswith("person:")))
        for answer in answers
    )


def is_outside(seat: Seat) -> bool:
    return seat.outside and seat.place != "the nation" and seat.person is not None


def nobody_outside_has_a_right(asking: list[Seat], incident: int) -> bool:
    at = [place for place, call in enumerate(ASKED_OF_PERSON) if call.startswith("samlad_incidents")]
    outside = [told_apart(seat) for seat in asking if seat.outside and seat.place != "the nation"]
    return bool(at) and not any(str(incident) in told[place] for told in outside for place in at)


def by_the_database(
    asked: list[tuple[Seat, Address]], walled: set[str], answers: dict[tuple[str, str], int]
) -> list[tuple[Seat, Address]]:
    """Who asks what in the second run: of those whom the database cannot tell apart, and who were answered alike in the
    first run, the one who was let in the most. What no record had to do with is not asked again.
    """
    let_in = Counter(seat for (seat, _path), status in answers.items() if status == 200)
    told = {str(seat): told_apart(seat) for seat in {str(seat): seat for seat, _address in asked}.values()}
    chosen: dict[tuple[Any, ...], tuple[Seat, Address]] = {}
    for seat, address in sorted(asked, key=lambda pair: -let_in[str(pair[0])]):
        status = answers.get((str(seat), address.path))
        if address.path in walled and status is not None and status not in BEFORE_ANY_ROW:
            # To the first county's incident those outside are alike: what they may elsewhere opens nothing of it.
            alike = OUTSIDE if is_outside(seat) and address.side == "here" else told[str(seat)]
            chosen.setdefault((alike, address.path, status), (seat, address))
    return list(chosen.values())
