"""An answer is taken once."""

import datetime
import hashlib
from typing import Any, Final

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.models import SeenAssertion
from coordination.signing_in.assurance import NotLetIn

SALT: Final = "an organisation's answer on its way"
CARRIED_SECONDS: Final = 120


def take(service: str, identifier: str, until: float, *, carried: dict[str, Any] | None = None) -> str:
    """Remember the answer until `until` (seconds since 1970). Returns a ticket to what is carried.

    Raises NotLetIn if the answer was taken before.
    """
    SeenAssertion.objects.filter(expires__lt=timezone.now()).delete()
    mark = hashlib.sha256(identifier.encode()).hexdigest()
    expires = datetime.datetime.fromtimestamp(until, datetime.UTC)
    try:
        with transaction.atomic():
            made = SeenAssertion.objects.create(service=service, mark=mark, expires=expires, carried=carried)
    except IntegrityError:
        raise NotLetIn("replayed") from None
    return signing.dumps(made.pk, salt=SALT)


def fetch(service: str, ticket: str) -> dict[str, Any]:
    """What was carried: once, and within two minutes."""
    try:
        number = signing.loads(ticket, salt=SALT, max_age=CARRIED_SECONDS)
    except signing.BadSignature:
        raise NotLetIn("state", "no ticket") from None
    with transaction.atomic():
        row = SeenAssertion.objects.select_for_update().filter(pk=number, service=service).first()
        if row is None or row.carried is None:
            raise NotLetIn("replayed", "ticket")
        carried: dict[str, Any] = row.carried
        row.carried = None
        row.save(update_fields=["carried"])
    return carried
