"""The cookie of a login: it holds a secret and nothing else, and goes nowhere but here.

Over https its name begins with ``__Host-``: browsers then take it from this very host only, encrypted, and
no neighbour under the same domain can put one of its own in its place. On this machine, without https, a
plain name has to do.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.web.headers import ENCRYPTED

GUARDED, PLAIN = "__Host-login", "login"


def is_encrypted(request: Request) -> bool:
    """Tell whether the caller's browser talks to us, or to the proxy that speaks for it, over https."""
    public: str | None = request.app.state.settings.public_url
    return request.url.scheme == ENCRYPTED or (public or "").startswith(f"{ENCRYPTED}:")


def name_of(request: Request) -> str:
    """Return the only name under which a cookie counts."""
    return GUARDED if is_encrypted(request) else PLAIN


def secret_in(request: Request) -> str | None:
    """Return the secret that the caller's browser keeps; whether it opens anything is another question."""
    return request.cookies.get(name_of(request)) or None


def keep(request: Request, response: Response, secret: str) -> None:
    """Let the caller's browser keep a secret until it is closed, and the login at most until it is over."""
    response.set_cookie(
        name_of(request), secret, path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )


def forget(request: Request, response: Response) -> None:
    """Let the caller's browser forget the secret."""
    response.delete_cookie(
        name_of(request), path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )
