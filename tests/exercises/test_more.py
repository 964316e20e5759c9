"""The exercises that are loaded by name: the snow on E22, and three calm weeks in Dalarna."""

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import override_settings
from django.utils import timezone

from coordination.exercises import storm
from coordination.incidents.models import Incident
from coordination.situations.models import Dispute, Input, Report, Request, Rhythm

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="package")
def more(loaded, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        call_command("load_exercise", "e22", "lugn_vecka", verbosity=0)


def test_each_exercise_says_in_its_file_what_is_made_up(more):
    for name in storm.MORE:
        script = storm.script_of(name)
        assert "påhitt" in script["source"] or "övningens" in script["source"]
        incident = Incident.objects.filter(number=script["incident"]["number"]).first()
        assert incident is None or (incident.is_exercise and incident.is_fictitious)


def test_an_unknown_exercise_is_a_sentence(db):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("load_exercise", "nothing")


def test_the_police_and_the_road_agency_go_apart_on_e22(more, db):
    snow = Incident.objects.get(number="2024-002")
    report = Report.objects.get(incident=snow, state="published")
    (apart,) = [row for row in report.body["disputed"] if row["rule"] == "road-open-and-closed"]
    assert {side["short"] for side in apart["sides"]} >= {"Polisen", "Trafikverket"}
    assert Dispute.objects.filter(incident=snow).exists()
    silent = Request.objects.get(incident=snow, number=1).recipients.filter(answered_at__isnull=True)
    assert [row.actor.short for row in silent] == ["Frivilliga Hörby"]
    assert Input.objects.filter(incident=snow, oral=True).count() == 1


def test_every_wednesday_the_rhythm_asks_for_thursday_at_ten(more, db):
    calm = Incident.objects.get(number="2025-050")
    (rhythm,) = Rhythm.objects.filter(incident=calm)
    asked = Request.objects.filter(incident=calm, rhythm=rhythm).order_by("number")
    assert asked.count() == 3
    for request in asked:
        sent, as_of = timezone.localtime(request.sent_at), timezone.localtime(request.as_of)
        assert (sent.weekday(), f"{sent:%H:%M}") == (2, "08:31")
        assert (as_of.weekday(), f"{as_of:%H:%M}") == (3, "10:00")
    following = timezone.localtime(rhythm.next_at)
    assert f"{following:%Y-%m-%d %H:%M}" == "2025-11-26 08:30"
    assert Report.objects.filter(incident=calm, number__isnull=False).count() == 3
