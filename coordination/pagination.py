"""Lists page by key, not by offset: page a thousand costs what page one does."""

from rest_framework.pagination import CursorPagination


class ByKey(CursorPagination):
    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
