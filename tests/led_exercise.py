"""An exercise's rows in an incident, with a chosen text wherever its leader writes: for attacks and the matrix.

Made past the services that open an incident of its own: what is looked at is who reads the rows, and how they show.
"""

from types import SimpleNamespace

from django.utils import timezone

from actors.roles import Role
from coordination.exercises import scenario_file, services
from coordination.exercises.models import Inject, Play
from tests.conftest import person


def lead_exercise(write, incident, board, guest):
    """`write` gives the text of a column by its name, or an empty one."""

    def needed(column):
        return write(column) or "x"

    by = person(f"exercises.{board.key}", board, Role.EXERCISE_LEADER)
    told = {"minutes": 1, "to": ["alla"], "kind": "told", "text": needed("exercises.scenario.body")}
    script = scenario_file.checked(
        {
            "name": needed("exercises.scenario.name"),
            "type": "storm",
            "summary": write("exercises.scenario.summary"),
            "goals": [needed("exercises.scenario.goals")],
            "injects": [told],
        }
    )
    scenario = services.keep_scenario(by=by, board=board, script=script)
    now = timezone.now()
    play = Play.objects.create(incident=incident, scenario=scenario, leader=by, state="paused", started_at=now)

    def inject(order, state, column):
        row = Inject.objects.create(
            incident=incident,
            play=play,
            order=order,
            at=now,
            text=needed(column),
            expected=write("exercises.inject.expected"),
            really=write("exercises.inject.really"),
            state=state,
            given_at=now if state == "given" else None,
        )
        row.to.set([guest])
        return row

    given = inject(1, "given", "exercises.inject.text")
    waiting = inject(2, "waiting", "exercises.inject.waiting")
    services.observe(by=by, inject=given, text=write("exercises.inject.observed"))
    return SimpleNamespace(by=by, scenario=scenario, play=play, given=given, waiting=waiting)
