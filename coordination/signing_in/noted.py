"""What the journal keeps of organisations' sign-ins: who, by which service, at which level, and why not."""

import datetime
import logging
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation

from coordination.signing_in.assurance import NotLetIn
from coordination.signing_in.organisation_settings import Service
from journal.models import Entry
from journal.record import JournaledModel, record

# Anybody can send false answers. Beyond this many refusals a minute the log takes the rest, so that nobody fills the
# journal.
MOST_REFUSALS: Final = 60
log = logging.getLogger(__name__)


class Doorway(JournaledModel):
    """An organisation's sign-in, as the journal's subject."""

    def __init__(self, service: Service) -> None:
        self.pk, self.name = service.key, service.name

    def journal_subject(self) -> str:
        return f"sign-in:{self.pk}"[:64]

    def __str__(self) -> str:
        return self.name


def note(service: Service, verb: str, person: Any, **data: Any) -> None:
    record(Doorway(service), f"organisation.{verb}", by=person, **data)


def refused(service: Service, no: NotLetIn, person: Any = None) -> None:
    log.warning("sign-in by %s refused: %s", service.key, no)
    doorway = Doorway(service)
    minute = timezone.now() - datetime.timedelta(minutes=1)
    recent = Entry.objects.of(doorway.journal_stream()).filter(happened_at__gte=minute, verb="organisation.refused")
    if recent.count() < MOST_REFUSALS:
        with translation.override(settings.LANGUAGE_CODE):  # the journal is in Swedish, whatever the reader's page is
            sentence = no.sentence
        record(doorway, "organisation.refused", by=person, note=sentence, reason=no.reason, detail=no.detail)
