"""An exercise with the least that is in one: a leader at the county board, two towns that play, three injects."""

import datetime

from django.utils import timezone

from actors.roles import Role
from coordination.exercises import scenario_file, services
from coordination.exercises.models import Inject
from coordination.incidents.models import Incident
from tests.conftest import person

STARTS = datetime.datetime(2026, 12, 28, 7, 0, tzinfo=datetime.UTC)


def told(minutes=0, text="Strömmen är borta", to=("kommun:alla",), kind="told", **more):
    return {"minutes": minutes, "to": list(to), "kind": kind, "text": text, **more}


def script(*injects, name="Isregn", **more):
    rows = injects or (
        told(5, "Träd ligger över vägen", kind="log"),
        told(10, "Hur är läget?", kind="request"),
        told(20, "Kommun A saknar reservkraft", to=["kommun:A"]),
    )
    return scenario_file.checked({"name": name, "type": "storm", "injects": list(rows), **more})


def leader_of(board):
    return person(f"leder.{board.key}", board, Role.EXERCISE_LEADER)


def keep(house, *injects, **more):
    return services.keep_scenario(by=house.eva, board=house.board, script=script(*injects, **more))


def prepare(house, *injects, scenario=None, actors=None):
    return services.start_play(
        by=house.eva,
        scenario=scenario or keep(house, *injects),
        board=house.board,
        actors=actors or [house.ljusdal, house.bollnas],
        name="Övning Isregn",
        starts=STARTS,
    )


def stands_at(play, minutes):
    """The exercise's clock has come so far, without anybody waiting for it."""
    incident = Incident.objects.get(pk=play.incident_id)
    incident.clock_scene = STARTS + datetime.timedelta(minutes=minutes)
    incident.clock_started = timezone.now() if incident.clock_started else None
    incident.save(update_fields=["clock_scene", "clock_started"])


def states(play):
    return list(Inject.objects.filter(play=play).order_by("order").values_list("state", flat=True))
