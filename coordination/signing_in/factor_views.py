"""allauth's pages of second factors, with what this house adds: a stronger session, the journal, the last one stays."""

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe

from coordination.signing_in import witness
from coordination.signing_in.factors import Factors

GROUP = 4


class AddApp(ActivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        witness.gained_factor(self.request, "totp")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # Drawn by the library from our own address, without any style of its own.
        context["qr"] = mark_safe(context["totp_svg"].partition("?>")[2])  # noqa: S308  # nosec B308 B703
        secret = context["form"].secret
        context["secret"] = " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
        return context


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]  # as above
    """allauth asks the adapter whether the last one may go."""


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # as above
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        witness.gained_factor(self.request, "webauthn")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return context


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]  # as above
    success_url = reverse_lazy("mfa_index")


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # as above
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if not Factors().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(Factors.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        return super().form_valid(form)  # type: ignore[no-any-return]


class RenewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]  # as above
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        witness.renewed_codes(self.request)
        return answer


def list_passkeys(request: HttpRequest) -> HttpResponse:
    """They stand on the page of one's own sign-in."""
    return redirect("mfa_index")
