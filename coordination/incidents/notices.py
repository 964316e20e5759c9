"""What the machine tells actors: one row per thing and actor.

What leaves the portal says kind, number and where to sign in, never what it is about.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Actor, ContactPoint
from actors.nudges import nudge
from coordination.incidents.clock import now_in
from coordination.incidents.models import Incident, Notice

TRIES = 5


def notify(incident: Incident, actors: Iterable[Actor], kind: str, subject: str, path: str) -> None:
    """Note that each actor is to be told. Twice about the same thing is as once. The mail leaves after commit."""
    now = now_in(incident)
    Notice.objects.bulk_create(
        [
            Notice(incident=incident, actor=actor, kind=kind, subject=subject, path=path, happened_at=now)
            for actor in actors
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(_nudge)


def _nudge() -> None:
    nudge("incidents.send_notices")


def send_waiting(limit: int = 200) -> int:
    """Send what has not left, each in a transaction of its own, so that a stop in the middle doubles at most one."""
    sent = 0
    for pk in Notice.objects.filter(sent_at__isnull=True, attempts__lt=TRIES).values_list("pk", flat=True)[:limit]:
        sent += _send_one(pk)
    return sent


def _send_one(pk: int) -> int:
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("incident", "actor")
            .filter(pk=pk, sent_at__isnull=True)
            .first()
        )
        if notice is None:
            return 0
        return _mail(notice)


def _mail(notice: Notice) -> int:
    addresses = list(ContactPoint.objects.filter(actor=notice.actor).exclude(email="").values_list("email", flat=True))
    notice.attempts += 1
    try:
        if addresses:
            _message(notice, addresses).send()
        notice.sent_at = timezone.now()
    except OSError:
        # The mail server is away: the row stays unsent and the sweep comes back to it.
        pass
    notice.save(update_fields=["attempts", "sent_at"])
    return int(notice.sent_at is not None)


def _message(notice: Notice, addresses: list[str]) -> EmailMessage:
    with override("sv"):
        mark = _("ÖVNING: ") if notice.incident.is_exercise else ""
        subject = _("%(mark)s%(kind)s i händelse %(number)s") % {
            "mark": mark,
            "kind": notice.get_kind_display(),
            "number": notice.incident.number,
        }
        body = _("%(subject)s.\n\nLogga in och läs: %(address)s\n") % {
            "subject": subject,
            "address": settings.SITE_URL + notice.path,
        }
    return EmailMessage(subject=subject, body=body, to=addresses)
