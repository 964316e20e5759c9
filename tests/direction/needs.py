"""Needs for the tests of what stands on them: the least that is valid."""

from django.utils import timezone

from coordination.direction.models import Need, NeedRole


def need(storm, title="Värme till Källbacken", **more):
    incident = more.pop("incident", storm.incident)
    last = Need.objects.filter(incident=incident).order_by("-number").values_list("number", flat=True).first() or 0
    kind = more.pop("kind", "help")
    return Need.objects.create(
        incident=incident,
        number=last + 1,
        kind=kind,
        title=title,
        state=more.pop("state", "new" if kind == "help" else "unfilled"),
        made_at=more.pop("made_at", timezone.now()),
        made_by=storm.lena,
        **more,
    )


def role(storm, of, actor, part="responsible", said=None, **more):
    """`said`: True where the actor has confirmed, False where it has said no."""
    now = timezone.now()
    return NeedRole.objects.create(
        need=of,
        actor=actor,
        part=part,
        said_at=now,
        said_by=storm.lena,
        confirmed_at=now if said is True else None,
        declined_at=now if said is False else None,
        reason="Vi har inte det." if said is False else "",
        **more,
    )
