import pytest
from django.core.cache import cache

from tests.attacks import stage as stages


@pytest.fixture(autouse=True)
def uncounted():
    """Nobody is refused for what an earlier test counted."""
    cache.clear()


@pytest.fixture
def stage(house):
    """Everything there is, with an attack in each text."""
    return stages.build(house)


@pytest.fixture
def foreign(house):
    return stages.foreign(house)
