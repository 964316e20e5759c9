"""Rut reviews for the national level, Nils reads for it; an officer of a county must not see the list.

Petra leads Gävleborg's process, Lena is its duty officer and reads it; Pelle leads Dalarna's.
"""

import datetime

import pytest
from django.utils import timezone

from actors.models import Actor, ActorKind
from actors.roles import Role
from processes import seed, services
from processes.models import CountyProcess, ProcessTemplate
from processes.services import comments, filing
from tests.conftest import person
from tests.processes import papers


@pytest.fixture(autouse=True)
def loaded(db, reference_data):
    return seed.load_all()


@pytest.fixture
def agency():
    return Actor.objects.get(kind=ActorKind.NATIONAL_AGENCY)


@pytest.fixture
def rut(agency):
    return person("rut", agency, Role.REVIEWER)


@pytest.fixture
def nils(agency):
    return person("nils", agency, Role.NATIONAL_READER)


@pytest.fixture
def county_officer():
    return person("charlie.lan", Actor.objects.get(key="lst-20"), Role.DUTY_OFFICER)


@pytest.fixture
def petra(loaded):
    return person("petra.lan", Actor.objects.get(key="lst-21"), Role.PROCESS_LEADER)


@pytest.fixture
def pelle(loaded):
    return person("pelle.lan", Actor.objects.get(key="lst-20"), Role.PROCESS_LEADER)


@pytest.fixture
def lena(loaded):
    return person("lena.lan", Actor.objects.get(key="lst-21"), Role.DUTY_OFFICER)


@pytest.fixture
def process(loaded):
    return CountyProcess.objects.select_related("county").get(county_id="21")


@pytest.fixture
def template(loaded):
    return ProcessTemplate.objects.get(key="standard", version=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def day(today):
    return lambda offset: today + datetime.timedelta(days=offset)


@pytest.fixture
def run(petra, process, template, day):
    return services.start_run(
        by=petra, process=process, template=template, title="Revidering av strategin", starts_on=day(-100)
    )


@pytest.fixture
def said(rut, process, run):
    """The reviewer asks for a change."""
    text = "Beskriv hur kommunerna övar."
    return comments.comment(
        by=rut, process=process, run=run, yardstick="effektivitet", heading="upplagg", text=text, asks_change=True
    )


@pytest.fixture
def leda():
    """She leads Gävleborg's process."""
    return person("leda", Actor.objects.get(key="lst-21"), Role.PROCESS_LEADER)


@pytest.fixture
def gavleborg():
    return CountyProcess.objects.select_related("county").get(county_id="21")


@pytest.fixture
def strategy(leda, gavleborg):
    return filing.file_document(by=leda, process=gavleborg, kind="strategy", title="Strategi för samverkan")


@pytest.fixture
def published(leda, rut, strategy):
    return publish(leda, rut, strategy, papers.pdf())


def publish(leader, reviewer, document, data, name="strategi.pdf"):
    """Filed, submitted and approved."""
    version = filing.add_version(by=leader, document=document, name=name, data=data)
    filing.submit_version(by=leader, version=version)
    filing.judge_version(by=reviewer, version=version, publish=True)
    return version
