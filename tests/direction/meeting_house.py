"""Meetings for the tests: planned, called, held, in the storm of tests.direction.house."""

from datetime import timedelta

from django.utils import timezone

from coordination.direction.services import begin_meeting, call_meeting, end_meeting, plan_meeting
from tests.conftest import fresh as again

REASON = "Elen är borta i norra länet"


def planned(house, kind="isf", hours=2.0, **more):
    said = {"reason": REASON, "form": "telephone", "starts_at": timezone.now() + timedelta(hours=hours)} | more
    return plan_meeting(by=again(house.lena), incident=house.incident, kind=kind, **said)


def called(house, **more):
    meeting = planned(house, **more)
    call_meeting(by=again(house.lena), meeting=meeting)
    return meeting


def begun(house, **more):
    meeting = called(house, **more)
    begin_meeting(by=again(house.lena), meeting=meeting)
    return meeting


def ended(house, **more):
    meeting = begun(house, **more)
    end_meeting(by=again(house.lena), meeting=meeting)
    return meeting
