"""Rut reviews for the national level, Nils reads for it; an officer of a county must not see the list."""

import pytest

from actors.models import Actor, ActorKind
from actors.roles import Role
from processes import seed
from tests.conftest import person


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
