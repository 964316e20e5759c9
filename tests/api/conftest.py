"""Nobody is refused for what an earlier test counted."""

import pytest
from django.core.cache import cache

from coordination.situations.compiled import compiling
from coordination.situations.services import reports
from tests.situations.answers import answer, content


@pytest.fixture(autouse=True)
def uncounted():
    cache.clear()


@pytest.fixture
def sent(house, asked):
    return answer(house.maria, asked, house.ljusdal, content(2, 1, 1, households=900, el=(2, 2, 2), summary="Mörkt."))


@pytest.fixture
def published(house, incident, sent):
    """Report no. 1 on one answer."""
    reports.compile_now(by=house.lena, incident=incident)
    compiling.compile_incident(incident.pk)
    report = reports.open_report(by=house.anna, incident=incident)
    reports.save_words(by=house.anna, report=report, revision=0, words={"summary": "Ljusdal är utan el. [1]"})
    reports.send_to_review(by=house.anna, report=report)
    return reports.publish_report(by=house.lena, report=report, revision=report.revision)
