"""What a link that can be used once opens: a page on which its bearer chooses a password.

Looking at the page uses nothing up: programs that look at mails before people do follow links, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.context import AccountsContext
from api.accounts.credentials.password_rules import password_fault
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.records import accounts, grants, links
from api.accounts.records.links import LinkKind, OneTimeLink
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.begin import NewLogin, begin
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.pages import FormText, admit, busy
from api.accounts.urls import ACCOUNT, LINKS
from api.store.engine import Connection, reading, writing
from api.texts.translator import DEFAULT, LANGUAGES
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame
from wfm.message import Message, Text

GONE = Text("link.gone", "the link can't be used")
GONE_WHY = Text(
    "link.gone_why",
    "It was used before, is out of date, or another one has taken its place. Ask for a new one.",
)
NO_EMAIL = Text("accounts.no_email", "an e-mail address")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class UsableLink:
    """A link that can be used, and the e-mail of its account; none where it makes one."""

    link: OneTimeLink
    email: str | None


@router.get(f"{LINKS}/{{token}}", dependencies=[allow_anonymous()])
def link_page(page: CurrentFrame, context: CurrentContext, token: str) -> Response:
    """Ask for a password."""
    opened = _opened(context, token)
    return _gone(page) if opened is None else _form(page, opened)


@router.post(f"{LINKS}/{{token}}", dependencies=[allow_anonymous(writes=True)])
async def use_link(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    token: str,
    email: FormText = "",
    password: FormText = "",
    again: FormText = "",
    language: Annotated[str, Form(max_length=2)] = DEFAULT,
) -> Response:
    """Keep the password and sign its owner in, on this browser and no other; perhaps by a code as well."""
    opened = await run_in_threadpool(_opened, context, token)
    if opened is None:
        return _gone(page)
    address = opened.email or accounts.normalize_email(email)
    if address is None:
        return _form(page, opened, email, NO_EMAIL())
    wrong = await password_fault(password, again, (address,))
    if wrong is not None:
        return _form(page, opened, email, wrong)
    try:
        kept = await context.passwords.hash_of(password)
    except TooBusyError:
        raise busy() from None
    spoken = language if language in LANGUAGES else DEFAULT
    device = device_of(request.headers.get("user-agent", ""))
    begun = await run_in_threadpool(_use, context, token, address, spoken, kept, device)
    if begun is None:
        return _gone(page)
    # Who is new wants to see the roster; the others came for their account.
    where = "/" if opened.link.kind is LinkKind.INVITATION else ACCOUNT
    return await run_in_threadpool(admit, request, context, where, begun)


def _opened(context: AccountsContext, token: str) -> UsableLink | None:
    with reading(context.database) as connection:
        return _open(connection, context, token)


def _open(connection: Connection, context: AccountsContext, token: str) -> UsableLink | None:
    link = links.find(connection, token, context.now)
    if link is None:
        return None
    if link.account is None:  # the first administrator's, unless there is one by now
        return None if grants.has_administrator(connection) else UsableLink(link, None)
    account = accounts.find(connection, link.account)
    return None if account.deactivated_at is not None else UsableLink(link, account.email)


def _use(
    context: AccountsContext, token: str, email: str, language: str, kept: str, device: str
) -> NewLogin | None:
    """Use the link up, keep the password and begin a login; nothing of it where it was used before."""
    with writing(context.database) as connection:
        opened = _open(connection, context, token)
        if opened is None or not links.use(connection, opened.link, context.now):
            return None
        account = opened.link.account
        if account is None:
            account = _first(connection, context, email, language)
        elif opened.link.kind is LinkKind.INVITATION:
            accounts.set_language(connection, account, language, at=context.now)
        accounts.set_password(connection, account, kept, by=account, at=context.now)
        return begin(connection, account, at=context.now, device=device, how=opened.link.kind.value)


def _first(connection: Connection, context: AccountsContext, email: str, language: str) -> AccountId:
    """Make the administrator of every hotline, or make one of whoever has that e-mail already."""
    found = accounts.find_by_email(connection, email)
    if found is None:
        found = accounts.make(connection, email, language, by=None, at=context.now)
    accounts.reactivate(connection, found.id, by=None, at=context.now)
    grants.give(connection, found.id, Role.ADMINISTRATOR, hotline=None, by=None, at=context.now)
    return found.id


def _form(page: CurrentFrame, opened: UsableLink, email: str = "", wrong: Message | None = None) -> Response:
    status = HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page.respond(
        "accounts/link.html",
        status=status,
        kind=opened.link.kind.value,
        owner=opened.email,
        email=email,
        wrong=wrong,
    )


def _gone(page: CurrentFrame) -> Response:
    return page.respond_missing(HTTPStatus.NOT_FOUND, GONE(), GONE_WHY(), {"Cache-Control": "no-store"})
