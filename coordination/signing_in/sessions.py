"""How long a sign-in lasts: twelve hours from when it was made (a shift), and one hour without doing anything."""

import time
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

OPENED, SEEN = "samlad_opened", "samlad_seen"
# What is done is noted once a minute: an UPDATE at every click would cost more than it tells.
NOTED_EVERY: Final = 60
TOO_OLD, IDLE = "absolute", "idle"


def begin(request: HttpRequest) -> None:
    request.session[OPENED] = request.session[SEEN] = _now()


def is_open(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


def why_over(request: HttpRequest) -> str:
    """Empty while the session lasts. One that nobody noted the beginning of is over."""
    now = _now()
    if now - request.session.get(OPENED, 0) >= settings.SESSION_LASTS_SECONDS:
        return TOO_OLD
    if now - request.session.get(SEEN, 0) >= settings.SESSION_IDLE_SECONDS:
        return IDLE
    return ""


def note_seen(request: HttpRequest) -> None:
    from allauth.usersessions.models import UserSession

    if _now() - request.session.get(SEEN, 0) < NOTED_EVERY:
        return
    request.session[SEEN] = _now()
    with transaction.atomic(), connection.cursor() as cursor:
        # Lost in a crash, it costs a minute of the hour. So nobody waits for the disk.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        request.session.save()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    request.session.modified = False


def end(request: HttpRequest) -> None:
    from allauth.usersessions.models import UserSession

    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()


def change_key(request: HttpRequest) -> None:
    """A key that somebody else may have seen is worth nothing after the person has shown who she is."""
    from allauth.usersessions.models import UserSession

    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _now() -> float:
    return time.time()
