"""Signing in. Nobody makes an account for oneself: an actor's administrator does."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["username", "name"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Names are given by the administrator, never made up from other fields."""
