"""Anchors: once a day one hash over all chains is written, and leaves the system.

A chain shows that an entry was changed, unless somebody with the owner's rights computed the whole chain anew. Such a
rewriting does not fit the anchors that lie elsewhere: in a registrar's mail, in another machine's log, on paper.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from journal import chain
from journal.chain import Heads
from journal.models import Entry
from journal.record import record

STREAM: Final = "journal"
ANCHORED: Final = "journal.anchored"
LEFT: Final = "journal.anchor_left"
EVERY: Final = timedelta(hours=24)
WORD: Final = "samlad-anchor"

log = logging.getLogger(__name__)


class Journal:
    """The journal as the subject of its own entries."""

    pk = 0

    def journal_subject(self) -> str:
        return STREAM

    def journal_stream(self) -> str:
        return STREAM

    def journal_now(self) -> datetime:
        return timezone.now()

    def __str__(self) -> str:
        return "Journal"


@dataclass(frozen=True)
class Anchor:
    """What was anchored: the heads of all chains at one moment, and one digest of them."""

    number: int
    at: datetime
    digest: str
    entries: int
    heads: Heads

    @property
    def chains(self) -> int:
        return len(self.heads)

    @property
    def line(self) -> str:
        """The form in which it leaves: one line, to be read by people and by `verify_journal --anchor`."""
        return (
            f"{WORD} at={self.at:%Y-%m-%dT%H:%M:%SZ} entries={self.entries} chains={self.chains} sha256={self.digest}"
        )

    def earliest(self, stream: str) -> tuple[int, float]:
        """Entries of the stream after this place cannot be dated before this time (seconds since 1970)."""
        return self.heads.get(stream, (0, ""))[0], self.at.timestamp()


class Unreadable(Exception):
    """An anchor's digest does not fit the heads that it lists, or it lists none."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.pk)
        self.entry = entry


def make() -> Anchor:
    """Anchor the journal as it stands. The anchor is an entry itself, so the next one binds it too."""
    found = chain.heads()
    written = record(
        Journal(),
        ANCHORED,
        digest=chain.digest_of(found),
        entries=sum(seq for seq, _last in found.values()),
        heads={stream: list(head) for stream, head in found.items()},
    )
    return _anchor(written)


def all_of_them() -> Iterator[Anchor]:
    """Every anchor, the oldest first. Unreadable if one of them is not as it was written."""
    for entry in Entry.objects.of(STREAM).filter(verb=ANCHORED).order_by("pk"):
        try:
            found = _anchor(entry)
        except (KeyError, TypeError, ValueError, AttributeError) as broken:
            raise Unreadable(entry) from broken
        if found.digest != chain.digest_of(found.heads):
            raise Unreadable(entry)
        yield found


def last() -> Anchor | None:
    entry = Entry.objects.of(STREAM).filter(verb=ANCHORED).order_by("-pk").first()
    return _anchor(entry) if entry else None


def keep_up() -> Anchor | None:
    """Make an anchor if the last one is a day old, and send the last one if it has not left. Twice is as once.

    Returns the anchor that left now, or None. A mail server that is away is tried again the next time.
    """
    newest = last()
    if newest is None or timezone.now() - newest.at >= EVERY:
        newest = make()
    if Entry.objects.of(STREAM).filter(verb=LEFT, note=newest.digest).exists():
        return None
    where = send(newest)
    record(Journal(), LEFT, note=newest.digest, to_state=where)
    return newest


def send(anchor: Anchor) -> str:
    """Let the anchor leave. It stands in the log in any case; returns "mail" or "log".

    It is not signed: a key on this machine would be in the hands of whoever could rewrite the journal. What makes it
    worth something is that it lies elsewhere.
    """
    log.warning("%s", anchor.line)
    if not settings.ANCHOR_EMAIL:
        return "log"
    with override("sv"):
        subject = _("Samlad: journalens ankare %(day)s") % {"day": f"{timezone.localtime(anchor.at):%Y-%m-%d}"}
        body = _(
            "Spara raden där Samlad inte kan ändra den. Med den går det att visa att journalen inte har skrivits om:\n"
            '\n%(line)s\n\nmanage.py verify_journal --anchor "%(line)s"\n'
        ) % {"line": anchor.line}
    EmailMessage(subject=subject, body=body, to=settings.ANCHOR_EMAIL).send()
    return "mail"


def parse(line: str) -> dict[str, str]:
    """The parts of an anchor's line. ValueError if it is not one."""
    parts = dict(part.split("=", 1) for part in line.split() if "=" in part)
    if WORD not in line or not {"entries", "chains", "sha256"} <= parts.keys():
        raise ValueError(f"That is no anchor. One looks so: {WORD} at=... entries=... chains=... sha256=...")
    return parts


def _anchor(entry: Entry) -> Anchor:
    data: dict[str, Any] = entry.data
    heads = {stream: (int(seq), str(last)) for stream, (seq, last) in data["heads"].items()}
    return Anchor(entry.pk, entry.at, str(data["digest"]), int(data["entries"]), heads)
