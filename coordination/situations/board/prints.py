"""Fingerprints of what a board is made of, computed by the database in the statement that finds the request.

Everything on the board follows from which answers stand, which of them the reader may read, and what has happened to
the request's recipients: answers are never changed once sent. Who has the same print reads the same board.
"""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BooleanField, Exists, Expression, F, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import MD5

from coordination.situations.models import Recipient, RedactedCopy, Standing
from coordination.situations.querysets import InputQuerySet


class Joined(Func):
    """Texts of several columns with a bar between; what is NULL is nothing."""

    function = "concat_ws"
    output_field = TextField()

    def __init__(self, *columns: str) -> None:
        super().__init__(Value("|"), *[F(column) for column in columns])


def of_request(readable: InputQuerySet) -> Expression:
    """For a query over requests. `readable` is what of the answers the reader may read."""
    return Func(Value(";"), _recipients(), _standings(readable), function="concat_ws", output_field=TextField())


def _recipients() -> Subquery:
    said = Joined("actor_id", "opened_at", "began_at", "reminded_at", "answered_at")
    rows = Recipient.objects.filter(request=OuterRef("pk")).order_by().values("request")
    return Subquery(rows.annotate(said=_digest(said)).values("said"))


def _standings(readable: InputQuerySet) -> Subquery:
    copies = RedactedCopy.objects.filter(input=OuterRef("input")).order_by()
    rows = (
        Standing.objects.filter(incident=OuterRef("incident"))
        .annotate(
            reads=Exists(readable.filter(pk=OuterRef("input")), output_field=BooleanField()),
            copied=Subquery(copies.values("at")[:1]),
        )
        .order_by()
        .values("incident")
    )
    return Subquery(rows.annotate(said=_digest(Joined("actor_id", "input_id", "reads", "copied"))).values("said"))


def _digest(said: Joined) -> MD5:
    return MD5(StringAgg(said, ",", order_by="actor_id"))
