"""Dates are obeyed by the request, not by the machine's next round."""

import datetime

import pytest
from django.utils import timezone

from actors import access, services
from actors.models import Membership
from actors.roles import Role
from coordination.incidents.models import Incident
from coordination.incidents.permissions import INVITE
from tests.conftest import fresh, person

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_a_role_that_ended_yesterday_gives_nothing_on_the_next_request(house, incident, client):
    client.force_login(house.maria)
    address = f"/h/{incident.number}/"
    assert client.get(address).status_code == 200
    # As midnight does: nobody touches the groups.
    Membership.objects.filter(person=house.maria).update(ends=timezone.localdate() - DAY)
    assert house.maria.groups.exists()
    assert client.get(address).status_code == 404
    assert access.rights(fresh(house.maria), incident) == frozenset()
    assert not access.actors_of(house.maria, Role.REPORTER).exists()


def test_a_role_that_starts_tomorrow_gives_nothing_today_and_all_on_the_day(house, incident):
    late = person("sena")
    tomorrow = timezone.localdate() + DAY
    services.give_role(person=late, actor=house.board, role=Role.DUTY_OFFICER, starts=tomorrow)
    assert not Incident.objects.visible_to(late).exists()
    assert not fresh(late).has_perm(INVITE, incident)
    Membership.objects.filter(person=late).update(starts=timezone.localdate())
    assert Incident.objects.visible_to(late).exists()
    assert fresh(late).has_perm(INVITE, incident)


def test_a_role_ended_now_is_over_on_the_next_request(house, incident, client, staffed):
    client.force_login(house.maria)
    assert client.get(f"/h/{incident.number}/").status_code == 200
    services.end_role(by=staffed.lina, membership=house.maria.memberships.get())
    assert client.get(f"/h/{incident.number}/").status_code == 404


def test_one_of_two_memberships_that_ends_takes_nothing_from_the_other(house, incident):
    second = services.give_role(
        person=house.maria, actor=house.ljusdal, role=Role.REPORTER, starts=timezone.localdate()
    )
    services.memberships.end(second, by=None)
    assert house.maria.groups.filter(name="kommun-2161:reporter").exists()
    assert Incident.objects.visible_to(house.maria).exists()
