"""Every role asks every address in every state of what is there, and is told nothing that it may not know.

Twice: as built, and with every filter of the portal's own code replaced by "all rows", when row-level security alone
must hold. Two counties are seeded with words and figures that stand in one place only.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpResponse
from django.urls import URLResolver

from actors.models import Actor
from actors.roles import Role
from coordination.direction import querysets as direction
from coordination.incidents import querysets as incidents
from coordination.incidents import sight
from coordination.situations import querysets as situations
from coordination.throttling import Anonymous, SignedIn
from processes import querysets as processes
from tests.api.calling import schema
from tests.attacks import rows
from tests.attacks.addresses import patterns
from tests.browser.addresses import POSTS
from tests.matrix import world as worlds
from tests.matrix.addresses import ALONE, NOT_ASKED, Address, Unknown, every, way
from tests.matrix.asking import WORD, Asker, Leak
from tests.matrix.seats import Seat, seats
from tests.together import TOLD

pytestmark = pytest.mark.django_db

# Whether row-level security also holds who an answer or a log line was narrowed to, and what is in quarantine. Until it
# does, the second run judges these as what they would be without: the participants'.
AUDIENCE_HELD_BY_DATABASE = True
AUDIENCES: Final = frozenset({"own", "named", "nobody"})
# The wall lets those who ask and the owner's readers at a draft: who asks writes down spoken answers, and sets an
# unsent draft aside for it.
DRAFTS: Final = frozenset({"drafts"})
# That something is hidden must be known to the database for everybody who reads the incident or its reports, so that it
# is obeyed: the row's reason is held by the code alone. It says why, never what.
WHY_HIDDEN: Final = frozenset({"quarantiner"})
# Where the code reads through the machine's door (actors.sight.as_machine) more than it shows, and takes the rest out
# itself: with its filters away that is told, to those who take part in the same incident and to nobody else.
THROUGH_THE_DOOR: Final = {
    "board": "an answer that is not shared is read with the row that says so; its figure is then summed",
    "log": "why a narrowed answer was taken back stands in the journal, which knows incidents and no audiences",
    "api-incident-log": "the same, as data",
    "answer_oral": "the form for spoken words begins with the actor's last answer",
}
TAKES_PART: Final = (
    "the own county board",
    "the town that wrote it",
    "another participant",
    "the foreign county board",
)
# Texts that no seat meets at any address in the first run, with why: what nobody ever meets proves nothing.
NEVER_MET: Final = dict.fromkeys(
    ("answer: redacted", "answer: withdrawn and narrowed", "guarded field: own"),
    "its owner is a town in which nobody sits; what another town narrowed to itself is met by that town",
)
# One of each kind of record.
ONE: Final = {"own", "wide", "published"}
# Who asks for every record in every state: one role in each place.
THOROUGH: Final = {
    ("the own county board", Role.DUTY_OFFICER),
    ("the town that wrote it", Role.DUTY_OFFICER),
    ("another participant", Role.REPORTER),
    ("the foreign county board", Role.DUTY_OFFICER),
    ("the nation", Role.NATIONAL_READER),
}
# Addresses that gather what is in several incidents, and those that gather what is in one.
OF_EACH_ROLE: Final = {name for name in ALONE if name.endswith("-list")} | {"start", "incidents", "alarms", "review"}
LARGE: Final = {"incident", "board", "inputs", "log", "report", "report_pdf", "input", "api-input-detail"}
# What the routes that only take forms answer to somebody outside.
REFUSED: Final = {302, 401, 403, 404, 405}


@pytest.fixture
def unhurried(monkeypatch):
    """The matrix asks more in a minute than anybody may."""
    for throttle in (Anonymous, SignedIn):
        monkeypatch.setattr(throttle, "allow_request", lambda self, request, view: True)
    cache.clear()
    # The page of what is not there is made a thousand times and says the same each time: the first fifty are looked at.
    monkeypatch.setattr(URLResolver, "resolve_error_handler", without_page(URLResolver.resolve_error_handler))


def without_page(found: Callable[..., Any]) -> Callable[..., Any]:
    """The error's page at first, and then no more than its number."""
    looked_at = Counter()

    def handler(resolver: URLResolver, status: int) -> Any:
        looked_at[status] += 1
        if looked_at[status] <= 50 or status != 404:
            return found(resolver, status)
        return lambda request, exception=None: HttpResponse("", status=status)

    return handler


@pytest.fixture
def unfiltered(monkeypatch):
    """A switch that replaces every filter of sight in the code by "all rows". Rights to act stay."""

    def everything(rows: Any, *_args: Any) -> Any:
        return rows.all()

    def off() -> None:
        for module in (incidents, situations, direction, processes):
            for thing in vars(module).values():
                if isinstance(thing, type) and thing.__module__ == module.__name__:
                    _open(monkeypatch, thing, everything)
        monkeypatch.setattr(sight, "out_of_quarantine", lambda rows, *_args: rows)
        monkeypatch.setattr(sight, "in_audience", lambda person, kind: ~Q(pk=None))
        monkeypatch.setattr(sight, "where_read", lambda person: ~Q(pk=None))
        cache.clear()

    return off


def _open(monkeypatch: pytest.MonkeyPatch, queryset: type, everything: Callable[..., Any]) -> None:
    for name in ("visible_to", "reports_visible_to", "with_right", "read_by", "read_by_all", "out_of_quarantine"):
        if name in vars(queryset):
            monkeypatch.setattr(queryset, name, everything)


@pytest.mark.usefixtures("reference_data", "unhurried")
def test_nobody_is_told_what_is_not_hers(unfiltered, capsys):
    world = worlds.build()
    nation = Actor.objects.get(kind="national_agency")
    asking = seats(world.here, world.there, world.here.outsider, nation)
    addresses = [address for address in every(world, POSTS) if address.name not in NOT_ASKED]
    first = run(world, asking, addresses, frozenset())
    tell(capsys, "as built", asking, addresses, first)
    unfiltered()
    lax = DRAFTS | WHY_HIDDEN | (frozenset() if AUDIENCE_HELD_BY_DATABASE else AUDIENCES)
    # Public pages and one's own sign-in stand before no wall, and who may send was asked above.
    walled = [address for address in addresses if address.side or address.name in OF_EACH_ROLE]
    second = run(world, asking, walled, lax, sends=False)
    tell(capsys, "by the database alone", asking, walled, second)
    assert not first["broken"]
    for done in (first, second):
        assert not done["changed"]
        assert not done["taken"]
        assert not [leak for leak in done["leaks"] if crosses(leak, world)]
    assert not first["leaks"]
    assert {leak.route for leak in second["leaks"]} <= THROUGH_THE_DOOR.keys()
    sung = {canary.state for canary in world.canaries.values() if canary.rule != "nobody"}
    assert sung - {world.canaries[word].state for word in first["seen"]} == NEVER_MET.keys()


def crosses(leak: Leak, world: worlds.World) -> bool:
    """Something of one county was told to somebody who takes no part in its incident."""
    sides = {place: world.there if "foreign" in place else world.here for place in TAKES_PART}
    side = next((side for place, side in sides.items() if leak.seat.endswith(place)), None)
    return side is None or f"/{side.number}/" not in leak.path


def run(
    world: worlds.World, asking: list[Seat], addresses: list[Address], lax: frozenset[str], *, sends: bool = True
) -> dict[str, Any]:
    done: dict[str, Any] = {"leaks": [], "broken": [], "statuses": Counter(), "taken": [], "seen": set()}
    before = rows.hashes(rows.LOOKING_WRITES)
    for seat in asking:
        asker = Asker(world, seat, more_known=lax)
        for address in addresses:
            if not cannot_differ(seat, address):
                ask(asker, address, done["taken"] if sends else None)
        for name in ("leaks", "broken"):
            done[name] += getattr(asker, name)
        done["statuses"] += asker.statuses
        done["seen"] |= asker.seen
    done["changed"] = rows.changed(before, rows.LOOKING_WRITES)
    done["leaks"] += [f"mail: {word}" for one in mail.outbox for word in WORD.findall(one.subject + one.body)]
    return done


def ask(asker: Asker, address: Address, taken: list[str] | None) -> None:
    """Look at the address; and where nothing may be sent from outside, try to send."""
    if address.name not in POSTS:
        asker.get(address)
    one_of_theirs = address.side == "here" and address.state in ONE and "?" not in address.path
    if taken is not None and asker.seat.outside and one_of_theirs:
        status = asker.post(address)
        # Whoever may read a report may hide it at once, the national level too: it reads reports and nothing else.
        hides_what_it_reads = (
            address.name == "quarantine" and "/rapport/" in address.path and "nation" in str(asker.seat)
        )
        if status not in REFUSED and not hides_what_it_reads:
            taken.append(f"{asker.seat} POST {address.path}: {status}")


def cannot_differ(seat: Seat, address: Address) -> bool:
    """What is not asked, because another question of the matrix has the same answer.

    A record's state is held against the actor that asks, a role against the whole incident: so in each place one role
    asks for every record in every state, and the others for one of each kind. The lists, the board, the log and the
    reports hold all states at once, and every role asks for these. The second county is the first again, so that its
    own board need not ask it all; to the first county's people its records are alike, since the incident lets in
    before the audience. What is nobody's record, such as one's own sign-in and the public pages, knows no roles.
    """
    thorough = (seat.place, seat.role) in THOROUGH
    if not address.side:
        return not (thorough or seat.role is None or address.name in OF_EACH_ROLE)
    if address.side == "there" and seat.place != "the nation":
        return address.state not in ONE or not (thorough or address.name in LARGE)
    return address.state not in ONE and not thorough


def tell(capsys: Any, how: str, asking: list[Seat], addresses: list[Address], done: dict[str, Any]) -> None:
    """The counts, whether or not the test then fails."""
    roles, routes = len(asking), len({address.route for address in addresses})
    states = len({(address.side == "there", address.state) for address in addresses} - {(False, "none")})
    leaks, broken = done["leaks"], done["broken"]
    counts = f"{roles} roles x {routes} routes x {states} states, {done['statuses'].total()} requests"
    TOLD.append(f"matrix ({how}): {counts}, {len(leaks)} leaks, {len(broken)} errors")
    with capsys.disabled():
        for route, count in Counter((leak.route, leak.what, leak.seat) for leak in leaks).most_common(400):
            print("  leak:", *route, count)
        for line in broken[:20] + done["taken"][:40]:
            print("  ", line)


def test_a_route_that_nobody_has_said_how_to_address_fails():
    class New:
        name = "brand_new"

    with pytest.raises(Unknown):
        way("nytt/<int:pk>/", New)


def test_every_address_of_the_apis_schema_is_asked(reference_data):
    """What the API says that it answers is a route that the matrix addresses."""
    written = {re.sub(r"\{\w+\}", "<>", path).rstrip("/") for path in schema()["paths"]}
    routes = {re.sub(r"<[^>]+>", "<>", "/" + route).rstrip("/") for route, part in patterns() if way(route, part)}
    assert written - routes == set()
    assert len(written) > 30
