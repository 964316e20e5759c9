"""The demonstration's evidence pack counts what the exercises made: no figure of it is empty."""

import pytest
from django.test.utils import override_settings

from coordination.exercises import county_process
from coordination.overview.evidence import demonstration
from processes import seed
from processes.models import EvidencePack


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_no_figure_is_empty_in_the_exercises_data(storm):
    seed.load_all()
    county_process.load()
    assert "is loaded" in demonstration.load()
    assert "already loaded" in demonstration.load()
    pack = EvidencePack.objects.get()
    assert not [figure for figure, rows in pack.figures.items() if not rows]
    assert pack.handed_over_at is not None
