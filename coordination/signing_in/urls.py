"""Addresses of signing in. Ours stand before allauth's of the same name, which they add to."""

from django.urls import include, path

from coordination.signing_in import doors, factor_views, views

urlpatterns = [
    # The administrator keeps people's addresses; allauth has pages for doing it oneself.
    path("email/", doors.nowhere),
    path("confirm-email/", doors.nowhere),
    path("confirm-email/<path:key>", doors.nowhere),
    path("andra-steget/", views.second_factor, name="second_factor"),
    path("fortsatt/", views.carry_on, name="carry_on"),
    path("nyckel/", views.form_key, name="form_key"),
    path("inloggningar/", views.my_sessions, name="usersessions_list"),
    path("inloggningar/<int:pk>/avsluta/", views.end_session, name="session_end"),
    path("sakerhet/", views.my_sign_in, name="mfa_index"),
    path("sakerhet/totp/activate/", factor_views.AddApp.as_view(), name="mfa_activate_totp"),
    path("sakerhet/totp/deactivate/", factor_views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("sakerhet/recovery-codes/generate/", factor_views.RenewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("sakerhet/recovery-codes/download/", doors.nowhere),
    path("sakerhet/webauthn/", factor_views.list_passkeys, name="mfa_list_webauthn"),
    path("sakerhet/webauthn/add/", factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("sakerhet/webauthn/keys/<int:pk>/edit/", factor_views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("sakerhet/webauthn/keys/<int:pk>/remove/", factor_views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("sakerhet/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
