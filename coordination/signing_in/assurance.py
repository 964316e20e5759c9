"""What an organisation's answer must vouch for before anybody comes in by it: level, recency and organisation."""

import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coordination.signing_in.organisation_settings import Service

# Two machines' clocks may differ this much (seconds).
SKEW: Final = 60

# One sentence for everybody without an account, whatever the cause: the journal knows it, the page does not tell.
NO_ACCOUNT: Final = _(
    "Det finns inget konto här som hör till din inloggning. Den som sköter konton hos din organisation kan ordna det."
)
REASONS: Final[dict[str, str | Promise]] = {
    "level": _("Din organisation intygade inte tillräcklig tillitsnivå. Logga in där med e-legitimation på nivå 3."),
    "recency": _("Din organisation intygade inte att du nyss har loggat in. Logga in där på nytt."),
    "organisation": _("Din organisation intygade inte att du hör till den organisation som knappen gäller."),
    "unknown": NO_ACCOUNT,
    "other_actor": NO_ACCOUNT,
    "shut": NO_ACCOUNT,
    "linked_elsewhere": NO_ACCOUNT,
    "issuer": NO_ACCOUNT,
    "invitation": _("Inbjudan gäller inte längre. Be den som sköter konton hos din organisation om en ny."),
    "other_person": _("Din organisation intygade en annan person än den som är inloggad här. Ingenting har ändrats."),
    "state": _("Inloggningen påbörjades inte i den här webbläsaren, eller så tog den för lång tid. Börja om."),
    "replayed": _("Svaret från din organisation har redan använts. Börja om."),
    "declined": _("Inloggningen avbröts, eller så släppte din organisation inte in dig."),
    "forged": _("Svaret från din organisation gick inte att lita på. Börja om, och säg till om det händer igen."),
    "away": _("Din organisations inloggning svarar inte just nu. Försök igen om en stund."),
}


class NotLetIn(Exception):
    """Nobody comes in by this answer. `reason` is a key of REASONS; `detail` is for the log, without personal data."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail

    @property
    def sentence(self) -> str:
        return str(REASONS[self.reason])


@dataclass(frozen=True)
class Answer:
    """What the organisation said, once its signature and addressee are known to be right.

    `authenticated_at` is in seconds since 1970, or None if nothing was said.
    """

    issuer: str
    subject: str
    person: str
    organisations: tuple[str, ...]
    level: str
    authenticated_at: float | None

    def carried(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, carried: dict[str, Any]) -> "Answer":
        return cls(**{**carried, "organisations": tuple(carried["organisations"])})


def check(service: Service, answer: Answer, *, since: float | None = None) -> None:
    """Raise NotLetIn unless the answer satisfies the settings. `since`: she must have signed in there after that."""
    if answer.level not in service.levels:
        raise NotLetIn("level", answer.level[:100] or "none")
    _check_recency(answer.authenticated_at, time.time() - service.max_age if since is None else since)
    if service.number not in {_number(value) for value in answer.organisations}:
        raise NotLetIn("organisation", "another number" if answer.organisations else "none")


def _check_recency(at: float | None, earliest: float) -> None:
    if at is None:
        raise NotLetIn("recency", "no time")
    if not earliest - SKEW <= at <= time.time() + SKEW:
        raise NotLetIn("recency", "too old or not yet")


def _number(value: str) -> str:
    """202100-0000, and orgAffiliation's person@2021000000, say the same organisation."""
    return value.rpartition("@")[2].replace("-", "")
