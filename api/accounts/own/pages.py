"""One's own account: what one may, password, language, where one is signed in, personal access tokens.

For who is signed in by a browser only: a program's token opens what its owner may do, but makes no further
tokens and changes no password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder as Caller
from api.access.ids import AccessTokenId, LoginId
from api.accounts import received_offers
from api.accounts.caller import login_of
from api.accounts.context import AccountsContext
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.own import service
from api.accounts.records import access_tokens, accounts, logins, second_steps
from api.accounts.records.logins import Login
from api.accounts.records.members import members_of
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.pages import FormText, busy
from api.accounts.urls import ACCOUNT
from api.store.engine import reading, writing
from api.texts.one_line import one_line
from api.texts.translator import LANGUAGES
from api.web import login_cookie
from api.web.guard import CurrentViewer, require_sign_in
from api.web.pages.frame import CurrentFrame
from wfm.message import Message, Text

NOT_BY_TOKEN = Text("accounts.not_by_token", "one's own account is changed in a browser, signed in")
NO_NAME = Text("accounts.no_name", "a name, by which you know the token again")
DAYS = (30, 90, 365)
LONGEST_NAME = 60
DONE = ("password", "language", "login", "token", "accept", "decline")

router = APIRouter(include_in_schema=False)


class NotByTokenError(HTTPException):
    """Somebody's program asks for what is their own to do."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.FORBIDDEN)
        self.message = NOT_BY_TOKEN()


@dataclass(frozen=True)
class Owner:
    """Who looks at their own account, and by which login."""

    caller: Caller
    login: Login


def owner_of(request: Request, viewer: CurrentViewer) -> Owner:
    """Return who is signed in by a browser.

    Raises
    ------
    NotByTokenError
        Where it is a program.
    HTTPException
        404 where there are no accounts: the local user has none.
    """
    if not isinstance(viewer.caller, Caller):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    login = login_of(request)
    if login is None:
        raise NotByTokenError
    return Owner(viewer.caller, login)


CurrentOwner = Annotated[Owner, Depends(owner_of)]


@router.get(ACCOUNT, dependencies=[require_sign_in()])
def account_page(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, done: str = ""
) -> Response:
    """Show one's own account."""
    return _page(page, context, owner, done=done if done in DONE else "")


@router.post(f"{ACCOUNT}/language", dependencies=[require_sign_in(writes=True)])
def choose_language(
    context: CurrentContext, owner: CurrentOwner, language: Annotated[str, Form(max_length=2)] = ""
) -> Response:
    """Be spoken to in another language from now on."""
    if language in LANGUAGES:
        with writing(context.database) as connection:
            accounts.set_language(connection, owner.caller.id, language, at=context.now)
    return _back("language")


@router.post(f"{ACCOUNT}/password", dependencies=[require_sign_in(writes=True)])
async def change_password(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    owner: CurrentOwner,
    old: FormText = "",
    password: FormText = "",
    again: FormText = "",
) -> Response:
    """Change one's password; everywhere else, and for programs, one has to sign in anew."""
    device = device_of(request.headers.get("user-agent", ""))
    try:
        done = await service.change_password(
            context, owner.caller.id, old=old, new=password, again=again, device=device
        )
    except TooBusyError:
        raise busy() from None
    if done.secret is None:
        return await run_in_threadpool(_page, page, context, owner, wrong_password=done.fault)
    answer = _back("password")
    login_cookie.keep(request, answer, done.secret)
    return answer


@router.post(f"{ACCOUNT}/logins/{{login}}/end", dependencies=[require_sign_in(writes=True)])
def end_login(context: CurrentContext, owner: CurrentOwner, login: LoginId) -> Response:
    """Sign out somewhere else."""
    with writing(context.database) as connection:
        if not logins.end(connection, owner.caller.id, login, by=owner.caller.id, at=context.now):
            raise HTTPException(HTTPStatus.NOT_FOUND)
    return _back("login")


@router.post(f"{ACCOUNT}/tokens", dependencies=[require_sign_in(writes=True)])
def make_token(
    page: CurrentFrame,
    context: CurrentContext,
    owner: CurrentOwner,
    name: FormText = "",
    days: Annotated[int, Form()] = DAYS[1],
) -> Response:
    """Make a personal access token and show it, this once."""
    called = one_line(name)[:LONGEST_NAME]
    if not called or days not in DAYS:
        return _page(page, context, owner, wrong_token=NO_NAME())
    lasts = timedelta(days=days)
    with writing(context.database) as connection:
        _, secret = access_tokens.make(connection, owner.caller.id, called, at=context.now, lasts=lasts)
    return _page(page, context, owner, secret=secret)


@router.post(f"{ACCOUNT}/tokens/{{token}}/revoke", dependencies=[require_sign_in(writes=True)])
def revoke_token(context: CurrentContext, owner: CurrentOwner, token: AccessTokenId) -> Response:
    """Revoke a personal access token."""
    with writing(context.database) as connection:
        if not access_tokens.revoke(connection, owner.caller.id, token, at=context.now):
            raise HTTPException(HTTPStatus.NOT_FOUND)
    return _back("token")


def _back(done: str) -> Response:
    return RedirectResponse(f"{ACCOUNT}?done={done}", HTTPStatus.SEE_OTHER)


def _page(
    page: CurrentFrame,
    context: AccountsContext,
    owner: Owner,
    *,
    done: str = "",
    secret: str = "",
    wrong_password: Message | None = None,
    wrong_token: Message | None = None,
) -> Response:
    wrong = wrong_password or wrong_token
    with reading(context.database) as connection:
        shown: dict[str, Any] = {
            "account": accounts.find(connection, owner.caller.id),
            "logins": [
                context.last_uses.refresh(login) for login in logins.logins_of(connection, owner.caller.id)
            ],
            "second_step": second_steps.find(connection, owner.caller.id),
            "offers": received_offers.find_received(connection, context, owner.caller.id),
            "reached": accounts.is_reached(connection, owner.caller.id),
            "tokens": access_tokens.tokens_of(connection, owner.caller.id),
            "hotlines": {
                grant.hotline: members_of(connection, grant.hotline) for grant in owner.caller.grants
            },
        }
    return page.respond(
        "accounts/account.html",
        "account",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        grants=owner.caller.grants,
        this=owner.login.id,
        days=DAYS,
        longest=LONGEST_NAME,
        now=context.now,
        done=done,
        secret=secret,
        wrong_password=wrong_password,
        wrong_token=wrong_token,
        **shown,
    )
