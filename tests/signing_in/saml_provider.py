"""A small SAML identity provider on loopback. It knows one person, signs her in without a question, and can be made to
lie: in what it says (`says`), in how it signs (`sign`), and in the finished answer (`bend`).
"""

import base64
import datetime
import html
import secrets
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from tests.signing_in.keys import certificate, pem
from tests.signing_in.openid_provider import LOA3, NUMBER

SPACES = f'xmlns:samlp="{Names.NS_SAMLP}" xmlns:saml="{Names.NS_SAML}"'

ASSERTION = """<saml:Assertion {SPACES} ID="{assertion_id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData Recipient="{recipient}" NotOnOrAfter="{until}"{in_response_to}/>
</saml:SubjectConfirmation>
</saml:Subject>
<saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}">{audience}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{instant}"><saml:AuthnContext>
<saml:AuthnContextClassRef>{level}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>{fields}</saml:AttributeStatement></saml:Assertion>"""

RESPONSE = """<samlp:Response {SPACES} ID="{response_id}" Version="2.0" IssueInstant="{now}"
 Destination="{destination}"{in_response_to}><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""


def moment(seconds: float) -> str:
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def signed_by(name: str) -> Callable[[str], str]:
    return lambda xml: Utils.add_sign(
        xml, pem(name), certificate(name), sign_algorithm=Names.RSA_SHA256, digest_algorithm=Names.SHA256
    ).decode()


def encrypted(response: str) -> str:
    """The answer with its assertion readable by the portal only."""
    tree = etree.fromstring(response)
    plain = tree.find(f"{{{Names.NS_SAML}}}Assertion")
    shell = etree.SubElement(tree, f"{{{Names.NS_SAML}}}EncryptedAssertion")
    shell.append(plain)
    data = xmlsec.template.encrypted_data_create(
        shell, xmlsec.Transform.AES256, type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="dsig")
    wrapped = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(wrapped)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate("portal"), xmlsec.KeyFormat.CERT_PEM))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    shell.append(context.encrypt_xml(data, plain))
    return etree.tostring(tree).decode()


class SamlProvider:
    def __init__(self) -> None:
        self.entity_id = "https://idp.example.se/metadata"
        self.says: dict[str, Any] = {}
        self.fields: dict[str, list[str]] = {
            "urn:oid:2.5.4.97": [NUMBER],
            "urn:oid:0.9.2342.19200300.100.1.3": ["maria"],
        }
        self.sign: Callable[[str], str] = signed_by("saml")
        self.bend: Callable[[str], str] = lambda response: response
        self.asked: Any = None
        self.query: dict[str, list[str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self) -> str:
        """The response to what was asked last, as it is posted."""
        words = {**self._truth(), **self.says}
        audience = words.pop("audience")
        words["audience"] = (
            f"<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
            if audience
            else ""
        )
        request = words.pop("request")
        words["in_response_to"] = f' InResponseTo="{request}"' if request else ""
        words["fields"] = "".join(self._field(name, values) for name, values in self.fields.items())
        assertion = self.sign(ASSERTION.format(SPACES=SPACES, **words))
        response = RESPONSE.format(SPACES=SPACES, **words, assertion=assertion.partition("?>\n")[2] or assertion)
        return base64.b64encode(self.bend(response).encode()).decode()

    def _truth(self) -> dict[str, Any]:
        to = self.asked.get("AssertionConsumerServiceURL")
        return {
            "assertion_id": f"_{secrets.token_hex(16)}",
            "response_id": f"_{secrets.token_hex(16)}",
            "now": moment(0),
            "before": moment(-60),
            "until": moment(240),
            "instant": moment(-3),
            "issuer": self.entity_id,
            "subject": "subject-1",
            "format": Names.NAMEID_PERSISTENT,
            "level": LOA3,
            "destination": to,
            "recipient": to,
            "request": self.asked.get("ID"),
            "audience": self.asked.findtext(f"{{{Names.NS_SAML}}}Issuer"),
        }

    def _field(self, name: str, values: list[str]) -> str:
        inside = "".join(f"<saml:AttributeValue>{html.escape(value)}</saml:AttributeValue>" for value in values)
        return f'<saml:Attribute Name="{name}">{inside}</saml:Attribute>'

    def ask(self, query: str) -> None:
        self.query = parse_qs(query)
        self.asked = etree.fromstring(zlib.decompress(base64.b64decode(self.query["SAMLRequest"][0]), -15))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                provider.ask(urlsplit(self.path).query)
                to, field = provider.asked.get("AssertionConsumerServiceURL"), provider.answer()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                form = f'<form method="post" action="{to}"><input name="SAMLResponse" value="{field}"></form>'
                self.wfile.write(form.encode())

        return Handler
