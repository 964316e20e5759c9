"""The second factor: an app with codes, a passkey, and recovery codes for the day when both are lost."""

import base64
import hashlib
from typing import Any

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.signing_in import guessing, strength

LAST_USED = "last_counter"


def has_factor(person: Any) -> bool:
    found = Authenticator.objects.filter(user_id=person.pk)
    return bool(found.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def take_away(person: Any) -> int:
    """All second factors of somebody who has lost them; the number of them. At her next sign-in she adds new ones."""
    found = Authenticator.objects.filter(user_id=person.pk)
    count = int(found.exclude(type=Authenticator.Type.RECOVERY_CODES).count())
    found.delete()
    return count


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets lie encrypted in the database, and the last factor is changed for another, never just taken away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("Det är ditt enda andra steg. Lägg till ett annat först."),
        "cannot_generate_recovery_codes": gettext_lazy("Lägg till en app eller en passnyckel först."),
        "passkey": gettext_lazy("Passnyckeln användes inte. Försök igen, eller välj ett annat sätt."),
        "incorrect_code": gettext_lazy("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "unverified_email": gettext_lazy("Det går inte just nu."),
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return "Samlad"

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        needed = strength.is_needed(authenticator.user)
        return not needed or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # allauth names it so
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passnyckel %(n)d") % {"n": count + 1}


def _lock() -> MultiFernet:
    """The first key locks; former ones still open, so that SECRET_KEY can be changed."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"samlad second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class CodeField(forms.CharField):
    def __init__(self, **how: Any) -> None:
        signs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autocapitalize": "off",
            "spellcheck": "false",
        }
        super().__init__(max_length=40, widget=forms.TextInput(attrs=signs), **how)


class Guarded(forms.Form):
    """A code that is guessed counts as a password that is guessed does, and a code opens once."""

    user: Any

    def clean_code(self) -> str:
        if guessing.is_locked(context.request, self.user):
            raise ValidationError(_("För många försök."))
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # the form of allauth behind
            _use_up(self.authenticator, code)  # type: ignore[attr-defined]
        except ValidationError:
            guessing.count_wrong_code(context.request, self.user)
            raise
        return code


def _use_up(authenticator: Authenticator, code: str) -> None:
    """A code of the app is refused the second time. Noted on the row, under a lock: the cache may be lost."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = decrypt(row.data["secret"])
        digits = "".join(sign for sign in code if sign.isdigit())
        times = [at for at in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, at)) == digits]
        if not times or max(times) <= row.data.get(LAST_USED, 0):
            raise ValidationError(_("Koden är redan använd. Vänta på nästa."))
        row.data[LAST_USED] = max(times)
        row.save(update_fields=["data"])
    authenticator.data = row.data


class CodeForm(Guarded, AuthenticateForm):  # type: ignore[misc]  # as above
    code = CodeField(
        label=gettext_lazy("Kod"), help_text=gettext_lazy("Sex siffror från appen, eller en av dina reservkoder.")
    )


class CodeAgainForm(Guarded, ReauthenticateForm):  # type: ignore[misc]  # as above
    code = CodeField(
        label=gettext_lazy("Kod"), help_text=gettext_lazy("Sex siffror från appen, eller en av dina reservkoder.")
    )


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # as above
    code = CodeField(label=gettext_lazy("Kod från appen"), help_text=gettext_lazy("Sex siffror."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digits = app_settings.TOTP_DIGITS


class Readable(forms.Form):
    """What a browser never sends is a wrong answer like any other, never an error of ours."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # the form of allauth behind
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ValidationError(Factors.error_messages["passkey"]) from None


class PasskeySignInForm(Readable, LoginWebAuthnForm):  # type: ignore[misc]  # as above
    pass


class PasskeyStepForm(Readable, AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    pass


class PasskeyAgainForm(Readable, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    pass


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """Every passkey of the portal opens it alone, so it always asks for the finger, the face or the PIN."""

    name = forms.CharField(
        label=gettext_lazy("Namn på passnyckeln"),
        help_text=gettext_lazy("Så att du känner igen den: jobbtelefonen, säkerhetsnyckeln i kassaskåpet."),
        max_length=60,
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> Any:
        try:
            return super().clean()
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ValidationError(Factors.error_messages["passkey"]) from None


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # as above
    name = forms.CharField(label=gettext_lazy("Namn på passnyckeln"), max_length=60)
