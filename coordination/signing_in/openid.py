"""An organisation's sign-in by OpenID Connect: the code flow with PKCE, state and nonce.

allauth's adapter and client speak with the provider. The ID token is checked here: allauth takes the one from the code
flow on trust, sends no nonce, and looks at neither level nor time.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from requests import RequestException

from coordination.signing_in.assurance import SKEW, Answer, NotLetIn
from coordination.signing_in.organisation_reader import LOCAL
from coordination.signing_in.organisation_settings import BASIC, PRIVATE_KEY, OpenId, Service
from coordination.signing_in.seen import take

# Only signatures with a key pair. `none`, and HMAC with a public key as its secret, are the classic forgeries.
SIGNATURES: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KEY_KINDS: Final = {"RSA", "EC", "OKP"}
KEPT_SECONDS: Final = 300
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth carries no types
    """allauth's adapter for one organisation, with the service from the settings instead of from the database."""

    def __init__(self, request: HttpRequest, service: Service) -> None:
        self.service = service
        super().__init__(request, service.key)

    @property
    def own(self) -> OpenId:
        if self.service.openid is None:
            raise Http404
        return self.service.openid

    @property
    def app(self) -> Any:
        return SocialApp(
            provider="openid_connect",
            provider_id=self.service.key,
            name=self.service.name,
            client_id=self.own.client_id,
            secret=self.own.client_secret,
            settings={"server_url": self.own.server, "oauth_pkce_enabled": True},
        )

    def get_provider(self) -> Any:
        return OpenIDConnectProvider(self.request, app=self.app)

    @property
    def openid_config(self) -> dict[str, Any]:
        found = fetched(self.get_provider().server_url)
        if str(found["issuer"]).rstrip("/") != self.own.server.partition("/.well-known/")[0]:
            raise NotLetIn("forged", "the provider calls itself something else")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not _safe(found[name]):
                raise NotLetIn("forged", f"{name} is not encrypted")
        return found

    @property
    def basic_auth(self) -> bool:
        return self.own.token_auth == BASIC

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return callback_url(self.service)

    def proof(self) -> dict[str, str]:
        """The portal proves itself with its key, where the organisation wants that."""
        if self.own.token_auth != PRIVATE_KEY:
            return {}
        now, who = int(time.time()), self.own.client_id
        claims = {"iss": who, "sub": who, "aud": self.access_token_url, "iat": now, "exp": now + 60}
        signed = jwt.encode({**claims, "jti": secrets.token_urlsafe(16)}, self.own.key, algorithm="RS256")
        return {"client_id": who, "client_assertion_type": ASSERTION, "client_assertion": signed}


def callback_url(service: Service) -> str:
    """The redirect URI to register at the organisation."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('organisation_openid', args=[service.key])}"


def begin(request: HttpRequest, service: Service, kept: dict[str, Any]) -> str:
    """The address at the organisation to go to. `kept` comes back with the answer."""
    with _answering():
        provider = Provider(request, service)
        client = provider.get_client(request, provider.app)
        asked = provider.get_provider().get_pkce_params()
        nonce = secrets.token_urlsafe(32)
        kept = {**kept, "nonce": nonce, "verifier": asked.pop("code_verifier")}
        address, scopes = provider.authorize_url, provider.own.scopes
        client.state = statekit.stash_state(request, provider_id=service.key, state=kept)
        asked |= {"nonce": nonce, "acr_values": " ".join(service.levels), "max_age": str(service.max_age)}
        if kept["again"]:
            asked |= {"prompt": "login", "max_age": "0"}
        return str(client.get_redirect_url(address, scopes, asked))


def finish(request: HttpRequest, service: Service) -> tuple[Answer, dict[str, Any]]:
    """What the organisation answered, and what was kept when it was asked. Raises NotLetIn."""
    kept = statekit.unstash_state(request, provider_id=service.key, state_id=request.GET.get("state", ""))
    if kept is None:
        raise NotLetIn("state")
    if "code" not in request.GET:
        _say_why(request.GET.get("error", ""))
    with _answering():
        provider = Provider(request, service)
        if request.GET.get("iss", provider.openid_config["issuer"]) != provider.openid_config["issuer"]:
            raise NotLetIn("forged", "the answer comes from another provider")
        answer = _exchange(request, provider, kept)
    return answer, kept


def _say_why(error: str) -> None:
    # https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html
    raise NotLetIn("level" if error == "unmet_authentication_requirements" else "declined", error[:60])


def _exchange(request: HttpRequest, provider: Provider, kept: dict[str, Any]) -> Answer:
    client = provider.get_client(request, provider.app)
    tokens = client.get_access_token(
        request.GET["code"], pkce_code_verifier=kept["verifier"], extra_data=provider.proof()
    )
    claims = read_token(provider, str(tokens.get("id_token", "")), kept["nonce"])
    take(provider.service.key, f"openid {claims['iss']} {kept['nonce']}", claims["exp"] + SKEW)
    return _answer(provider, claims, {**_more(provider, tokens, claims), **claims})


def read_token(provider: Provider, token: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token that the organisation signed, for this portal, for this sign-in, and just now."""
    config = provider.openid_config
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(config["jwks_uri"], header),
            algorithms=[header["alg"]],
            audience=provider.own.client_id,
            issuer=config["issuer"],
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except jwt.PyJWTError as wrong:
        raise NotLetIn("forged", f"ID token: {type(wrong).__name__}") from wrong
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotLetIn("forged", "nonce")
    if claims.get("azp", provider.own.client_id) != provider.own.client_id:
        raise NotLetIn("forged", "made for another client")
    return claims


def _key(address: str, header: dict[str, Any]) -> Any:
    if header.get("alg") not in SIGNATURES:
        raise NotLetIn("forged", f"signed with {str(header.get('alg'))[:20]}")
    for anew in (False, True):  # a provider changes its keys now and then
        for key in fetched(address, anew=anew).get("keys", []):
            if _fits(key, header):
                return jwt.PyJWK(key, algorithm=header["alg"]).key
    raise NotLetIn("forged", "signed with an unknown key")


def _fits(key: dict[str, Any], header: dict[str, Any]) -> bool:
    return (
        key.get("kty") in KEY_KINDS
        and key.get("use", "sig") == "sig"
        and key.get("alg", header["alg"]) == header["alg"]
        and key.get("kid") == header.get("kid", key.get("kid"))
    )


def _more(provider: Provider, tokens: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """What stands only in the user info: asked for when the ID token lacks it, and of the same person."""
    service = provider.service
    wanted = {service.number_field, service.person_field, service.subject_field}
    address = provider.openid_config.get("userinfo_endpoint", "")
    if wanted <= set(claims) or not _safe(address):
        return {}
    with get_adapter().get_requests_session() as session:
        said = session.get(address, headers={"Authorization": f"Bearer {tokens['access_token']}"})
        said.raise_for_status()
    found: dict[str, Any] = said.json()
    if found.get("sub") != claims["sub"]:
        raise NotLetIn("forged", "user info of somebody else")
    return found


def _answer(provider: Provider, claims: dict[str, Any], said: dict[str, Any]) -> Answer:
    service, at = provider.service, claims.get("auth_time")
    numbers = said.get(service.number_field, [])
    # An address that the organisation has not verified is only what somebody wrote.
    sure = service.person_field != "email" or said.get("email_verified") is True
    return Answer(
        issuer=str(claims["iss"]),
        subject=str(said.get(service.subject_field, "")),
        person=str(said.get(service.person_field, "")) if sure else "",
        organisations=tuple(str(number) for number in (numbers if isinstance(numbers, list) else [numbers])),
        level=str(claims.get("acr", "")),
        authenticated_at=float(at) if isinstance(at, int | float) and not isinstance(at, bool) else None,
    )


def fetched(address: str, *, anew: bool = False) -> dict[str, Any]:
    """JSON of the provider's own description, kept for five minutes."""
    at, found = _kept.get(address, (0.0, {}))
    if anew or time.monotonic() - at > KEPT_SECONDS or not found:
        with get_adapter().get_requests_session() as session:
            said = session.get(address)
            said.raise_for_status()
        found = dict(said.json())
        _kept[address] = (time.monotonic(), found)
    return found


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


@contextmanager
def _answering() -> Iterator[None]:
    """A provider that is away, or answers nonsense, lets nobody in and breaks nothing."""
    try:
        yield
    except OAuth2Error as no:
        raise NotLetIn("forged", "the code was not taken") from no
    except RequestException as away:
        raise NotLetIn("away", type(away).__name__) from away
    except (KeyError, ValueError, TypeError, AttributeError) as nonsense:
        raise NotLetIn("away", f"cannot be read: {type(nonsense).__name__}") from nonsense
