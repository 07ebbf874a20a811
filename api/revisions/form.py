"""What forms that edit a plan carry: fields, a file, the revision that their author saw, who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile

from api.access.ids import AccountId, RevisionNumber
from api.plans.person_answers import PersonAnswers, read_answers
from api.store.idempotency import IdempotentRequest, owner_of_keys
from api.web.csrf import FIELD
from wfm.tables.naming import plain

MOST_DIGITS, SHORTEST_KEY, LONGEST_KEY, LONGEST_NOTE = 9, 16, 64, 2000
RENUMBERED = "renumbered="
PERSON = "person-"
"""Fields that say who an agent is: `same`, `new`, or `renumbered=` and the id until now."""


@dataclass(frozen=True)
class SentFile:
    """A file that was dropped in: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent.

    Parameters
    ----------
    fields
        Values by name.
    file
        The file that came along, if any.
    """

    fields: Mapping[str, Sequence[str]]
    file: SentFile | None = None

    def text(self, name: str) -> str:
        """Return the first value of a field; empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "")

    @property
    def expected(self) -> RevisionNumber:
        """The number of the revision that the page showed.

        Raises
        ------
        RequestValidationError
            Where there is none.
        """
        text = self.text("expected")
        if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
            raise _wrong("expected")
        return RevisionNumber(int(text))

    @property
    def note(self) -> str:
        """What the author says to it."""
        return plain(self.text("note"))[:LONGEST_NOTE]

    @property
    def keeps(self) -> bool:
        """Whether it was looked at before, and is to be kept now."""
        return self.text("step") == "save"

    @property
    def answers(self) -> PersonAnswers:
        """Who is who, as the author says."""
        said = {name.removeprefix(PERSON): self.text(name) for name in self.fields if name.startswith(PERSON)}
        return read_answers(
            [agent for agent, value in said.items() if value == "same"],
            [agent for agent, value in said.items() if value == "new"],
            [f"{value.removeprefix(RENUMBERED)}={one}" for one, value in said.items() if RENUMBERED in value],
        )

    def request(self, account: AccountId | None, path: str) -> IdempotentRequest:
        """Return by what the form is known when it comes again.

        Raises
        ------
        RequestValidationError
            Where it carries no key.
        """
        key = self.text("key")
        if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.replace("-", "").isalnum() and key.isascii()):
            raise _wrong("key")
        told = sorted((name, *values) for name, values in self.fields.items() if name not in ("key", FIELD))
        body = repr(told) + (sha256(self.file.content).hexdigest() if self.file else "")
        return IdempotentRequest(
            caller=owner_of_keys(account),
            key=key,
            method="POST",
            path=path,
            body_sha256=sha256(body.encode()).hexdigest(),
        )


def new_key() -> str:
    """Return a key of a form's own."""
    return uuid4().hex


def _wrong(name: str) -> RequestValidationError:
    return RequestValidationError(
        [{"loc": ("body", name), "msg": "as our pages send it", "type": "value_error"}]
    )


async def read_form(request: Request) -> SentForm:
    """Read a form and the file that came along."""
    form = await request.form()
    fields: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            file = SentFile(value.filename or "", content) if content else file
        else:
            fields.setdefault(name, []).append(value)
    return SentForm(fields, file)


CurrentForm = Annotated[SentForm, Depends(read_form)]
