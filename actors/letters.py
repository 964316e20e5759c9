"""Mail to people: one row per letter, sent by the worker, tried again until it has left.

A letter says that there is an account, that an alarm stands in the portal, that something waits there or has passed its
day, and where to go: nothing more.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.links import password_link
from actors.models import Alarm, Letter, LetterKind, Person
from actors.nudges import nudge

TRIES = 5


def post(person: Person, kind: LetterKind, alarm: Alarm | None = None) -> None:
    """Note that the person is to be written to. Without an address there is no letter: the portal says it anyway."""
    if person.email:
        Letter.objects.create(person=person, kind=kind, alarm=alarm)
        transaction.on_commit(_nudge)


def post_once_a_day(person: Person, kind: LetterKind) -> None:
    """As `post`, where she has not been written to of the same today: ten things that wait are one letter."""
    if not Letter.objects.filter(person=person, kind=kind, made_at__date=timezone.localdate()).exists():
        post(person, kind)


def _nudge() -> None:
    nudge("actors.send_letters")


def send_waiting(limit: int = 200) -> int:
    """Send what has not left, each in a transaction of its own, so that a stop in the middle doubles at most one."""
    waiting = Letter.objects.filter(sent_at__isnull=True, attempts__lt=TRIES).order_by("pk")
    return sum(_send_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


def _send_one(pk: int) -> int:
    with transaction.atomic():
        held = Letter.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person")
        letter = held.filter(pk=pk, sent_at__isnull=True).first()
        if letter is None:
            return 0
        letter.attempts += 1
        if not letter.person.is_active:
            letter.attempts = TRIES  # she left before it was sent: nobody writes to her any more
            letter.save(update_fields=["attempts"])
            return 0
        try:
            _message(letter).send()
            letter.sent_at = timezone.now()
        except OSError:
            # The mail server is away: the row stays unsent and the sweep comes back to it.
            pass
        letter.save(update_fields=["attempts", "sent_at"])
        return int(letter.sent_at is not None)


def _message(letter: Letter) -> EmailMessage:
    with override("sv"):
        subject = str(letter.get_kind_display())
        body = _body(letter)
    return EmailMessage(subject=subject, body=body, to=[letter.person.email])


def _body(letter: Letter) -> str:
    if letter.kind == LetterKind.INVITED:
        return _invitation(letter.person)
    says = {LetterKind.DEADLINE: _deadline, LetterKind.PROCESS: _process, LetterKind.ALARM: _alarm}
    return says.get(LetterKind(letter.kind), _silent)()


def _deadline() -> str:
    return _(
        "En etapp, en översyn eller en post i arbetsplanen i ert läns process har passerat sin dag. "
        "Logga in och se vilken: %(link)s\n"
    ) % {"link": settings.SITE_URL + reverse("my_process")}


def _process() -> str:
    return _(
        "Något väntar i ert läns process: granskaren har skrivit, en iakttagelse har kommit in, eller en dag är nära. "
        "Logga in och se vad: %(link)s\n"
    ) % {"link": settings.SITE_URL + reverse("my_process")}


def _silent() -> str:
    return _("Ingen hos er har läst något som väntar. Du är ersättare: logga in och se vad det är: %(link)s\n") % {
        "link": settings.SITE_URL + reverse("start")
    }


def _invitation(person: Person) -> str:
    return _(
        "Du har ett konto i Samlad. Användarnamn: %(username)s\n\n"
        "Öppna länken och välj ett lösenord. Den fungerar en gång, i %(days)d dagar:\n%(link)s\n\n"
        "Har länken gått ut: be din administratör om en ny.\n"
    ) % {
        "username": person.username,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        "link": settings.SITE_URL + password_link(person),
    }


def _alarm() -> str:
    return _("Ett nödkonto har använts. Logga in, läs larmet och kvittera det: %(link)s\n") % {
        "link": settings.SITE_URL + reverse("alarms")
    }
