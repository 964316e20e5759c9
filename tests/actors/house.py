"""Administrators for the house: Ada of the county board, Lina of Ljusdal, Nils of the national agency."""

import pytest

from actors.models import Actor
from actors.roles import Role
from tests.conftest import person


@pytest.fixture
def staffed(house):
    house.nation = Actor.objects.get(kind="national_agency")
    house.ada = person("ada", house.board, Role.ACTOR_ADMIN)
    house.lina = person("lina", house.ljusdal, Role.ACTOR_ADMIN)
    house.nils = person("nils", house.nation, Role.ACTOR_ADMIN)
    for one in (house.ada, house.lina, house.nils):
        type(one).objects.filter(pk=one.pk).update(email=f"{one.username}@example.se")
        one.refresh_from_db()
    return house
