"""One transaction for each request, in which the database is told who asks."""

import logging
from collections.abc import Callable
from typing import Final

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.pq import TransactionStatus

Answer = Callable[[HttpRequest], HttpResponse]
# Answered also when the database is away.
OUTSIDE: Final = ("/healthz", "/readyz")
FIRST_ERROR: Final = 400
log = logging.getLogger(__name__)


class SecondWallMiddleware:
    """Everything that a request reads and writes is one transaction, rendering included.

    Reading who asks names the person to the database (actors.sight): without a person no walled row is seen. What is
    answered as done is committed: the answer leaves after the commit, and an answer whose transaction was lost is an
    error, whatever the view made of it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in OUTSIDE:
            return self.get_response(request)
        with transaction.atomic():
            request.user.is_authenticated  # noqa: B018  # reads the person, which names her
            response = self.get_response(request)
            lost = _is_lost()
            if lost:
                transaction.set_rollback(True)
        if lost and response.status_code < FIRST_ERROR:
            log.error("The transaction of %s %s was lost after its answer was made", request.method, request.path)
            return render(None, "500.html", status=500)
        return response


def _is_lost() -> bool:
    driver = connection.connection
    broken = driver is not None and driver.info.transaction_status == TransactionStatus.INERROR
    return connection.needs_rollback or broken
