"""Requests that a browser was talked into by a page from elsewhere: they change nothing here.

Two guards, of which either would do. A browser says where a request comes from (``Sec-Fetch-Site``,
``Origin``), and what comes from elsewhere is refused, whoever asks. And a login's cookie has authority to
change anything only together with a token that stands in our own pages; it is made from the cookie's
secret, so that a page from elsewhere knows neither and the database holds neither. A personal access token
needs none of this: no browser sends one by itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser

from api.access.policy import SAFE
from api.access.tokens import hash_of
from wfm.message import Message, Text

MultiPartParser.spool_max_size = 1 << 30
"""What is sent is never written to a file, whatever its size; how large it may be is judged before."""

FIELD, HEADER = "form_token", "X-Form-Token"
"""Where the token of a form stands; programs in our pages send the header."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
FROM_HERE = frozenset({"same-origin", "none"})
"""What a browser says of a request of our own pages, and of one that somebody typed."""
PROGRAMS = "/api/"
UNSAID = "null"
BEARER = "bearer "

ELSEWHERE = Text("forgery.elsewhere", "the request comes from a page of another site, so nothing was changed")
TOO_OLD = Text(
    "forgery.too_old",
    "the page was opened before you signed in, or in another way is out of date; nothing was changed. "
    "Open it again and repeat what you did",
)


class ForgedRequestError(HTTPException):
    """A request that may not be its caller's own doing."""

    def __init__(self, message: Message) -> None:
        super().__init__(HTTPStatus.FORBIDDEN)
        self.message = message


def form_token(secret: str | None) -> str:
    """Return the token of the forms of a login; empty for whoever has none, and needs none."""
    return hash_of(f"form:{secret}") if secret else ""


async def no_forgery(request: Request) -> AsyncIterator[None]:
    """Refuse what comes from a page of another site, and note the token that came along.

    Files of a form are let go of at the end.

    Raises
    ------
    ForgedRequestError
        Where a browser says that a request which changes something comes from elsewhere.
    """
    judge_origin(request)
    if getattr(request.state, "form_token", "") is None:
        field = (await request.form()).get(FIELD, "")
        request.state.form_token = "" if isinstance(field, UploadFile) else field
    try:
        yield
    finally:
        await request.close()


def judge_origin(request: Request) -> None:
    """Refuse by its head what comes from a page of another site, and note the token that stands in the head.

    Raises
    ------
    ForgedRequestError
        As `no_forgery`.
    """
    if request.method in SAFE or bearer_of(request) is not None:
        return
    if _from_elsewhere(request):
        raise ForgedRequestError(ELSEWHERE())
    request.state.form_token = _token_of_head(request)


def require_form_token(request: Request, secret: str) -> None:
    """Refuse to change anything on the word of a cookie alone; a body that is still to come may bring more.

    Raises
    ------
    ForgedRequestError
        Where the token of the login's forms did not come along.
    """
    if request.method in SAFE:
        return
    shown: str | None = getattr(request.state, "form_token", "")
    if shown is None:  # only while a request is judged by its head
        return
    if not compare_digest(shown.encode("utf-8", "surrogatepass"), form_token(secret).encode()):
        raise ForgedRequestError(TOO_OLD())


def bearer_of(request: Request) -> str | None:
    """Return the secret of ``Authorization: Bearer``; other schemes may be a proxy's own business."""
    credentials = request.headers.get("authorization", "")
    return credentials[len(BEARER) :].strip() if credentials.lower().startswith(BEARER) else None


def _from_elsewhere(request: Request) -> bool:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in FROM_HERE:
        return True
    if origin == UNSAID and site is not None:  # pages that send no referrer send no origin either
        return False
    return origin is not None and origin not in own_origins(request)


def own_origins(request: Request) -> frozenset[str]:
    """Return the origins of our own pages: as they are asked for, and as the settings know them."""
    here, public = request.url, request.app.state.settings.public_url
    parts = urlsplit(public or "")
    return frozenset({f"{here.scheme}://{here.netloc}", f"{parts.scheme}://{parts.netloc}"})


def _token_of_head(request: Request) -> str | None:
    """Return the token that came along; ``None`` where it stands in the body, if anywhere."""
    token = request.headers.get(HEADER)
    if token is not None:
        return token
    if request.url.path.startswith(PROGRAMS):
        return ""  # their operations take documents, and read those themselves
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in FORMS:
        return ""
    return None
