"""What the municipalities say together of one request: how many gave which grade, and the sum."""

from typing import Any, Final

from django.db.models import CharField, Count, IntegerField, Sum, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from actors.models import ActorKind
from coordination.situations.board import fading, standings
from coordination.situations.models import Impact, Request
from coordination.situations.weighing.freshness import Shelves

SUM: Final = "=sum"


def tally(request: Request, person: Any, kept: Shelves) -> tuple[dict[str, list[int | None]], int | None]:
    """How many municipalities gave which grade, per function and overall, and the sum: one statement."""
    sent = standings.readable_by(person).filter(request=request, state="submitted", actor__kind=ActorKind.MUNICIPALITY)
    impacts = Impact.objects.filter(fading.live_impacts(kept.now), input__in=sent.values("pk"))
    number = Cast(KT("content__numbers__" + standings.COUNTED), IntegerField())
    unknown = Cast(Value(None), IntegerField())
    rows = (
        impacts.values_list("function_id", Cast("grade", IntegerField()))
        .annotate(n=Count("pk"))
        .union(
            sent.filter(fading.live(kept, "overall"))
            .annotate(key=Value("overall", CharField()))
            .values_list("key", Cast("grade", IntegerField()))
            .annotate(n=Count("pk")),
            sent.filter(fading.live(kept, f"numbers.{standings.COUNTED}"))
            .annotate(key=Value(SUM, CharField()))
            .values_list("key", unknown)
            .annotate(n=Sum(number)),
            all=True,
        )
    )
    grades: dict[str, list[int | None]] = {}
    total = None
    for key, grade, n in rows:
        if key == SUM:
            total = n
        else:
            grades.setdefault(key, []).extend([grade] * n)
    return grades, total
