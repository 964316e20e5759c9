"""Lists page by key, not by offset: page a thousand costs what page one does."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class ByKey(CursorPagination):
    """A view names its key, by index, as `page_order`."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    page_size_query_description = "Rows in a page: 1 to 200."
    cursor_query_description = "Where the page begins: follow `next` and `previous`."
    max_page_size = 200

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(getattr(view, "page_order", None) or (self.ordering,))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """In the words of OpenAPI 3.1, which knows null as a type."""
        address = {"type": ["string", "null"], "format": "uri", "examples": ["https://.../api/v1/inputs/?cursor=cD0x"]}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_page_size(self, request: Request) -> int:
        wanted = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10 and int(wanted) > 0):
            raise ValidationError({self.page_size_query_param: [_("Antalet rader är ett tal från 1 till 200.")]})
        return min(int(wanted), self.max_page_size)
