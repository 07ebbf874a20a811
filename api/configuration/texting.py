"""The settings of text messages: which HTTP service takes them, and what it wants to be sent."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings

from api.configuration.kinds import About
from wfm.message import Text

PLACES = re.compile(r"\{(number|digits|text|id)\}")
"""What a template names: the number with and without its plus, the text, and an id that stays at each try."""
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[\x20-\x7e]{0,2000}")
_OURS = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection"})
TEXT_URL = Text(
    "setting.expected.text_url", "an address that begins with https:// and names no user and no fragment"
)
TEXT_HEADERS = Text(
    "setting.expected.text_headers",
    "a JSON object of headers and their values, each on one line of ASCII",
)
TEXT_BODY = Text(
    "setting.expected.text_body",
    "a JSON document in whose texts the word text, and number or digits (without its plus), stand in braces",
)


def read_text_url(value: str) -> str:
    """Return the address of a service; refuse one that is not encrypted."""
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError("not an address of a service")
    _ = parts.port  # a port that is none is refused here
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError("not an address")
    return value


def read_text_headers(value: SecretStr) -> SecretStr:
    """Return headers in which no other one can be smuggled, nor one that the sender makes itself."""
    found = json.loads(value.get_secret_value())
    if not isinstance(found, dict):
        raise ValueError("no object")
    for name, said in found.items():
        good = isinstance(said, str) and _NAME.fullmatch(name) and _VALUE.fullmatch(said)
        if not good or name.lower() in _OURS:
            raise ValueError("no header")
    return value


def read_text_body(value: str) -> str:
    """Return a template that says where the text and the number stand."""
    named = {place for text in texts_in(json.loads(value)) for place in PLACES.findall(text)}
    if "text" not in named or not named & {"number", "digits"}:
        raise ValueError("no place for text or number")
    return value


def texts_in(document: Any) -> list[str]:
    """Return every text of a document that is not a name."""
    if isinstance(document, str):
        return [document]
    if isinstance(document, dict):
        document = list(document.values())
    return [text for one in document for text in texts_in(one)] if isinstance(document, list) else []


class TextingSettings(BaseSettings):
    """A part of the settings of the service."""

    text_url: Annotated[
        str | None,
        AfterValidator(lambda value: value if value is None else read_text_url(value)),
        About(
            Text(
                "setting.text_url",
                "Address of the HTTP service that takes text messages. Left out: none are sent.",
            ),
            TEXT_URL,
        ),
    ] = None
    text_headers: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value if value is None else read_text_headers(value)),
        About(
            Text("setting.text_headers", "Headers that it wants, such as a key, as a JSON object."),
            TEXT_HEADERS,
        ),
    ] = None
    text_body: Annotated[
        str,
        AfterValidator(read_text_body),
        About(
            Text("setting.text_body", "What is posted to it, as a JSON document with places to fill in."),
            TEXT_BODY,
        ),
    ] = '{"to": "{number}", "message": "{text}"}'
    text_delivery: Annotated[
        Literal["send", "log"],
        About(
            Text(
                "setting.text_delivery",
                "Whether text messages are sent, or, to try it out, only logged by id and length.",
            )
        ),
    ] = "send"
