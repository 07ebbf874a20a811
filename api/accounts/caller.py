"""Who asks: somebody who is signed in by a cookie, or a program with a personal access token.

A cookie has authority to change something only where the request is surely its owner's own doing, and
that is looked at here, where the authority is given: no route can forget it.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

from api.access.callers import NOBODY, AccountHolder, Caller
from api.access.ids import AccountId
from api.accounts.context import lifetime_of
from api.accounts.last_uses import LastUses
from api.accounts.records import access_tokens, accounts, grants, logins, second_steps
from api.accounts.records.logins import Login
from api.accounts.urls import SECOND_STEP
from api.store.engine import Connection, Database, reading
from api.web import login_cookie
from api.web.csrf import bearer_of, require_form_token
from wfm.message import Text

UNATTENDED = "X-Unattended"
"""Header of what a page asks by itself every few seconds: that keeps nobody signed in."""
LOGIN = "login"
"""Key of the request's state for the login by which it was let in."""


CODE_NEEDED = Text(
    "second_step.needed", "your role asks for two-step sign-in; turn it on under My account, in a browser"
)
BEFORE_IT = (SECOND_STEP, "/static/")
"""Where somebody may be who has yet to turn the code on."""


class CodeNeededError(HTTPException):
    """Somebody's role asks for a second step, and they have none yet; `led_to` is where they turn it on."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.FORBIDDEN)
        self.message, self.led_to = CODE_NEEDED(), SECOND_STEP


def caller_of(request: Request) -> Caller:
    """Return who stands behind a request.

    Raises
    ------
    ForgedRequestError
        Where a login's cookie alone asks to change something.
    CodeNeededError
        Where a login's owner has to turn the second step on before anything else.
    """
    secret = bearer_of(request)
    if secret is not None:
        return _by_access_token(request, secret)
    kept = login_cookie.secret_in(request)
    return NOBODY if kept is None else _by_login(request, kept)


def login_of(request: Request) -> Login | None:
    """Return the login by which a request was let in; none where it was let in otherwise, or not."""
    found: Login | None = getattr(request.state, LOGIN, None)
    return found


def _by_login(request: Request, secret: str) -> Caller:
    database: Database = request.app.state.database
    uses: LastUses = request.app.state.last_uses
    lifetime, now = lifetime_of(request.app.state.settings), request.app.state.now()
    with reading(database) as connection:
        login = logins.find(connection, secret)
        if login is None or uses.has_ended(login):
            return NOBODY
        login = uses.refresh(login)
        over = lifetime.over(login, now) or logins.was_over(connection, login, lifetime)
        caller = None if over else _account(request, connection, login.account)
        needed = caller is not None and _needs_code(request, connection, login.account)
    if caller is None:
        uses.end(login, now)  # no clock that is put back shall make it young again
        return NOBODY
    require_form_token(request, secret)
    if needed:
        raise CodeNeededError
    if UNATTENDED not in request.headers:  # a page that asks by itself is nobody who sits before it
        uses.note_login(login, lifetime, now)
    setattr(request.state, LOGIN, login)
    return caller


def _needs_code(request: Request, connection: Connection, account: AccountId) -> bool:
    roles = request.app.state.settings.second_step_for
    if not roles or request.url.path.startswith(BEFORE_IT):
        return False
    return second_steps.is_needed(connection, account, roles)


def _by_access_token(request: Request, secret: str) -> Caller:
    database: Database = request.app.state.database
    now = request.app.state.now()
    with reading(database) as connection:
        token = access_tokens.find(connection, secret, now)
        if token is None:
            return NOBODY
        caller = _account(request, connection, token.account)
    uses: LastUses = request.app.state.last_uses
    uses.note_token(token, now)
    return caller


def _account(request: Request, connection: Connection, account: AccountId) -> AccountHolder:
    request.state.language = accounts.find(connection, account).language
    return grants.find_holder(connection, account)
