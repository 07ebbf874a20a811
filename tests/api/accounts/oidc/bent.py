"""A provider that can be bent: it does as OpenID Connect says, unless a test wants one thing otherwise.

It asks nobody anything: whoever comes is signed in as whom the test says. It is as strict with us as a
provider should be: one code, once, for the address and the verifier that it was asked with.
"""

from __future__ import annotations

import json
import ssl
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "faellesvagt", "kanarie-client-secret-that-is-long-enough"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _ in range(2))
ENDPOINTS = ("authorization", "token", "userinfo")
Claims = dict[str, Any]


def half_hash(text: str) -> str:
    """Return the half of a hash that an ID token tells of an access token."""
    return urlsafe_b64encode(sha256(text.encode()).digest()[:16]).decode().rstrip("=")


def signed(claims: Claims) -> str:
    """Return an ID token as it should be."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)


@dataclass
class Bent:
    """What the provider does.

    Parameters
    ----------
    now
        Its clock.
    claims
        What it claims of whoever comes, besides what a token must say.
    bend
        Changes the claims of a token.
    sign
        Makes a token of claims.
    answer
        Changes the query of the way back.
    token
        Changes what is told for a code.
    metadata
        Changes what it tells of itself.
    keys
        Whose public halves it shows.
    raw
        What it answers whatever it is asked, by path.
    """

    now: Callable[[], datetime]
    claims: Claims = field(default_factory=lambda: {"sub": "1"})
    bend: Callable[[Claims], object] = lambda claims: None
    sign: Callable[[Claims], str] = signed
    answer: Callable[[Claims], object] = lambda query: None
    token: Callable[[Claims], object] = lambda token: None
    metadata: Callable[[Claims], object] = lambda told: None
    keys: list[RSAKey] = field(default_factory=lambda: [KEY])
    userinfo: Claims = field(default_factory=dict)
    port: int = 0
    origin: str = "http://127.0.0.1"
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"{self.origin}:{self.port}"

    def told(self) -> Claims:
        """Return what it tells of itself."""
        found = {
            "issuer": self.issuer,
            **{
                f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")
            },
            "jwks_uri": f"{self.issuer}/jwks",
        }
        self.metadata(found)
        return found

    def way_back(self, query: Mapping[str, str]) -> str:
        """Return where somebody is sent who came with a query."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256", "no PKCE"
        assert query["client_id"] == CLIENT
        assert "openid" in query["scope"].split()
        code = token_urlsafe(16)
        self.codes[code] = query
        found: Claims = {"code": code, "state": query["state"]}
        self.answer(found)
        return query["redirect_uri"] + "?" + urlencode(found)

    def redeemed(self, form: Mapping[str, str], client: str) -> tuple[int, Claims]:
        """Return what is told for a code."""
        asked = self.codes.pop(form.get("code", ""), None)
        if client != f"{CLIENT}:{SECRET}":
            return 401, {"error": "invalid_client"}
        verifier = form.get("code_verifier", "").encode()
        challenge = urlsafe_b64encode(sha256(verifier).digest()).decode().rstrip("=")
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        at, access = int(self.now().timestamp()), token_urlsafe(16)
        must = {"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": asked.get("nonce")}
        claims = {**must, "at_hash": half_hash(access), **self.claims}
        self.bend(claims)
        token = {"access_token": access, "token_type": "Bearer", "id_token": self.sign(claims)}
        self.token(token)
        return 200, token


@contextmanager
def bent(now: Callable[[], datetime], context: ssl.SSLContext | None = None) -> Iterator[Bent]:
    """Run the provider on this machine; with a context, encrypted, under the name of this machine."""
    found = Bent(now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    if context is not None:
        found.origin = "https://localhost"
        server.socket = context.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: Bent) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/authorization":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(303)
                self.send_header("Location", provider.way_back(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/.well-known/openid-configuration":
                self._tell(200, provider.told())
            elif parts.path == "/jwks":
                self._tell(200, {"keys": [key.as_dict(private=False) for key in provider.keys]})
            else:
                self._tell(200, {"sub": provider.claims.get("sub"), **provider.userinfo})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            kind, _, known = self.headers.get("Authorization", "").partition(" ")
            client = unquote(b64decode(known).decode()) if kind == "Basic" else ""
            self._tell(*provider.redeemed(form, client))

        def _tell(self, status: int, found: Claims) -> None:
            content = provider.raw.get(urlsplit(self.path).path, json.dumps(found).encode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
