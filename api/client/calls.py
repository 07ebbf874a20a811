"""Requests to the service: with a token, tried again where the service is busy, never done twice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener
from uuid import uuid4

from api.client.errors import Problem, Unreachable
from api.client.reading import read
from api.client.results import ProblemDetails

BUSY = 503
LONGEST_WAIT = 30.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PROBLEM = "application/problem+json"


class Answer(NamedTuple):
    """An answer: its document or text, its tag, and where the next page is."""

    content: bytes
    tag: str
    next: str

    @property
    def document(self) -> Any:
        """The content, read as JSON."""
        return json.loads(self.content)


class _Nowhere(HTTPRedirectHandler):
    """Follows nobody elsewhere: a token is for the service alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Calls:
    """How the service is called.

    Parameters
    ----------
    base
        Its address, such as ``https://vagt.example.dk``.
    token
        A personal access token; empty for a service on this machine that asks nobody.
    language
        Of sentences: ``da`` or ``en``.
    timeout
        Seconds that an answer may take.
    tries
        How often a request is sent where the service is busy or cannot be reached.
    wait
        Lets time pass; for tests.

    Raises
    ------
    ValueError
        Where a token would go over the network unencrypted, or the address is none.
    """

    base: str
    token: str = field(default="", repr=False)  # else it would stand in every traceback
    language: str = "en"
    timeout: float = 60.0
    tries: int = 5
    wait: Callable[[float], None] = field(default=time.sleep)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{self.base} is no address of a service")
        if self.token and parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("a token goes over https only")

    def get(self, path: str, accept: str = "application/json") -> Answer:
        """Return the answer to a request that reads.

        Raises
        ------
        Problem
            Where the service refuses.
        Unreachable
            Where it gives no answer.
        """
        return self._send(Request(self.base.rstrip("/") + path, headers={"Accept": accept, **self._usual()}))

    def change(
        self,
        method: str,
        path: str,
        content: bytes | Mapping[str, Any],
        *,
        began: int | str,
        media_type: str = "application/json",
        key: str = "",
    ) -> Answer:
        """Return the answer to a request that changes something; it is done once, however often it is sent.

        Parameters
        ----------
        method, path
            What is asked.
        content, media_type
            What is sent; a document is sent as JSON.
        began
            Number, or tag, of what the change was made from.
        key
            Under which it is done once; a new one where left out. Give your own to ask again later.

        Raises
        ------
        Problem
            Where the service refuses.
        Unreachable
            Where it gives no answer; then it is open whether the change was made.
        """
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = {
            "Content-Type": media_type,
            "If-Match": f'"{began}"' if isinstance(began, int) else began,
            "Idempotency-Key": key or str(uuid4()),
        }
        whole = self.base.rstrip("/") + path
        return self._send(Request(whole, data=body, headers=headers | self._usual(), method=method))

    def _usual(self) -> dict[str, str]:
        told = {"Accept-Language": self.language}
        return told | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _send(self, request: Request) -> Answer:
        """Send a request, the very same one again where there is no answer yet."""
        opener = self._opener()
        for number in range(1, self.tries + 1):
            last = number == self.tries
            try:
                with opener.open(request, timeout=self.timeout) as answer:
                    return _answer(answer.read(), answer.headers)
            except HTTPError as error:
                with error:
                    content, told = error.read(), error.headers
                if error.code != BUSY or last:
                    raise Problem(error.code, _details(content, told)) from None
                self.wait(_pause(told.get("Retry-After"), number))
            except (URLError, HTTPException, OSError) as error:
                if last:
                    raise Unreachable(str(error)) from error
                self.wait(_pause(None, number))
        raise Unreachable("not asked at all")

    def _opener(self) -> OpenerDirector:
        # Nobody stands between a program and its own machine.
        direct = urlsplit(self.base).hostname in LOOPBACK
        return build_opener(_Nowhere, *([ProxyHandler({})] if direct else []))


def _pause(asked: str | None, number: int) -> float:
    """Return the seconds to wait: as long as was asked for, else longer each time."""
    seconds = float(asked) if asked and asked.isdecimal() else 0.25 * 2**number
    return min(seconds, LONGEST_WAIT)


def _answer(content: bytes, headers: Any) -> Answer:
    link = headers.get("Link", "")
    following = link[1 : link.index(">")] if link.startswith("<") and 'rel="next"' in link else ""
    return Answer(content, headers.get("ETag", ""), following)


def _details(content: bytes, headers: Any) -> ProblemDetails:
    if headers.get_content_type() != PROBLEM:
        return ProblemDetails(detail=content[:200].decode("utf-8", "replace"))
    return read(ProblemDetails, json.loads(content))
