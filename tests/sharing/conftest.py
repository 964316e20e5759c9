"""Three who read the same incident with different eyes: Maria owns, Bo takes part, Lena leads; and those outside."""

import datetime

import pytest
from django.utils import timezone

from actors.models import Actor
from actors.roles import Role
from coordination.incidents.services import narrow
from coordination.situations.compiled import compiling
from coordination.situations.services import reports
from tests.conftest import fresh, person
from tests.situations.answers import answer, content

CANARY = "Kanariefågel i pumphuset"


def soon(days=30):
    return timezone.now() + datetime.timedelta(days=days)


def only(record, by, audience="named", actors=(), **more):
    return narrow(by=by, record=record, audience=audience, actors=actors, reason="Skyddsvärt", until=soon(), **more)


def compiled(house, incident):
    reports.compile_now(by=house.lena, incident=incident)
    return compiling.compile_incident(incident.pk)


def published(house, incident, summary="Läget är allvarligt"):
    compiled(house, incident)
    report = reports.open_report(by=house.lena, incident=incident)
    if report.compilation is None:
        reports.take_newer(by=house.lena, report=report)
    reports.save_words(by=house.lena, report=report, revision=report.revision, words={"summary": summary})
    reports.send_to_review(by=house.lena, report=report)
    return reports.publish_report(by=fresh(house.lena), report=report, revision=report.revision)


@pytest.fixture
def ljusdal_said(house, asked):
    """Maria's answer, with words and figures."""
    raw = content(2, 1, 1, households=900, el=(2, 2, 2), summary=CANARY)
    raw["texts"]["forecast"] = "Vattnet räcker till kvällen"
    return answer(house.maria, asked, house.ljusdal, raw=raw)


@pytest.fixture
def bollnas_said(house, asked):
    return answer(house.bo, asked, house.bollnas, raw=content(1, 0, 0, households=100, el=(1, 0, 0), summary="Lugnt"))


@pytest.fixture
def nation(house):
    agency = Actor.objects.get(kind="national_agency")
    return person("nils", agency, Role.NATIONAL_READER)
