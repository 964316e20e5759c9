import pytest

from tests.direction.house import add_storm


@pytest.fixture
def storm(db, house):
    return add_storm(house)
