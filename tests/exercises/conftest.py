"""The exercise is loaded once for all tests of this folder, and the tables are emptied after them."""

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from coordination.incidents.models import Incident
from tests.conftest import load_reference


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        load_reference()
        call_command("load_exercise", verbosity=0)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def storm(loaded, db) -> Incident:
    return Incident.objects.get(number="2025-041")
