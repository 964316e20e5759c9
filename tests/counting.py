"""Counting what the portal asks of the database: not what frames transactions, nor what the tests' wall says."""

from typing import Any

from django.test.utils import CaptureQueriesContext

FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "SET ROLE")


class Statements(CaptureQueriesContext):
    @property
    def captured_queries(self) -> list[dict[str, Any]]:
        return [query for query in super().captured_queries if not query["sql"].startswith(FRAMES)]

    def __len__(self) -> int:
        return len(self.captured_queries)
