"""The cookie in which a browser keeps its attempt to sign in while its owner is at the provider."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict

from fastapi import Request
from fastapi.responses import Response

from api.access.tokens import is_token
from api.accounts.oidc.attempt import Attempt
from api.web.login_cookie import is_encrypted

GUARDED, PLAIN = "__Host-sign-in", "sign-in"
SECONDS = 600
"""How long somebody may take at the provider."""
LONGEST = 3000  # characters of the cookie


def name_of(request: Request) -> str:
    """Return the only name under which the cookie counts; see `api.web.login_cookie`."""
    return GUARDED if is_encrypted(request) else PLAIN


def keep(request: Request, response: Response, attempt: Attempt) -> None:
    """Let the browser keep an attempt while its owner is at the provider."""
    kept = urlsafe_b64encode(json.dumps(asdict(attempt)).encode()).decode()
    response.set_cookie(
        name_of(request),
        kept,
        max_age=SECONDS,
        path="/",
        secure=is_encrypted(request),
        httponly=True,
        samesite="lax",
    )


def attempt_in(request: Request) -> Attempt | None:
    """Return the attempt that the browser keeps; none where there is none, or it is not of our making."""
    kept = request.cookies.get(name_of(request), "")
    try:
        found = Attempt(**json.loads(urlsafe_b64decode(kept))) if 0 < len(kept) <= LONGEST else None
    except (ValueError, TypeError):
        return None
    if found is None or not all(isinstance(part, str) for part in asdict(found).values()):
        return None
    return found if all(map(is_token, (found.state, found.nonce, found.verifier))) else None


def forget(request: Request, response: Response) -> None:
    """Let the browser forget its attempt: each is used once, however it ends."""
    response.delete_cookie(
        name_of(request), path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )
