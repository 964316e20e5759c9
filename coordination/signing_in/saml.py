"""An organisation's sign-in by SAML 2.0, through python3-saml, which allauth's provider uses too.

allauth's own settings for it cannot ask for a level of assurance and do not look at the one that comes back, so the
settings are made here. Beyond what the library checks, the answer must name this portal, this address and this request
inside the signed assertion: the library lets each of them be left out, or compares only the beginning.
"""

import time
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import xmlsec
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from coordination.signing_in.assurance import SKEW, Answer, NotLetIn
from coordination.signing_in.organisation_settings import Saml, Service
from coordination.signing_in.seen import fetch, take

LARGEST: Final = 256 * 1024
# The library has an allowance for clocks of its own, five minutes; an answer is remembered beyond it.
REMEMBERED_LONGER: Final = Names.ALLOWED_CLOCK_DRIFT + SKEW
UNREADABLE: Final = (
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    etree.LxmlError,
    xmlsec.Error,
    ValueError,
    TypeError,
)


class Confirmed(NamedTuple):
    """What the signed assertion says of where it belongs. `until` is in seconds since 1970."""

    request: str
    until: float


def own(service: Service) -> Saml:
    if service.saml is None:
        raise Http404
    return service.saml


def entity_id(service: Service) -> str:
    """The portal's name at the organisation: the address of its metadata."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('organisation_metadata', args=[service.key])}"


def answer_url(service: Service) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse('organisation_saml', args=[service.key])}"


def library_settings(service: Service) -> Any:
    saml = own(service)
    security = {
        "authnRequestsSigned": bool(saml.key),
        "wantAssertionsSigned": True,
        "wantAssertionsEncrypted": saml.encrypted,
        "wantNameId": False,
        "wantAttributeStatement": False,
        "allowRepeatAttributeName": True,
        "allowSingleLabelDomains": True,
        "requestedAuthnContext": list(service.levels),
        "requestedAuthnContextComparison": "exact",
        "rejectDeprecatedAlgorithm": True,
        "signatureAlgorithm": Names.RSA_SHA256,
        "digestAlgorithm": Names.SHA256,
    }
    portal = {
        "entityId": entity_id(service),
        "assertionConsumerService": {"url": answer_url(service), "binding": Names.BINDING_HTTP_POST},
        "NameIDFormat": Names.NAMEID_UNSPECIFIED if service.subject_field else Names.NAMEID_PERSISTENT,
        "privateKey": saml.key,
        "x509cert": saml.certificate,
    }
    return OneLogin_Saml2_Settings({"strict": True, "security": security, "sp": portal, "idp": dict(saml.idp)})


def metadata(service: Service) -> bytes:
    """The portal's description of itself, for the organisation's administrator."""
    found = library_settings(service).get_sp_metadata()
    return found if isinstance(found, bytes) else str(found).encode()


def begin(request: HttpRequest, service: Service, kept: dict[str, Any]) -> str:
    """The address at the organisation to go to. She always signs in there anew: an old sign-in would be refused."""
    asking = OneLogin_Saml2_Auth(_our_address(service), library_settings(service))
    address = asking.login(return_to="", force_authn=True)
    statekit.stash_state(request, provider_id=service.key, state=kept, state_id=asking.get_last_request_id())
    return str(address)


def receive(service: Service, posted: str) -> str:
    """Check what the organisation's page posted, and return a ticket to it. Raises NotLetIn.

    The browser sends no session with a post from elsewhere, so the rest waits for `finish`.
    """
    answer, confirmed, identifier = read(service, posted)
    carried = {"answer": answer.carried(), "request": confirmed.request}
    return take(service.key, f"saml {identifier}", confirmed.until + REMEMBERED_LONGER, carried=carried)


def finish(request: HttpRequest, service: Service) -> tuple[Answer, dict[str, Any]]:
    """What the organisation answered, and what was kept when this session asked it. Raises NotLetIn."""
    carried = fetch(service.key, request.GET.get("ticket", ""))
    kept = statekit.unstash_state(request, provider_id=service.key, state_id=carried["request"])
    if kept is None:
        raise NotLetIn("state", "answers no question of this session")
    return Answer.of(carried["answer"]), kept


def read(service: Service, posted: str) -> tuple[Answer, Confirmed, str]:
    """The answer, where it belongs, and its own id."""
    if not 0 < len(posted) <= LARGEST:
        raise NotLetIn("forged", "nothing, or too much")
    try:
        response = OneLogin_Saml2_Response(library_settings(service), posted)
        _check_status(response)
        if not response.is_valid(_our_address(service)):
            raise NotLetIn("forged", str(response.get_error())[:200])
        return _answer(service, response), _confirmed(service, response), str(response.get_assertion_id())
    except UNREADABLE as wrong:
        raise NotLetIn("forged", f"cannot be read: {type(wrong).__name__}") from wrong


def _check_status(response: Any) -> None:
    """A refusal carries no assertion. Nothing is let in by it, so it need not be signed."""
    codes = [node.get("Value", "") for node in response.document.iter(f"{{{Names.NS_SAMLP}}}StatusCode")]
    if codes and codes[0] != Names.STATUS_SUCCESS:
        last = codes[-1].rpartition(":")[2]
        raise NotLetIn("level" if last == "NoAuthnContext" else "declined", last[:60])


def _confirmed(service: Service, response: Any) -> Confirmed:
    if entity_id(service) not in response.get_audiences():
        raise NotLetIn("forged", "no audience")
    if response.document.get("Destination", answer_url(service)) != answer_url(service):
        raise NotLetIn("forged", "sent to another address")
    for data in _asked(response, "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"):
        until = Utils.parse_SAML_to_time(data.get("NotOnOrAfter") or "1970-01-01T00:00:00Z")
        if data.get("Recipient") == answer_url(service) and data.get("InResponseTo") and until > time.time():
            return Confirmed(data.get("InResponseTo"), float(until))
    raise NotLetIn("forged", "not for this address, or unasked")


def _answer(service: Service, response: Any) -> Answer:
    fields = response.get_attributes()
    instants = [node.get("AuthnInstant") for node in _asked(response, "/saml:AuthnStatement")]
    return Answer(
        issuer=own(service).idp["entityId"],
        subject=_subject(service, response, fields),
        person=_first(fields.get(service.person_field, [])),
        organisations=tuple(str(value) for value in fields.get(service.number_field, [])),
        level=_first(response.get_authn_contexts()),
        authenticated_at=float(Utils.parse_SAML_to_time(instants[0])) if instants and instants[0] else None,
    )


def _subject(service: Service, response: Any, fields: dict[str, list[str]]) -> str:
    """A lasting identity. One that changes with each sign-in would make each one a stranger."""
    if service.subject_field:
        return _first(fields.get(service.subject_field, []))
    if response.get_nameid_format() == Names.NAMEID_TRANSIENT:
        return ""
    return str(response.get_nameid() or "")


def _first(values: list[Any]) -> str:
    """The value, if there is one and no other."""
    return str(values[0]) if len(values) == 1 else ""


def _asked(response: Any, path: str) -> Iterator[Any]:
    # The library's own way into the signed assertion, and into no other.
    yield from response._query_assertion(path)


def _our_address(service: Service) -> dict[str, str]:
    """Where the answer must have come, from the settings: what the request says of its host is only a claim."""
    parts = urlsplit(answer_url(service))
    return {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": "",
        "path_info": parts.path,
    }
