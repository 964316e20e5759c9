"""An administrator says that she has read an alarm. Nobody can do it for her, and nothing else makes it go away."""

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Acknowledgement, Alarm, Person
from journal.record import record
from journal.refusals import Refused


def acknowledge(*, by: Person, alarm: Alarm) -> None:
    """Take the alarm off this person's start page. Twice is as once."""
    if not Alarm.objects.visible_to(by).filter(pk=alarm.pk).exists():
        raise Refused(_("Larmet läses av administratörer och säkerhetsansvariga."))
    with transaction.atomic():
        _read, made = Acknowledgement.objects.get_or_create(alarm=alarm, by=by)
        if made:
            record(alarm, "alarm.acknowledged", by=by)
