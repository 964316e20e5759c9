"""A small OpenID provider on loopback. It knows one person, signs her in without a question, and can be made to lie."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.signing_in.keys import key, pem

LOA2, LOA3 = "http://id.elegnamnden.se/loa/1.0/loa2", "http://id.elegnamnden.se/loa/1.0/loa3"
NUMBER = "2021009999"
CLIENT, SECRET = "samlad", "the client's secret of the tests 1"


def with_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, pem("openid"), algorithm="RS256", headers={"kid": "one"})


def with_other_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, pem("somebody else"), algorithm="RS256", headers={"kid": "one"})


def with_nothing(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def with_public_key_as_secret(claims: dict[str, Any]) -> str:
    """Made by hand: the library refuses to make it."""
    public = key("openid").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": "one"}
    body = b".".join(_packed(json.dumps(part).encode()) for part in (head, claims))
    return (body + b"." + _packed(_hmac(public, body))).decode()


def _packed(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _hmac(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()


class OpenIdProvider:
    def __init__(self) -> None:
        self.claims: dict[str, Any] = {
            "sub": "subject-1",
            "preferred_username": "lena",
            "acr": LOA3,
            "https://id.oidc.se/claim/orgNumber": NUMBER,
        }
        self.user_info: dict[str, Any] = {}
        self.signed_in_ago: float | None = 5
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = with_key
        self.asked: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.code_is_taken_twice = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer = self.url
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def description(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.url}/keys",
            **{f"{name}_endpoint": f"{self.url}/{path}" for name, path in ends.items()},
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key("openid").public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        self.asked, code = asked, secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, told: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.told = told
        asked = self.codes.get(told["code"], {}) if self.code_is_taken_twice else self.codes.pop(told["code"], {})
        challenge = _packed(hashlib.sha256(told.get("code_verifier", "").encode()).digest()).decode()
        if not asked or challenge != asked["code_challenge"] or told["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if not self.knows_client(told):
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "reads-her-info", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def knows_client(self, told: dict[str, str]) -> bool:
        if "client_assertion" in told:
            jwt.decode(
                told["client_assertion"],
                key("portal").public_key(),
                algorithms=["RS256"],
                audience=f"{self.url}/token",
                issuer=CLIENT,
            )
            return True
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return told.get("authorization") == f"Basic {basic}" or told.get("client_secret") == SECRET

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {**self.claims, "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims["nonce"] = asked["nonce"]
        if self.signed_in_ago is not None:
            claims["auth_time"] = int(now - self.signed_in_ago)
        return self.sign(self.change(claims))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(dict(parse_qsl(parts.query))))
                    self.end_headers()
                    return
                found = {
                    "/.well-known/openid-configuration": provider.description,
                    "/keys": provider.keys,
                    "/userinfo": lambda: provider.user_info,
                }
                self.say(200, found[parts.path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told = {name: values[0] for name, values in parse_qs(body).items()}
                told["authorization"] = self.headers.get("Authorization", "")
                self.say(*provider.token(told))

            def say(self, status: int, content: dict[str, Any]) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

        return Handler
