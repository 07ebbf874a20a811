"""What a request that changes something carries: a body, a key of its own, and what it began with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError

from api.store import idempotency
from api.web import problems
from api.web.guard import CurrentViewer
from api.web.problems import ProblemError
from wfm.message import Text
from wfm.tables.naming import plain

JSON, CSV, ZIP = "application/json", "text/csv", "application/zip"
TOML = "application/toml"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NO_KEY = Text(
    "refused.no_key",
    "the request lacks an Idempotency-Key of 1 to 200 visible characters; nothing was changed",
)
NO_TAG = Text(
    "refused.no_tag",
    "say in If-Match what you began with, so that nobody overwrites anybody; nothing was changed",
)
ODD_TAG = Text("refused.odd_tag", "If-Match holds one tag as the service writes them, such as {example}")
OTHER_MEDIA = Text("refused.other_media", "the body must be one of: {types:list}")

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_TAG = re.compile(r'"([0-9]{1,9})(?:-([0-9a-f]{1,64}))?"')

NoteText = Annotated[str, StringConstraints(max_length=2000), AfterValidator(plain)]
"""What an author says to a change: one line, without control characters."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class RequestBody:
    """The body of a request.

    Parameters
    ----------
    media_type
        In small letters, without parameters.
    content
        Its bytes.
    """

    media_type: str
    content: bytes

    def only(self, *media_types: str) -> None:
        """Refuse a body of another type.

        Raises
        ------
        ProblemError
            415.
        """
        if self.media_type not in media_types:
            headers = {"Accept": ", ".join(media_types)}
            raise ProblemError(problems.OTHER_MEDIA, OTHER_MEDIA(types=media_types), headers=headers)

    def read_as(self, model: type[Model]) -> Model:
        """Read the body as a document.

        Raises
        ------
        RequestValidationError
            With every part that is not of the form it should be.
        """
        try:
            return model.model_validate_json(self.content)
        except ValidationError as error:
            told = error.errors(include_url=False, include_context=False, include_input=False)
            raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in told]) from error


async def read_body(request: Request) -> RequestBody:
    """Return the body of a request, as far as its size is allowed."""
    media_type = request.headers.get("content-type", "")
    return RequestBody(media_type.partition(";")[0].strip().lower(), await request.body())


CurrentBody = Annotated[RequestBody, Depends(read_body)]


def read_idempotent_request(
    request: Request, viewer: CurrentViewer, body: CurrentBody
) -> idempotency.IdempotentRequest:
    """Return by what a request is known when it comes again.

    Raises
    ------
    ProblemError
        400 where it has no key.
    """
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise ProblemError(problems.KEY_NEEDED, NO_KEY())
    digest = sha256(body.content).hexdigest()
    return idempotency.IdempotentRequest(
        caller=idempotency.owner_of_keys(viewer.account),
        key=key,
        method=request.method,
        path=request.url.path,
        body_sha256=digest,
    )


Idempotent = Annotated[idempotency.IdempotentRequest, Depends(read_idempotent_request)]


@dataclass(frozen=True)
class EntityTag:
    """What a caller began with.

    Parameters
    ----------
    number
        The number in the tag; 0 for none.
    digest
        What follows it; empty where only the number was named.
    """

    number: int
    digest: str


def read_tag(request: Request, key: Idempotent) -> EntityTag:
    """Return the tag that the caller takes for the newest.

    Raises
    ------
    ProblemError
        428 where it is not said, 400 where it is said in a way that could match anything.
    """
    tag = request.headers.get("if-match", "").strip()
    if not tag:
        raise ProblemError(problems.TAG_NEEDED, NO_TAG())
    match = _TAG.fullmatch(tag)
    if match is None:
        raise ProblemError(problems.TAG_MALFORMED, ODD_TAG(example='"7"'))
    return EntityTag(int(match[1]), match[2] or "")


IfMatchTag = Annotated[EntityTag, Depends(read_tag)]


def read_if_match(tag: IfMatchTag) -> int:
    """Return the number that the caller takes for the newest; 0 for none."""
    return tag.number


IfMatch = Annotated[int, Depends(read_if_match)]
