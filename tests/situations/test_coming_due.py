"""When a road was to open: what goes apart is looked at again as soon as that time has passed."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from actors.models import Actor
from coordination.incidents import services as incidents
from coordination.incidents.models import Incident
from coordination.situations.compiled import compiling
from coordination.situations.models import Compilation, Dispute
from coordination.situations.services import stewarding
from coordination.situations.weighing import coming_due, disputing
from journal.models import Entry
from tests.conftest import person, signed_in
from tests.situations.answers import answer, content
from tests.situations.test_desk import compiled, to

pytestmark = pytest.mark.django_db
SWEDEN = ZoneInfo("Europe/Stockholm")
MODULES = (coming_due, disputing, compiling)


@pytest.fixture
def agency(house, incident, asked):
    road_agency = Actor.objects.create(key="vagen", name="Vägverk", short="Vägverk", sort_name="vagverk", kind="other")
    incidents.invite(by=house.lena, incident=incident, actors=[road_agency])
    asked.recipients.create(actor=road_agency)
    road_agency.person = person("vera", road_agency)
    return road_agency


def road(state, **more):
    return {**content(1, 0, 0), "rows": {"roads": [{"road": "E4", "stretch": "", "state": state, **more}]}}


@pytest.fixture
def later(monkeypatch):
    """Lets time pass for what looks at what comes due."""

    def pass_on(**how_long):
        moved = {module: module.now_in for module in MODULES}
        for module, now_in in moved.items():
            shift = datetime.timedelta(**how_long)
            monkeypatch.setattr(module, "now_in", lambda incident, now_in=now_in, shift=shift: now_in(incident) + shift)

    return pass_on


def in_an_hour() -> str:
    return (datetime.datetime.now(SWEDEN) + datetime.timedelta(hours=1)).isoformat(timespec="minutes")


def look(incident):
    coming_due.look_again()
    return compiling.compile_incident(incident.pk)


def test_time_settles_that_a_road_is_open_which_was_to_open(house, incident, asked, agency, later):
    answer(house.maria, asked, house.ljusdal, road("open"))
    answer(agency.person, asked, agency, road("closed", opens_at=in_an_hour()))
    body = compiled(house, incident)
    assert [row["about"] for row in body["disputed"]] == ["E4"]
    assert coming_due.look_again() == 0
    later(hours=2)
    made = look(incident)
    assert made.body["disputed"] == []
    sentence = "Tiden då E4 skulle öppna har passerat. Uppgifterna går inte längre isär."
    assert made.body["outlived"] == [{"rule": "road-open-and-closed", "about": "E4", "reason": sentence}]
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.reason, dispute.settled_by) == ("gone", sentence, None)
    assert Entry.objects.filter(subject=dispute.journal_subject(), note=sentence).exists()
    page = signed_in(house.anna).get(to("steward", incident)).content.decode()
    assert "Tiden har avgjort" in page
    assert sentence in page


def test_time_makes_that_a_road_goes_apart_which_was_to_open_and_is_still_full(house, incident, asked, agency, later):
    answer(house.maria, asked, house.ljusdal, road("closed", vehicles_stuck=100))
    answer(agency.person, asked, agency, road("closed", opens_at=in_an_hour()))
    assert compiled(house, incident)["disputed"] == []
    later(hours=2)
    (told,) = look(incident).body["disputed"]
    assert (told["about"], told["state"]) == ("E4", "open")
    assert Dispute.objects.get().state == "open"


def test_it_is_done_once(house, incident, asked, agency, later):
    answer(agency.person, asked, agency, road("closed", opens_at=in_an_hour()))
    assert compiled(house, incident)["look_again"] is not None
    later(hours=2)
    assert (coming_due.look_again(), coming_due.look_again()) == (1, 1)
    assert Compilation.objects.filter(state="queued").count() == 1
    made = compiling.compile_incident(incident.pk)
    assert made.body["look_again"] is None
    assert coming_due.look_again() == 0


def test_what_a_person_settled_keeps_her_reason_when_time_passes(house, incident, asked, agency, later):
    town = answer(house.maria, asked, house.ljusdal, road("open"))
    answer(agency.person, asked, agency, road("closed", opens_at=in_an_hour()))
    compiled(house, incident)
    stewarding.settle(by=house.anna, dispute=Dispute.objects.get(), reason="Polisen har varit där.", holds=town)
    compiled(house, incident)
    later(hours=2)
    look(incident)
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.reason, dispute.settled_by) == ("gone", "Polisen har varit där.", house.anna)


def test_a_closed_incident_is_left_alone(house, incident, asked, agency, later):
    answer(agency.person, asked, agency, road("closed", opens_at=in_an_hour()))
    compiled(house, incident)
    later(hours=2)
    Incident.objects.filter(pk=incident.pk).update(state="closed")
    assert coming_due.look_again() == 0
