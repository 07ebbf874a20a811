"""A form as a page sends it: fields, a file that came along, and the key under which it is done once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Form, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.access.ids import AccountId
from api.store.idempotency import IdempotentRequest, owner_of_keys
from api.web.csrf import FIELD

KEY = "key"
_KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
FormKey = Annotated[str, Form(min_length=16, max_length=64, pattern="^[0-9A-Za-z-]+$")]
"""The key of a form whose fields are read one by one."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
WRONG = 422


@dataclass(frozen=True)
class DroppedFile:
    """A file that came along: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PageForm:
    """A form as it was sent.

    Parameters
    ----------
    fields
        Values by name.
    file
        The file that came along, if any.
    """

    fields: Mapping[str, Sequence[str]]
    file: DroppedFile | None = None

    def text(self, name: str) -> str:
        """Return the first value of a field; empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "")

    def number(self, name: str) -> int:
        """Return a field that holds a number of a revision.

        Raises
        ------
        HTTPException
            422 where it does not: no page of ours sends that.
        """
        if not _NUMBER.fullmatch(self.text(name)):
            raise HTTPException(WRONG)
        return int(self.text(name))

    def request(self, account: AccountId | None, path: str) -> IdempotentRequest:
        """Return by what the form is known when it comes again.

        Raises
        ------
        HTTPException
            422 where it has no key.
        """
        key = self.text(KEY)
        if not _KEY.fullmatch(key):
            raise HTTPException(WRONG)
        told = sorted((name, *values) for name, values in self.fields.items() if name not in (KEY, FIELD))
        content = b"" if self.file is None else self.file.content
        digest = sha256(repr(told).encode() + sha256(content).digest()).hexdigest()
        return IdempotentRequest(owner_of_keys(account), key, "POST", path, digest)


def request_by_key(account: AccountId | None, key: str, path: str, typed: str = "") -> IdempotentRequest:
    """Return by what a form is known when it comes again, of which FastAPI reads the fields.

    Parameters
    ----------
    account, key, path
        Who sends it, the form's own key, and what it is about.
    typed
        What it says, in one text: with another one the same key is refused.
    """
    return IdempotentRequest(owner_of_keys(account), key, "POST", path, sha256(typed.encode()).hexdigest())


def new_key() -> str:
    """Return a key of a form's own."""
    return uuid4().hex


async def read_form(request: Request) -> PageForm:
    """Read a form and the file that came along."""
    form = await request.form()
    fields: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            file = DroppedFile(value.filename or "", content) if content else file
        else:
            fields.setdefault(name, []).append(value)
    return PageForm(fields, file)


CurrentForm = Annotated[PageForm, Depends(read_form)]
