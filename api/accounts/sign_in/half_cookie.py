"""The cookie of a half login: it holds a secret that serves for nothing but to send the code along with."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.accounts.records.half_logins import LASTS
from api.web.login_cookie import is_encrypted

GUARDED, PLAIN = "__Host-second-step", "second-step"


def name_of(request: Request) -> str:
    """Return the only name under which the cookie counts; see `api.web.login_cookie`."""
    return GUARDED if is_encrypted(request) else PLAIN


def secret_in(request: Request) -> str:
    """Return the secret that the caller's browser keeps; empty where it keeps none."""
    return request.cookies.get(name_of(request), "")


def keep(request: Request, response: Response, secret: str) -> None:
    """Let the caller's browser keep a secret for as long as it is good for something."""
    response.set_cookie(
        name_of(request),
        secret,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=is_encrypted(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Let the caller's browser forget the secret."""
    response.delete_cookie(
        name_of(request), path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )
