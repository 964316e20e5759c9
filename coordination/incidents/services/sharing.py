"""Who may read what an actor wrote: the owner narrows and widens, others ask, the owner answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import access
from actors.models import Actor, Person
from actors.roles import Role
from coordination.incidents import records
from coordination.incidents.holding import hold
from coordination.incidents.models import (
    LONGEST,
    AccessRequest,
    Audience,
    Marking,
    Narrowing,
    NoticeKind,
    Quarantine,
    Reference,
    Share,
)
from coordination.incidents.notices import notify
from coordination.incidents.permissions import CONTRIBUTE, VIEW
from coordination.incidents.services.refusing import refuse_foreign
from coordination.incidents.states import AccessState
from journal.moves import move
from journal.permissions import require
from journal.record import record as write_entry
from journal.refusals import RuleBroken

NARROW = (Audience.OWN, Audience.NAMED)


def narrow(
    *,
    by: Person,
    record: Any,
    audience: str,
    reason: str,
    until: datetime | None,
    actors: Iterable[Actor] = (),
    legal_ground: str = "",
) -> Narrowing:
    """Let fewer read what one's own actor wrote, until a date. Reason and end are asked for; the log tells that it was.

    `actors` are those who may still read, for NAMED. `until` is real time, at most a year ahead.
    """
    _may_decide(by, record)
    named = list(actors) if audience == Audience.NAMED else []
    _refuse_narrowing(record, audience, named, reason, legal_ground, until)
    lacks = lacking(record, audience, named)
    with transaction.atomic():
        hold(record.incident.pk)
        row = _decided(by, record, audience, reason, legal_ground=legal_ground, until=until, lacking=len(lacks))
        _share_only(by, record, named, until)
        write_entry(row, "narrowing.narrowed", by=by, audience=audience, lacking=len(lacks))
        records.changed(record)
    return row


def widen(*, by: Person, record: Any, reason: str, audience: str = Audience.PARTICIPANTS) -> Narrowing:
    """Let all participants read again, or the national level too. Nobody needs to be named any more."""
    _may_decide(by, record)
    if audience in NARROW or audience not in Audience.values:
        raise RuleBroken(_("Välj alla som deltar, eller dem och den nationella nivån."))
    if not reason.strip():
        raise RuleBroken(_("Skriv varför."))
    with transaction.atomic():
        hold(record.incident.pk)
        row = _decided(by, record, audience, reason)
        _share_only(by, record, [], None)
        write_entry(row, "narrowing.widened", by=by, audience=audience)
        records.changed(record)
    return row


def lacking(record: Any, audience: str, named: Iterable[Actor] = ()) -> list[Actor]:
    """The participants that cannot read the record with that audience, in Swedish order."""
    if audience not in NARROW:
        return []
    kept = {record.owner_actor.pk, *((actor.pk for actor in named) if audience == Audience.NAMED else ())}
    there = Actor.objects.filter(participations__incident=record.incident, participations__left_at__isnull=True)
    return list(there.exclude(pk__in=kept))


def named_in(record: Any) -> list[Actor]:
    """The actors that the record is shared with by name, today."""
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.now())
    shares = Share.objects.filter(lasting, kind=records.kind_of(record).name, object_id=record.pk)
    return list(Actor.objects.filter(pk__in=shares.values("actor_id")))


def ask_for_access(*, by: Person, record: Any, asker: Actor, reason: str = "") -> AccessRequest:
    """Ask the owner to let one's own actor read. Asking twice is as asking once."""
    require(by, VIEW, record.incident)
    refuse_foreign(by, asker, Role.READER)
    if not record.incident.participations.filter(actor=asker, left_at__isnull=True).exists():
        raise RuleBroken(_("%(actor)s deltar inte i händelsen.") % {"actor": asker.name})
    kind = records.kind_of(record)
    there = AccessRequest.objects.waiting().filter(kind=kind.name, object_id=record.pk, asker=asker).first()
    if there is not None:
        return there
    if record.owner_actor == asker or asker.pk not in {a.pk for a in lacking(record, *_held_by(record))}:
        raise RuleBroken(_("%(actor)s kan redan läsa uppgiften.") % {"actor": asker.name})
    return _asked(by, record, asker, reason)


def _held_by(record: Any) -> tuple[str, list[Actor]]:
    """The audience that holds today, with whom it names."""
    passed = record.audience_until is not None and record.audience_until <= timezone.now()
    return (Audience.PARTICIPANTS, []) if passed else (record.audience, named_in(record))


def _asked(by: Person, record: Any, asker: Actor, reason: str) -> AccessRequest:
    with transaction.atomic():
        row = AccessRequest(**_about(by, record), asker=asker, reason=reason.strip()[:300])
        row.save()
        path = record.get_absolute_url()
        notify(record.incident, [record.owner_actor], NoticeKind.ACCESS, row.journal_subject(), path)
        write_entry(row, "access.asked", by=by, asker=asker.key)
    return row


def grant_access(*, by: Person, asked: AccessRequest) -> Share:
    """Let the asker read: the record is shared with it, as long as the record is narrowed."""
    record = _asked_for(asked)
    with transaction.atomic():
        _answer(by, asked, AccessState.GRANTED, "")
        share, _made = Share.objects.update_or_create(
            kind=asked.kind,
            object_id=asked.object_id,
            actor=asked.asker,
            defaults={
                "incident": asked.incident,
                "until": record.audience_until,
                "granted_by": by,
                "at": timezone.now(),
            },
        )
        if record.audience == Audience.OWN:
            type(record)._base_manager.filter(pk=record.pk).update(audience=Audience.NAMED)
    return share


def decline_access(*, by: Person, asked: AccessRequest, note: str = "") -> None:
    """Say no to the asker, with or without a word."""
    with transaction.atomic():
        _answer(by, asked, AccessState.DECLINED, note)


def _answer(by: Person, asked: AccessRequest, state: str, note: str) -> None:
    refuse_foreign(by, asked.actor)
    move(asked, state, by=by, answered_by=by, answered_at=timezone.now(), note=note.strip()[:300])
    path = records.find(asked.incident, asked.kind, asked.object_id).get_absolute_url()
    notify(asked.incident, [asked.asker], NoticeKind.ANSWERED, asked.journal_subject(), path)


def _asked_for(asked: AccessRequest) -> Any:
    if Quarantine.objects.open().filter(kind=asked.kind, object_id=asked.object_id).exists():
        raise RuleBroken(_("Uppgiften är i karantän och delas inte med någon."))
    return records.find(asked.incident, asked.kind, asked.object_id)


def share_alike(former: Any, record: Any, *, by: Person) -> None:
    """A new version is read by those who were named for the former one."""
    kind, now = records.kind_of(record).name, timezone.now()
    if record.audience != Audience.NAMED:
        return
    shares = Share.objects.filter(kind=kind, object_id=former.pk)
    Share.objects.bulk_create(
        [
            Share(
                incident_id=share.incident_id,
                kind=kind,
                object_id=record.pk,
                actor_id=share.actor_id,
                until=share.until,
                granted_by=by,
                at=now,
            )
            for share in shares
        ]
    )


def _may_decide(by: Person, record: Any) -> None:
    """The owner decides over what it wrote; nobody does it for the owner, and nobody over what is in quarantine."""
    kind = records.kind_of(record)
    require(by, CONTRIBUTE, record.incident)
    refuse_foreign(by, record.owner_actor)
    if not kind.owned:
        raise RuleBroken(_("Det här hör alltid till alla som deltar."))
    if Quarantine.objects.open().filter(kind=kind.name, object_id=record.pk).exists():
        raise RuleBroken(_("Uppgiften är i karantän och delas inte med någon."))


def _refuse_narrowing(
    record: Any, audience: str, named: list[Actor], reason: str, legal_ground: str, until: datetime | None
) -> None:
    for broken in wrong_with_narrowing(record, audience, named, reason, legal_ground, until).values():
        raise RuleBroken(broken)


def wrong_with_narrowing(
    record: Any, audience: str, named: list[Actor], reason: str, legal_ground: str, until: datetime | None
) -> dict[str, str]:
    """What a narrowing lacks, by the field it belongs to."""
    wrong = {}
    if audience not in NARROW:
        wrong["audience"] = _("Välj vilka som får läsa.")
    if audience == Audience.NAMED and not named:
        wrong["actors"] = _("Välj minst en aktör som får läsa, eller välj bara vi.")
    if not reason.strip():
        wrong["reason"] = _("Skriv varför färre ska få läsa. Skälet syns bara för er.")
    if legal_ground not in Reference.values and (legal_ground or record.marking == Marking.SENSITIVE):
        wrong["legal_ground"] = _("Välj lagrum: uppgiften är märkt som känslig.")
    wrong |= _wrong_end(until)
    inside = {p.actor_id for p in record.incident.participations.filter(left_at__isnull=True)} if named else set()
    if outside := [actor.name for actor in named if actor.pk not in inside]:
        wrong["actors"] = _("Deltar inte i händelsen: %(names)s.") % {"names": ", ".join(outside)}
    return wrong


def _wrong_end(until: datetime | None) -> dict[str, str]:
    now = timezone.now()
    if until is None:
        return {"until": _("Välj ett slutdatum. Efter det kan alla som deltar läsa igen.")}
    if until <= now:
        return {"until": _("Slutdatumet har redan varit.")}
    if until > now + LONGEST:
        return {"until": _("Välj ett slutdatum inom ett år. Det går att förlänga.")}
    return {}


def _about(by: Person, record: Any) -> dict[str, Any]:
    return {
        "incident": record.incident,
        "kind": records.kind_of(record).name,
        "object_id": record.pk,
        "label": record.neutral_label,
        "actor": record.owner_actor,
        "by": by,
        "at": timezone.now(),
    }


def _decided(by: Person, record: Any, audience: str, reason: str, **more: Any) -> Narrowing:
    row = Narrowing(**_about(by, record), audience=audience, reason=reason.strip()[:300], **more)
    row.full_clean()
    row.save()
    type(record)._base_manager.filter(pk=record.pk).update(audience=audience, audience_until=row.until)
    record.audience, record.audience_until = audience, row.until
    return row


def _share_only(by: Person, record: Any, named: list[Actor], until: datetime | None) -> None:
    """The shares of the record become exactly these."""
    kind, now = records.kind_of(record).name, timezone.now()
    Share.objects.filter(kind=kind, object_id=record.pk).delete()
    Share.objects.bulk_create(
        [
            Share(
                incident=record.incident,
                kind=kind,
                object_id=record.pk,
                actor=actor,
                until=until,
                granted_by=by,
                at=now,
            )
            for actor in named
        ]
    )


def answers_for(by: Person, record: Any) -> bool:
    """Whether the person speaks for the record's owner."""
    return access.acts_for(by, record.owner_actor, Role.REPORTER)
