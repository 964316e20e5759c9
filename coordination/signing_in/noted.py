"""What the journal keeps of organisations' sign-ins: who, by which service, at which level, and why not."""

import logging
import time
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from coordination.signing_in.assurance import NotLetIn
from coordination.signing_in.organisation_settings import Service
from journal.record import JournaledModel, record

# Anybody can send false answers. Beyond this many refusals a minute the log takes the rest, so that nobody fills the
# journal.
MOST_REFUSALS: Final = 60
MINUTE: Final = 60
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
    if _one_more(service) > MOST_REFUSALS:
        return
    with translation.override(settings.LANGUAGE_CODE):  # the journal is in Swedish, whatever the reader's page is
        sentence = no.sentence
    record(Doorway(service), "organisation.refused", by=person, note=sentence, reason=no.reason, detail=no.detail)


def _one_more(service: Service) -> int:
    """How many refusals this minute has, with this one. Not counted in the journal: who is refused may not read it."""
    key = f"refused:{service.key}:{int(time.time()) // MINUTE}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, 2 * MINUTE)
    return count
