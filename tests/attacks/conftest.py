import pytest
from django.core.cache import cache
from django.test import client as django_client

from tests.attacks import stage as stages


@pytest.fixture(autouse=True)
def uncounted():
    """Nobody is refused for what an earlier test counted."""
    cache.clear()


@pytest.fixture(autouse=True)
def unrecorded(monkeypatch):
    """Django's client keeps what each template was given: thousands of pages fill the memory."""
    monkeypatch.setattr(django_client, "store_rendered_templates", lambda *_args, **_more: None)


@pytest.fixture
def stage(house):
    """Everything there is, with an attack in each text."""
    return stages.build(house)


@pytest.fixture
def foreign(house):
    return stages.foreign(house)
