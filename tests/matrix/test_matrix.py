"""Every role asks every address in every state of what is there, and is told nothing that it may not know.

Twice: as built, and with every filter of the portal's own code replaced by "all rows", when row-level security alone
must hold. Two counties are seeded with words and figures that stand in one place only.
"""

import gc
import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpResponse
from django.test import client as django_client
from django.urls import URLResolver

from actors.models import Actor
from actors.roles import Role
from coordination.direction import querysets as direction
from coordination.exercises import querysets as exercises
from coordination.incidents import querysets as incidents
from coordination.incidents import sight
from coordination.situations import querysets as situations
from coordination.throttling import Anonymous, SignedIn
from processes import querysets as processes
from tests.api.calling import schema
from tests.attacks import rows
from tests.attacks.addresses import patterns
from tests.browser.addresses import POSTS
from tests.matrix import alike
from tests.matrix import world as worlds
from tests.matrix.addresses import NOT_ASKED, Address, Unknown, every, way
from tests.matrix.asking import WORD, Asker, Leak
from tests.matrix.seats import Seat, seats
from tests.together import TOLD

pytestmark = pytest.mark.django_db

# The wall lets those who ask and the owner's readers at a draft: who asks writes down spoken answers, and sets an
# unsent draft aside for it.
DRAFTS: Final = frozenset({"drafts"})
TAKES_PART: Final = (
    "the own county board",
    "the town that wrote it",
    "another participant",
    "the foreign county board",
)
# Texts that no seat meets at any address in the first run, with why: what nobody ever meets proves nothing.
NEVER_MET: Final = dict.fromkeys(
    (
        *("answer: redacted", "answer: withdrawn and narrowed", "guarded field: own"),
        *("file of an answer: redacted", "file of an answer: withdrawn and narrowed"),
    ),
    "its owner is a town in which nobody sits; what another town narrowed to itself is met by that town",
)
# What the routes that only take forms answer to somebody outside.
REFUSED: Final = {302, 401, 403, 404, 405}


@pytest.fixture
def unhurried(monkeypatch):
    """The matrix asks more in a minute than anybody may."""
    for throttle in (Anonymous, SignedIn):
        monkeypatch.setattr(throttle, "allow_request", lambda self, request, view: True)
    cache.clear()
    logging.disable(logging.WARNING)  # of each page that is not there
    # What each template was given is kept by Django's client for a test that asks: none does here.
    monkeypatch.setattr(django_client, "store_rendered_templates", lambda *_args, **_more: None)
    gc.collect()
    gc.freeze()  # what was there before is not looked through again and again
    # The page of what is not there is made a thousand times and says the same each time: the first fifty are looked at.
    monkeypatch.setattr(URLResolver, "resolve_error_handler", without_page(URLResolver.resolve_error_handler))
    yield
    gc.unfreeze()
    logging.disable(logging.NOTSET)


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
        for module in (incidents, situations, direction, exercises, processes):
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
    asked = alike.questions(asking, addresses)
    assert alike.nobody_outside_has_a_right(asking, world.here.incident.pk)
    assert not alike.lost(asked, asking, addresses)
    first = run(world, asked, frozenset())
    tell(capsys, "as built", asked, first)
    unfiltered()
    # Public pages and one's own sign-in stand before no wall, and who may send was asked above.
    walled = {address.path for address in addresses if address.side or address.name in alike.OF_EACH_ROLE}
    again = alike.by_the_database(asked, walled, first["answers"])
    second = run(world, again, DRAFTS, sends=False)
    tell(capsys, "by the database alone", again, second)
    for done in (first, second):
        assert not done["broken"]
        assert not done["changed"]
        assert not done["taken"]
        assert not [leak for leak in done["leaks"] if crosses(leak, world)]
        assert not done["leaks"]
    sung = {canary.state for canary in world.canaries.values() if canary.rule != "nobody"}
    assert sung - {world.canaries[word].state for word in first["seen"]} == NEVER_MET.keys()


def crosses(leak: Leak, world: worlds.World) -> bool:
    """Something of one county was told to somebody who takes no part in its incident."""
    sides = {place: world.there if "foreign" in place else world.here for place in TAKES_PART}
    side = next((side for place, side in sides.items() if leak.seat.endswith(place)), None)
    return side is None or f"/{side.number}/" not in leak.path


def run(
    world: worlds.World, asked: list[tuple[Seat, Address]], lax: frozenset[str], *, sends: bool = True
) -> dict[str, Any]:
    done: dict[str, Any] = {"leaks": [], "broken": [], "statuses": Counter(), "taken": [], "seen": set(), "answers": {}}
    before = rows.hashes(rows.LOOKING_WRITES)
    by_seat: dict[str, list[tuple[Seat, Address]]] = {}
    for seat, address in asked:
        by_seat.setdefault(str(seat), []).append((seat, address))
    for questions in by_seat.values():
        asker = Asker(world, questions[0][0], more_known=lax)
        for _seat, address in questions:
            ask(asker, address, done["taken"] if sends else None)
        for name in ("leaks", "broken"):
            done[name] += getattr(asker, name)
        done["statuses"] += asker.statuses
        done["seen"] |= asker.seen
        done["answers"] |= asker.answers
    done["changed"] = rows.changed(before, rows.LOOKING_WRITES)
    done["leaks"] += [f"mail: {word}" for one in mail.outbox for word in WORD.findall(one.subject + one.body)]
    return done


def ask(asker: Asker, address: Address, taken: list[str] | None) -> None:
    """Look at the address; and where nothing may be sent from outside, try to send."""
    if address.name not in POSTS:
        asker.get(address)
    one_of_theirs = address.side == "here" and address.state in alike.ONE and "?" not in address.path
    takes_forms = address.name in POSTS or alike.thorough(asker.seat)
    if taken is not None and asker.seat.outside and one_of_theirs and takes_forms:
        status = asker.post(address)
        if status not in REFUSED and not is_the_nations(asker.seat, address):
            taken.append(f"{asker.seat} POST {address.path}: {status}")


def is_the_nations(seat: Seat, address: Address) -> bool:
    """Whoever may read a report may hide it at once, the national level too; and the reviewer judges documents."""
    hides_what_it_reads = address.name == "quarantine" and "/rapport/" in address.path
    judges = address.name == "document_judge" and seat.role == Role.REVIEWER
    return seat.place == "the nation" and (hides_what_it_reads or judges)


def tell(capsys: Any, how: str, asked: list[tuple[Seat, Address]], done: dict[str, Any]) -> None:
    """The counts, whether or not the test then fails. Roles, routes and states are those that were asked."""
    roles, routes = len({str(seat) for seat, _address in asked}), len({address.route for _seat, address in asked})
    states = len({(address.side == "there", address.state) for _seat, address in asked} - {(False, "none")})
    leaks, broken = done["leaks"], done["broken"]
    counts = f"{roles} roles x {routes} routes x {states} states, {done['statuses'].total()} requests"
    TOLD.append(f"matrix ({how}): {counts}, {len(leaks)} leaks, {len(broken)} errors")
    with capsys.disabled():
        for route, count in Counter((leak.route, leak.what, leak.seat) for leak in leaks).most_common(400):
            print("  leak:", *route, count)
        for line in broken[:20] + done["taken"][:40]:
            print("  ", line)


def test_a_question_that_nobody_asks_any_more_is_noticed():
    seat = Seat("the own county board", Role.DUTY_OFFICER)
    here = [Address("h/<number>/", "incident", "own", "/h/1/", post=False, side="here")]
    assert not alike.lost([(Seat(place, role), here[0]) for place, role in alike.THOROUGH], [seat], here)
    assert alike.lost([], [seat], here)
    assert ("another participant", "h/<number>/", "own") in alike.lost([(seat, here[0])], [seat], here)


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
