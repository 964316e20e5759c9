"""An issue or an influence on the agenda of the meeting that comes: one press, or a choice among several."""

import pytest
from django.urls import reverse

from coordination.direction.models import AgendaPoint
from coordination.direction.services import plan_influence, raise_issue
from tests.conftest import fresh
from tests.direction import meeting_house

pytestmark = pytest.mark.django_db


def address(incident, what: str) -> str:
    return f"{reverse('meeting_raise', args=[incident.number])}?{what}"


def planned(storm, hours: int):
    return meeting_house.planned(storm, kind="other", hours=hours)


@pytest.fixture
def issue(storm):
    return raise_issue(
        by=fresh(storm.lena), incident=storm.incident, kind="gap", title="Ingen har bussar", proposal="Fråga regionen"
    )


def test_one_meeting_takes_it_at_once(client, storm, issue):
    meeting = planned(storm, 2)
    client.force_login(storm.lena)
    answer = client.post(address(storm.incident, f"fraga={issue.number}"))
    assert answer.status_code == 302
    assert answer.url == meeting.get_absolute_url()
    point = AgendaPoint.objects.get(meeting=meeting, issue=issue)
    assert (point.title, point.proposal, point.kind) == ("Ingen har bussar", "Fråga regionen", "issue")


def test_twice_is_a_sentence(client, storm, issue):
    planned(storm, 2)
    client.force_login(storm.lena)
    client.post(address(storm.incident, f"fraga={issue.number}"))
    again = client.post(address(storm.incident, f"fraga={issue.number}"), headers={"accept-language": "sv"})
    assert again.status_code == 409
    assert "Frågan står redan på dagordningen." in again.content.decode()
    assert AgendaPoint.objects.filter(issue=issue).count() == 1


def test_of_several_meetings_one_is_chosen(client, storm, issue):
    first, second = planned(storm, 2), planned(storm, 4)
    client.force_login(storm.lena)
    page = client.post(address(storm.incident, f"fraga={issue.number}"))
    assert page.status_code == 200
    assert [meeting.pk for meeting in page.context["meetings"]] == [first.pk, second.pk]
    client.post(address(storm.incident, f"fraga={issue.number}"), {"mote": second.number})
    assert AgendaPoint.objects.get(issue=issue).meeting == second


def test_an_influence_goes_there_too(client, storm):
    meeting = planned(storm, 2)
    influence = plan_influence(by=fresh(storm.lena), incident=storm.incident, means="ask", text="Har ni bussar?")
    client.force_login(storm.lena)
    client.post(address(storm.incident, f"inflytande={influence.number}"))
    assert AgendaPoint.objects.get(meeting=meeting, influence=influence).title == "Har ni bussar?"


def test_without_a_meeting_one_is_planned_first(client, storm, issue):
    client.force_login(storm.lena)
    answer = client.post(address(storm.incident, f"fraga={issue.number}"))
    assert answer.url == reverse("meeting_new", args=[storm.incident.number])


def test_a_municipality_may_not(client, storm, issue):
    client.force_login(storm.maria)
    assert client.post(address(storm.incident, f"fraga={issue.number}")).status_code == 403
