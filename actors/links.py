"""The link by which somebody chooses a password: the same as for a forgotten one. Used once, and good for some days."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from actors.models import Person


def password_link(person: Person) -> str:
    """The path, with a key that dies when the password is chosen, the address changes, or the days are over."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
