"""One incident whose fifty actors each have a system that answers. Prints what the clients must know, as JSON."""

import json
from datetime import timedelta

import django

django.setup()

from rest_framework.authtoken.models import Token  # noqa: E402  # apps come first

from actors.models import Actor, ActorKind  # noqa: E402
from actors.roles import Role  # noqa: E402
from coordination.incidents.clock import now_in  # noqa: E402
from coordination.incidents.models import IncidentType  # noqa: E402
from coordination.incidents.services import invite, open_incident  # noqa: E402
from coordination.situations.models import QuestionSet  # noqa: E402
from coordination.situations.services.requests import send_request  # noqa: E402
from tests.bench.endurance_sizes import CLIENTS  # noqa: E402
from tests.bench.portal_data import writer  # noqa: E402
from tests.conftest import person  # noqa: E402


def main() -> None:
    actors = list(Actor.objects.filter(kind=ActorKind.MUNICIPALITY).order_by("pk")[:CLIENTS])
    board = Actor.objects.get(kind=ActorKind.COUNTY_BOARD, county__code="21")
    duty = person("duty", board, Role.DUTY_OFFICER)
    incident = open_incident(
        by=duty,
        type=IncidentType.objects.get(key="storm"),
        name="Uthållighet",
        lead=board,
        counties=[board.county],
        municipalities=[actor.municipality for actor in actors],
    )
    invite(by=duty, incident=incident, actors=actors)
    now = now_in(incident)
    request = send_request(
        by=duty,
        incident=incident,
        question_set=QuestionSet.objects.filter(key="lagesrapport").latest("version"),
        recipients=actors,
        purpose="Uthållighet",
        as_of=now,
        deadline=now + timedelta(hours=6),
    )
    tokens = {actor.key: Token.objects.create(user=writer(actor)[0]).key for actor in actors}
    print(json.dumps({"incident": incident.pk, "request": request.pk, "tokens": tokens}))


if __name__ == "__main__":
    main()
