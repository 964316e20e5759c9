"""What the steward made of a version that has been corrected since, and that did not go along: she looks again.

What goes along by itself is in answers/carrying.py: where the correction says the same.
"""

from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from coordination.situations.models import Confidence, Input
from coordination.situations.states import InputState

# Of rows that `beside` has annotated. Whoever has weighed the answer since has looked.
WORTH: Final = Q(weighed_at__isnull=True) & (
    Q(weighed_before__in=Confidence.values) | Q(same_before__isnull=False, same_as__isnull=True)
)


def beside(rows: "QuerySet[Input]") -> "QuerySet[Input]":
    """With what was made of the version before: how certain it was held, and whose answer it told again."""
    before = Input.objects.filter(
        request=OuterRef("request"), actor=OuterRef("actor"), state=InputState.REPLACED, version__lt=OuterRef("version")
    ).order_by("-version")
    return rows.annotate(
        weighed_before=Subquery(before.values("weighed")[:1]),
        same_before=Subquery(before.values("same_as__actor__short")[:1]),
    )


def reasons(row: Any) -> list[str]:
    if row.weighed_at is not None:
        return []
    found = []
    if row.weighed_before:
        word = Confidence(row.weighed_before).label
        found.append(_("Vägdes före rättelsen: %(word)s. Svaret har ändrats, så väg det på nytt.") % {"word": word})
    if row.same_before and row.same_as_id is None:
        found.append(_("Var hopfört med %(actor)s före rättelsen. Siffrorna har ändrats.") % {"actor": row.same_before})
    return found
