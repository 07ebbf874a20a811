"""Handing text messages to the HTTP service that takes them: one POST each, over TLS, no redirect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from api.accounts.oidc.trust import trust_store
from api.configuration.settings import Settings
from api.configuration.texting import PLACES
from api.notices.errors import RefusedError

SECONDS = 15.0
"""How long each step of an answer is waited for."""
UNREACHED = (httpx2.TransportError,)
"""What can go wrong on the way."""


@dataclass(frozen=True)
class TextMessage:
    """A text on its way.

    Parameters
    ----------
    id
        Random, and the same at every try.
    number
        Where to, such as ``+4520202020``.
    text
        What it says.
    """

    id: str
    number: str
    text: str


class TextService:
    """An open connection to the service that takes text messages."""

    def __init__(self, client: httpx2.Client, url: str, template: Any) -> None:
        self._client, self._url, self._template = client, url, template

    def send(self, message: TextMessage) -> None:
        """Hand a text over; when this returns, the service has said that it took it.

        Raises
        ------
        RefusedError
            Where it did not.
        httpx2.TransportError
            Where it was not reached.
        """
        body = json.dumps(fill_in(self._template, message), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
        with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
            if (
                not answer.is_success
            ):  # what it says besides is not read: it may be long, or name the receiver
                raise RefusedError(answer.status_code)


def fill_in(template: Any, message: TextMessage) -> Any:
    """Return a template with the places in its texts filled in, each once: nothing in a value is a place."""
    values = {"number": message.number, "text": message.text, "id": message.id}
    values["digits"] = message.number.removeprefix("+")
    if isinstance(template, str):
        return PLACES.sub(lambda found: values[found[1]], template)
    if isinstance(template, dict):
        return {name: fill_in(one, message) for name, one in template.items()}
    return [fill_in(one, message) for one in template] if isinstance(template, list) else template


@contextmanager
def text_service(settings: Settings) -> Iterator[TextService]:
    """Open a connection to the service of the settings, and close it at the end."""
    headers = {} if settings.text_headers is None else json.loads(settings.text_headers.get_secret_value())
    with httpx2.Client(
        headers=headers, timeout=SECONDS, verify=trust_store(), follow_redirects=False
    ) as client:
        yield TextService(client, settings.text_url or "", json.loads(settings.text_body))
