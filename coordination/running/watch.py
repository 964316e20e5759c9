"""Watches what runs. What dies is started again and said; what keeps dying ends the portal."""

import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from coordination.running.children import Child, end_session, last_words
from coordination.running.console import say
from coordination.running.programs import Program
from coordination.running.refusals import CannotStart
from coordination.running.services import Services

DEATHS, WITHIN_SECONDS = 5, 60.0
LOOK_SECONDS = 0.25


@dataclass
class Watch:
    services: Services
    environment: Mapping[str, str]
    running: dict[str, tuple[Program, Child]] = field(default_factory=dict)
    deaths: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=DEATHS)))

    def start(self, program: Program) -> None:
        self.running[program.name] = (program, program.start(self.environment))

    def for_ever(self) -> None:
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

    def look(self) -> None:
        # Services first: a program that died because its database did would only die again.
        for name, child in self.services.children().items():
            if child.poll() is not None:
                self.note_death(name, child, "")
                self.services.revive(name)
        for name, (program, child) in list(self.running.items()):
            if child.poll() is not None:
                self.note_death(name, child, last_words(program.log))
                end_session(child)
                self.start(program)

    def note_death(self, name: str, child: Child, why: str) -> None:
        times = self.deaths[name]
        times.append(time.monotonic())
        if len(times) == DEATHS and times[-1] - times[0] < WITHIN_SECONDS:
            raise CannotStart(f"{name} ended {DEATHS} times within a minute, so the portal stops. {why}")
        say(f"{name} ended (exit code {child.returncode}) and is started again. {why}".rstrip())

    def stop(self) -> None:
        """Nothing new is asked for, what was begun is finished, what is left is saved: in this order."""
        for name in ("beat", "web", "worker"):
            found = self.running.pop(name, None)
            if found is not None:
                program, child = found
                if not program.stop(child):
                    say(f"{name} did not stop within {program.stop_seconds:.0f} seconds and was ended.")
                end_session(child)
        self.services.stop()
