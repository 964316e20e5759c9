"""Requests that ask one of the shipped sets."""

import datetime

from coordination.incidents.clock import now_in
from coordination.situations.models import QuestionSet, Request
from coordination.situations.services import requests


def newest(key: str) -> QuestionSet:
    return QuestionSet.objects.filter(key=key).order_by("-version").first()


def ask(house, incident, key: str, *, hours: float = 2) -> Request:
    now = now_in(incident)
    return requests.send_request(
        by=house.lena,
        incident=incident,
        question_set=key if isinstance(key, QuestionSet) else newest(key),
        recipients=list(house.municipal.values()),
        purpose="Läget",
        as_of=now,
        deadline=now + datetime.timedelta(hours=hours),
    )
