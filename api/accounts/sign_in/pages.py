"""Signing in and out, and asking for a new password: pages for whoever is not known yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder
from api.access.ids import AccountId
from api.accounts.context import AtDesk, Desk
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.records import accounts, attempts, grants, links, logins
from api.accounts.records.attempts import Limit
from api.accounts.records.links import Kind
from api.accounts.sign_in import half_cookie
from api.accounts.sign_in.begin import Begun
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.service import Tried, as_counted, sign_in
from api.accounts.urls import CODE, RESET, SIGN_IN, SIGN_OUT, landing, local
from api.store import outbox
from api.store.engine import reading, writing
from api.web import login_cookie
from api.web.csrf import require_form_token
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame, PageFrame
from wfm.message import Message, Plural, Text

WRONG = Text("sign_in.wrong", "e-mail or password is not right")
AGAIN_AT = Plural(
    "sign_in.again_at",
    "that was tried too often; try again in {n:number} minute",
    "that was tried too often; try again in {n:number} minutes",
)
BUSY_SECONDS = 5
ASKED = Limit(3, timedelta(hours=1))
"""How many mails about a new password an account gets at most."""

Typed = Annotated[str, Form(max_length=1000)]
router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN, dependencies=[allow_anonymous()])
def sign_in_page(page: CurrentFrame, next: str = "") -> Response:
    """Ask for e-mail and password, or for a provider who knows them."""
    return asking(page, local(next) or "")


@router.post(SIGN_IN, dependencies=[allow_anonymous(writes=True)])
async def signing_in(
    request: Request,
    page: CurrentFrame,
    desk: AtDesk,
    email: Typed = "",
    password: Typed = "",
    next: Typed = "",
) -> Response:
    """Sign somebody in and lead them to where they wanted to go."""
    device = device_of(request.headers.get("user-agent", ""))
    try:
        tried = await sign_in(desk, email, password, device)
    except TooBusyError:
        raise busy() from None
    account, begun, led_to = tried.account, tried.begun, local(next)
    if account is None or begun is None:
        return _refused(page, desk, tried, email, led_to or "")
    if led_to is None:
        led_to = await run_in_threadpool(landing_of, desk, account)
    return await run_in_threadpool(let_in, request, desk, led_to, begun)


@router.post(SIGN_OUT, dependencies=[allow_anonymous(writes=True)])
def signing_out(request: Request, desk: AtDesk) -> Response:
    """End the login of this browser."""
    secret = login_cookie.secret_in(request)
    if secret is not None:
        require_form_token(request, secret)
        end_login(desk, secret)
    answer = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    login_cookie.forget(request, answer)
    return answer


@router.get(RESET, dependencies=[allow_anonymous()])
def reset_page(page: CurrentFrame) -> Response:
    """Ask for the e-mail of the account that needs a new password."""
    return _resetting(page, asked=False)


@router.post(RESET, dependencies=[allow_anonymous(writes=True)])
def resetting(page: CurrentFrame, desk: AtDesk, later: BackgroundTasks, email: Typed = "") -> Response:
    """Say that a mail is on its way if there is such an account, whether there is one or not."""
    with writing(desk.database) as connection:
        here = attempts.take(connection, "reset from", desk.client, desk.per_client, desk.now)
        to = attempts.take(connection, "reset of", as_counted(email), ASKED, desk.now)
    if not here.allowed:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers=retry_after(desk, here.until))
    if to.allowed and _mails(page):  # after the answer, which is thereby as quick for an account as for none
        later.add_task(_send_link, desk, email)
    return _resetting(page, asked=True)


def let_in(request: Request, desk: Desk, where: str, begun: Begun) -> Response:
    """Lead somebody whose password was right to where they wanted, or to where the code is asked for."""
    if begun.half:
        answer = RedirectResponse(f"{CODE}?{urlencode({'next': where})}", HTTPStatus.SEE_OTHER)
        half_cookie.keep(request, answer, begun.secret)
        return answer
    return entered(request, desk, where, begun.secret)


def entered(request: Request, desk: Desk, where: str, secret: str) -> Response:
    """Return the answer to somebody whose login began just now; one that the browser had ends."""
    old = login_cookie.secret_in(request)
    if old is not None:
        end_login(desk, old)
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    login_cookie.keep(request, answer, secret)
    return answer


def end_login(desk: Desk, secret: str) -> None:
    """End the login that a secret opens, if it does."""
    with writing(desk.database) as connection:
        found = logins.find(connection, secret)
        if found is not None:
            logins.end(connection, found.account, found.id, by=found.account, at=desk.now)


def busy() -> HTTPException:
    """Return the answer where too many passwords are being looked at."""
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(BUSY_SECONDS)})


def retry_after(desk: Desk, again_at: datetime | None) -> dict[str, str]:
    """Return the header that says when to try again."""
    if again_at is None:
        return {}
    return {"Retry-After": str(max(1, int((again_at - desk.now).total_seconds())))}


def _mails(page: PageFrame) -> bool:
    return bool(page.request.app.state.settings.smtp_host)


def _resetting(page: PageFrame, *, asked: bool) -> Response:
    return page.respond("accounts/reset.html", asked=asked, mails=_mails(page))


def wait(desk: Desk, again_at: datetime) -> Message:
    """Return the sentence that says when to try again."""
    return AGAIN_AT(n=-((desk.now - again_at) // timedelta(minutes=1)))


def asking(
    page: PageFrame, led_to: str, status: int = HTTPStatus.OK, email: str = "", wrong: Message | None = None
) -> Response:
    """Ask who somebody is."""
    providers = page.request.app.state.providers
    return page.respond(
        "accounts/sign_in.html", status=status, next=led_to, email=email, wrong=wrong, providers=providers
    )


def _refused(page: CurrentFrame, desk: Desk, tried: Tried, email: str, led_to: str) -> Response:
    if tried.again_at is None:
        wrong, status = WRONG(), HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        wrong, status = wait(desk, tried.again_at), HTTPStatus.TOO_MANY_REQUESTS
    answer = asking(page, led_to, status, email=email, wrong=wrong)
    answer.headers.update(retry_after(desk, tried.again_at))
    return answer


def landing_of(desk: Desk, account: AccountId) -> str:
    """Return where an account's owner begins who did not ask for anything in particular."""
    with reading(desk.database) as connection:
        return landing(AccountHolder(account, grants.resolved(connection, account)))


def _send_link(desk: Desk, email: str) -> None:
    address = accounts.written_email(email)
    if address is None:
        return
    with writing(desk.database) as connection:
        account = accounts.find_by_email(connection, address)
        if account is None or account.deactivated_at is not None or not account.has_password:
            return
        lasts = timedelta(minutes=desk.settings.reset_minutes)
        made = links.make(connection, Kind.RESET, account.id, by=None, at=desk.now, lasts=lasts)
        outbox.add_notice(connection, Kind.RESET.value, {"link": made, "account": account.id}, desk.now)
