"""One command up: services, data, programs, and then the watch until somebody says stop."""

import os
import signal
import subprocess  # nosec B404  # for its TimeoutExpired only
import time
import urllib.request
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from types import FrameType

from coordination.running import programs, services, static
from coordination.running.children import start_child, stop_child, wait_until
from coordination.running.console import say, step, table
from coordination.running.place import Place
from coordination.running.refusals import CannotStart
from coordination.running.watch import Watch

PREPARE_SECONDS = 600.0
WEB_SECONDS, READY_SECONDS = 60.0, 60.0

Account = tuple[str, str, str]


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def run(place: Place, *, accounts: list[Account], password: str) -> None:
    """Returns after a clean stop, raises CannotStart with a sentence."""
    began = started_at()
    listen_for_stop()
    place.prepare()
    with place.claim():
        watch = None
        try:
            place.require_port()
            watch = bring_up(place)
            welcome(place, watch.environment, accounts, password, seconds=time.time() - began)
            watch.for_ever()
        except Stopped:
            say("\nStopping.")
        finally:
            ignore_stop()
            if watch is not None:
                watch.stop()
    say("Stopped. The data stays where it is; the next start goes on from here.")


def started_at() -> float:
    """`make run` tells when it began, so that the seconds said include installing."""
    return float(os.environ.get("SAMLAD_STARTED_AT") or time.time())


def bring_up(place: Place) -> Watch:
    given = dict(os.environ)
    environment = place.environment(given)
    say(f"Samlad starts in {place.folder}")
    with step("Starting PostgreSQL and Valkey"):
        started = services.start(place.folder, given=given)
    watch = Watch(started, {**environment, **started.environment})
    try:
        prepare(place, watch.environment)
        start_programs(place, watch)
    except BaseException:
        ignore_stop()
        watch.stop()
        raise
    return watch


def prepare(place: Place, environment: Mapping[str, str]) -> None:
    """Static files are gathered beside the migrations: neither needs the other."""
    gathering = static.gather(place, environment)
    command = programs.manage(place, "prepare")
    done = start_child(command, log=None, environment=environment)
    try:
        code = done.wait(timeout=PREPARE_SECONDS)
    except subprocess.TimeoutExpired:
        raise CannotStart(f"The database was not ready within {PREPARE_SECONDS:.0f} seconds.") from None
    finally:
        stop_child(done, number=signal.SIGTERM, seconds=5)
    if code:
        raise CannotStart("The database could not be made ready; the lines above say why.")
    if gathering is not None:
        with step("Gathering static files"):
            static.finish(gathering, place)


def start_programs(place: Place, watch: Watch) -> None:
    """The web server first: the first page need not wait until the worker has read its program too."""
    watch.start(programs.web(place))
    web = watch.running["web"][1]
    healthy = partial(answers, place, "healthz")
    with step("Starting the web server"):
        wait_until(healthy, child=web, what="The web server", seconds=WEB_SECONDS, log=place.log("web"), pause=0.1)
    watch.start(programs.worker(place))
    watch.start(programs.beat(place))
    ready = partial(is_ready, place, watch)
    with step("Starting worker and beat"):
        wait_until(ready, child=None, what="The portal", seconds=READY_SECONDS, log=place.log("worker"), pause=0.2)


def is_ready(place: Place, watch: Watch) -> bool:
    watch.look()
    return answers(place, "readyz")


def answers(place: Place, path: str) -> bool:
    try:
        address = f"http://127.0.0.1:{place.port}/{path}"
        with urllib.request.urlopen(address, timeout=5) as reply:  # nosec B310  # always http, always this machine
            return bool(reply.status == HTTPStatus.OK)
    except (OSError, HTTPException):
        return False


def welcome(
    place: Place, environment: Mapping[str, str], accounts: list[Account], password: str, *, seconds: float
) -> None:
    say(f"\nSamlad stands at {place.address} after {seconds:.1f} seconds.")
    if environment.get("DEMO", os.environ.get("DEMO")) == "1":
        say("Demonstration: people, answers and figures are made up. Sign in as\n")
        say(table([("user name", "who", "what for"), *accounts]))
        say(f"\n  The password of all of them is {password}")
    say(f"\nLogs are in {place.folder / 'log'}. Ctrl-C stops everything.")


def listen_for_stop() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_now)


def ignore_stop() -> None:
    """A second Ctrl-C must not cut off the orderly stop that the first one began."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def stop_now(number: int, frame: FrameType | None) -> None:
    raise Stopped
