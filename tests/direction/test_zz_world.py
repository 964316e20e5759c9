import pytest

from tests.attacks import stage as stages
from tests.attacks.addresses import every
from tests.attacks.reading import *  # noqa
from tests.matrix import world as worlds

pytestmark = pytest.mark.django_db


def test_world(reference_data):
    w = worlds.build()
    print([(k, [s for s, _ in v]) for k, v in w.here.things.items()])


@pytest.mark.parametrize("turn", [0, 7])
def test_stage(house, turn, client):
    s = stages.build(house, turn)
    client.force_login(house.lena)
    bad = []
    for a in every(s):
        if "moten" in a.path or "meetings" in a.path:
            r = client.get(a.path)
            bad.append((a.path, r.status_code))
    print(bad)
    assert all(code < 500 for _, code in bad)
