"""Everything that an exercise touches says ÖVNING, inside the portal and where it leaves it. It is counted nowhere."""

import datetime
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from actors.letters import send_waiting as send_letters
from actors.models import ContactPoint, Letter
from actors.roles import Role
from actors.services import give_role
from coordination.direction import escalating
from coordination.direction.services import call_meeting, plan_meeting
from coordination.exercises import giving, services
from coordination.incidents.clock import now_in
from coordination.incidents.notices import send_waiting
from tests.conftest import fresh, person, signed_in
from tests.playing.led import leader_of, prepare, stands_at, told
from tests.sharing.conftest import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(house):
    house.eva = leader_of(house.board)
    for actor in (house.ljusdal, house.bollnas):
        ContactPoint.objects.create(actor=actor, function="TiB", email=f"tib@{actor.key}.example.se")
    return house


@pytest.fixture
def going(led):
    play = prepare(led, told(1, "Strömmen är borta"), told(2, "Hur är läget?", kind="request"))
    services.run(by=fresh(led.eva), play=play)
    stands_at(play, 3)
    assert giving.run() == 2
    play.incident.refresh_from_db()
    return play


def test_every_letter_says_so_in_its_subject(going):
    send_waiting()
    assert len(mail.outbox) == 6  # to two players: invited, told, asked
    assert all(one.subject.startswith("ÖVNING: ") for one in mail.outbox), [one.subject for one in mail.outbox]


def test_a_letter_to_a_deputy_says_so_too(led, going):
    deputy = person("vikarie")
    deputy.email = "vikarie@example.se"
    deputy.save()
    held = led.maria.memberships.get()
    give_role(person=deputy, actor=led.ljusdal, role=Role.REPORTER, starts=datetime.date(2020, 1, 1), deputy_for=held)
    stands_at(going, 300)
    escalating.run()
    assert Letter.objects.count() == 1
    send_letters()
    assert mail.outbox[-1].subject.startswith("ÖVNING: ")


def test_every_page_of_it_says_so_in_its_title_and_its_frame(led, going):
    client, number = signed_in(led.eva), going.incident.number
    inject = going.injects.first()
    addresses = [
        *(reverse(name, args=[number]) for name in ("incident", "log", "board", "requests", "measures", "meetings")),
        *(reverse(name, args=[number]) for name in ("play", "play_compare", "play_jump", "play_inject_add")),
        reverse("play_inject", args=[number, inject.pk]),
        reverse("announcement", args=[number, 1]),
        reverse("one_page", args=[number]),
    ]
    for address in addresses:
        page = client.get(address)
        seen = page.content.decode()
        assert page.status_code == 200, address
        assert "<title>ÖVNING: " in seen, address
        assert 'class="ovn-band"' in seen, address
        assert "print-ovn" in seen, address
    for address in ("/h/", "/ovningar/", "/"):
        assert "tag-ovn" in client.get(address).content.decode(), address


def test_its_meetings_stand_as_an_exercise_in_a_calendar(led, going):
    by, now = fresh(led.lena), now_in(going.incident)
    meeting = plan_meeting(
        by=by,
        incident=going.incident,
        kind="isf",
        starts_at=now + datetime.timedelta(hours=5),
        form="telephone",
        reason="Samlad bild",
        actors=[led.ljusdal],
    )
    call_meeting(by=fresh(led.lena), meeting=meeting)
    got = signed_in(led.maria).get(reverse("meeting_ics", args=[going.incident.number, meeting.number]))
    assert "OVNING-" in got["Content-Disposition"]
    (event,) = Calendar.from_ical(got.content).walk("VEVENT")
    assert "(ÖVNING)" in event["SUMMARY"]


def test_its_paper_says_so(led, going):
    published(led, going.incident)
    got = signed_in(led.lena).get(reverse("report_pdf", args=[going.incident.number, 1]))
    assert "OVNING-" in got["Content-Disposition"]
    assert "ÖVNING" in "".join(page.extract_text() for page in PdfReader(BytesIO(got.content)).pages)


def test_no_public_feed_and_no_picture_of_the_nation_counts_it(led, going, client):
    reader = person("nation", None)
    agency = type(led.board).objects.get(kind="national_agency")
    give_role(person=reader, actor=agency, role=Role.NATIONAL_READER, starts=timezone.localdate())
    rollup = signed_in(fresh(reader)).get(reverse("rollup")).content.decode()
    assert going.incident.name not in rollup
    assert going.incident.name not in client.get(reverse("regional_atom")).content.decode()


def test_the_clock_at_the_top_stands_while_it_is_paused(led, going):
    address = reverse("incident", args=[going.incident.number])
    assert 'data-speed="1.0"' in signed_in(led.maria).get(address).content.decode()
    services.pause(by=fresh(led.eva), play=going)
    assert 'data-speed="0"' in signed_in(led.maria).get(address).content.decode()
