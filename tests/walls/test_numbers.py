"""A number follows the last one that was given, whoever may read what bears it: asked as the web server's own role."""

import datetime

import pytest

from actors import sight
from coordination.direction import services as direction
from coordination.incidents import services as incidents
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, IncidentType
from coordination.running.roles import WEB
from coordination.situations.models import QuestionSet
from coordination.situations.services import requests
from journal.refusals import RuleBroken
from tests.conftest import fresh
from tests.walls.test_wall import as_role

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def opened(by, board, name="Branden"):
    kind = IncidentType.objects.get(key="fire")
    return incidents.open_incident(by=fresh(by), type=kind, name=name, lead=board, counties=[board.county])


def test_two_counties_open_incidents_in_one_series(house, incident):
    year, first = incident.number.split("-")
    with as_role(WEB, house.charlie):
        assert not Incident.objects.filter(pk=incident.pk).exists()
        there = opened(house.charlie, house.other)
        assert there.number == f"{year}-{int(first) + 1:03d}"
        assert opened(house.charlie, house.other, "En till").number == f"{year}-{int(first) + 2:03d}"


def test_the_series_goes_on_past_three_figures(house, incident):
    year = incident.number.split("-")[0]
    Incident.objects.filter(pk=incident.pk).update(number=f"{year}-999")
    with as_role(WEB, house.charlie):
        assert [opened(house.charlie, house.other, name).number for name in "AB"] == [f"{year}-1000", f"{year}-1001"]


def ask(house, incident):
    return requests.send_request(
        by=fresh(house.lena),
        incident=incident,
        question_set=QuestionSet.objects.first(),
        recipients=[house.ljusdal],
        purpose="Läget",
        as_of=now_in(incident),
        deadline=now_in(incident) + HOUR,
    )


def tell(house, incident):
    return direction.announce(by=fresh(house.lena), incident=incident, heading="Vatten", text="Koka det.")


def meet(house, incident):
    later = now_in(incident) + HOUR * (1 + incident.meetings.count())
    return direction.plan_meeting(
        by=fresh(house.lena),
        incident=incident,
        kind="isf",
        starts_at=later,
        form="telephone",
        where="Larmplanen",
        reason="Skäl",
    )


@pytest.mark.parametrize("write", [ask, tell, meet])
def test_what_is_in_quarantine_keeps_its_number(house, incident, write):
    first = write(house, incident)
    incidents.quarantine(by=house.bo, record=first, reason="Fel")
    with as_role(WEB, house.lena):
        assert not type(first).objects.filter(pk=first.pk).exists()
        assert write(house, incident).number == first.number + 1


def drafted(house, incident):
    draft = direction.draft_direction(by=fresh(house.lena), incident=incident)
    now = now_in(incident)
    direction.edit_direction(
        by=fresh(house.lena),
        direction=draft,
        revision=draft.revision,
        purpose="Syftet",
        intended="Ingen fryser",
        goals=["Varmt"],
        follow_up="Antal",
        valid_to=now + HOUR * 9,
        answer_by=now + HOUR,
    )
    return draft


def fixed(house, incident):
    draft = drafted(house, incident)
    direction.propose_direction(by=fresh(house.lena), direction=draft)
    direction.fix_direction(by=fresh(house.carl), direction=draft)
    return draft


def test_a_direction_is_fixed_after_one_that_is_in_quarantine(house, incident):
    first = fixed(house, incident)
    incidents.quarantine(by=house.bo, record=first, reason="Fel")
    with as_role(WEB, house.lena):
        second = drafted(house, incident)
        assert second.number == first.number + 1
        direction.propose_direction(by=fresh(house.lena), direction=second)
        sight.enter(house.carl)
        direction.fix_direction(by=fresh(house.carl), direction=second)
        second.refresh_from_db()
        assert (second.state, second.replaces_id) == ("fixed", first.pk)


def test_a_proposal_in_quarantine_makes_room_for_the_next(house, incident):
    draft = drafted(house, incident)
    direction.propose_direction(by=fresh(house.lena), direction=draft)
    incidents.quarantine(by=house.bo, record=draft, reason="Fel")
    with as_role(WEB, house.lena):
        assert drafted(house, incident).number == draft.number + 1


def test_a_position_in_quarantine_is_in_the_way_in_a_sentence(house, incident):
    draft = drafted(house, incident)
    direction.propose_direction(by=fresh(house.lena), direction=draft)

    def take(stand):
        said = {"by": fresh(house.maria), "direction": draft, "actor": house.ljusdal, "stand": stand}
        return direction.take_position(**said, reason="Skäl" if stand == "reservation" else "")

    take("reservation")
    incidents.quarantine(by=house.bo, record=draft.positions.get(actor=house.ljusdal), reason="Fel")
    with as_role(WEB, house.maria), pytest.raises(RuleBroken, match="Er ställning är i karantän"):
        take("behind")
    with as_role(WEB, house.bo):
        said = {"by": fresh(house.bo), "direction": draft, "actor": house.bollnas, "stand": "behind"}
        assert direction.take_position(**said).stand == "behind"
