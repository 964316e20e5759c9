"""The same answer sent twice at the same time, because the first call seemed lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from coordination.situations.models import Input
from tests.api.calling import call
from tests.api.test_answering import body, send

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_calls_with_one_key_make_one_answer(house, asked):
    callers = [call(house.maria) for _ in range(8)]

    def once(caller):
        try:
            answered = send(caller, body(asked, house.ljusdal), "k1")
            return answered.status_code, answered.json()["number"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, callers))
    assert sorted(code for code, _number in found) == [200] * 7 + [201]
    assert len({number for _code, number in found}) == 1
    assert Input.objects.count() == 1
