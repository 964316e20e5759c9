"""Links for those without an account: new ones, the letters they go out in, and finding one by its secret.

The secret is made when the letter is written, by the worker, and is nowhere but in that letter: the row holds its hash,
and the queue holds nothing.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, Membership, Person
from actors.nudges import nudge
from actors.roles import Role
from actors.services import give_role
from coordination.incidents.clock import now_in
from coordination.situations.models import AnswerLink, Recipient, Request

TRIES: Final = 5
AFTER_DEADLINE: Final = timedelta(hours=24)
LONGEST: Final = timedelta(days=7)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def expires(request: Request, real: datetime) -> datetime:
    """In real time: a day after the deadline, and never more than a week from now."""
    incident = request.incident
    left = max(request.deadline - now_in(incident, real), timedelta())
    if incident.is_exercise and incident.clock_started and incident.clock_speed > 0:
        left = left / incident.clock_speed
    return real + min(left + AFTER_DEADLINE, LONGEST)


def give(request: Request, actors: Iterable[Actor], *, by: Person, revoked: bool = False) -> list[AnswerLink]:
    """A new link for each of the actors that answers by links in this incident. Former ones hold as long as they did.

    Whose link to this request was taken back gets none, unless that is what is meant by `revoked`. Must run inside a
    transaction; the letters leave after the commit.
    """
    known = AnswerLink.objects.filter(incident=request.incident, actor__in=list(actors))
    newest = {row.actor_id: row for row in known.select_related("actor", "guest").order_by("pk")}
    return [
        give_to(request, row.actor, row.guest, row.email, by=by)
        for row in newest.values()
        if revoked or row.revoked_at is None or row.request_id != request.pk
    ]


def give_to(request: Request, actor: Actor, guest: Person, email: str, *, by: Person) -> AnswerLink:
    until = expires(request, timezone.now())
    let_in(guest, actor, until)
    made = AnswerLink.objects.create(
        incident=request.incident,
        request=request,
        actor=actor,
        guest=guest,
        email=email,
        # Of a secret that nobody has: the one in the letter is made with the letter.
        secret_hash=hash_of(secrets.token_urlsafe(32)),
        made_by=by,
        expires_at=until,
    )
    transaction.on_commit(_nudge)
    return made


def _nudge() -> None:
    nudge("situations.send_links")


def let_in(guest: Person, actor: Actor, until: datetime) -> None:
    """The guest reports for the actor until the day when the link ends."""
    ends = timezone.localdate(until)
    held = Membership.objects.not_over().filter(person=guest, actor=actor, role=Role.REPORTER).first()
    if held is None:
        give_role(person=guest, actor=actor, role=Role.REPORTER, starts=timezone.localdate(), ends=ends)
    elif held.ends is not None and held.ends < ends:
        held.ends = ends
        held.save(update_fields=["ends"])


def send_waiting(limit: int = 100) -> int:
    """Write the letters that have not left, each in a transaction of its own."""
    waiting = AnswerLink.objects.filter(
        sent_at__isnull=True, attempts__lt=TRIES, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return sum(_send_one(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def _send_one(pk: int) -> int:
    found = AnswerLink.objects.select_for_update(skip_locked=True, of=("self",)).select_related("request", "incident")
    row = found.filter(pk=pk, sent_at__isnull=True, revoked_at__isnull=True).first()
    if row is None:
        return 0
    secret = secrets.token_urlsafe(32)
    row.secret_hash = hash_of(secret)
    row.attempts += 1
    try:
        _letter(row, secret).send()
        row.sent_at = timezone.now()
    except OSError:
        # The mail server is away: the row stays unsent and the sweep comes back to it, with another secret.
        pass
    row.save(update_fields=["secret_hash", "attempts", "sent_at"])
    return int(row.sent_at is not None)


def _letter(row: AnswerLink, secret: str) -> EmailMessage:
    """What kind, which number, where. Nothing of what it is about."""
    reminded = Recipient.objects.filter(request=row.request, actor=row.actor, reminded_at__isnull=False).exists()
    with override("sv"):
        mark = _("ÖVNING: ") if row.incident.is_exercise else ""
        kind = _("Påminnelse") if reminded else _("Ny begäran")
        subject = _("%(mark)s%(kind)s i händelse %(number)s") % {
            "mark": mark,
            "kind": kind,
            "number": row.incident.number,
        }
        until = f"{timezone.localtime(row.expires_at):%Y-%m-%d %H:%M}"
        body = _(
            "%(subject)s.\n\nSvara här, utan att logga in: %(address)s\n\n"
            "Länken är er egen, gäller till %(until)s och för ett svar. Skicka den inte vidare.\n"
        ) % {"subject": subject, "address": settings.SITE_URL + reverse("link", args=[secret]), "until": until}
    return EmailMessage(subject=subject, body=body, to=[row.email])


def find(secret: str) -> AnswerLink | None:
    """The link that the secret opens, whatever its state: the transaction names it, and is shown that row alone."""
    digest = hash_of(secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samlad.link', %s, true)", [digest])
    return AnswerLink.objects.filter(secret_hash=digest).select_related("guest").first()


def holds(row: AnswerLink) -> bool:
    return row.revoked_at is None and row.expires_at > timezone.now()
