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

from api.accounts.context import AccountsContext
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.request_context import CurrentContext, providers_of
from api.accounts.sign_in import half_cookie, reset
from api.accounts.sign_in.begin import NewLogin
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.service import SignInResult, end_login, sign_in, start_page_of
from api.accounts.urls import CODE, RESET, SIGN_IN, SIGN_OUT, local_address
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

FormText = Annotated[str, Form(max_length=1000)]
router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN, dependencies=[allow_anonymous()])
def sign_in_page(page: CurrentFrame, next: str = "") -> Response:
    """Ask for e-mail and password, or for a provider who knows them."""
    return ask_who(page, local_address(next) or "")


@router.post(SIGN_IN, dependencies=[allow_anonymous(writes=True)])
async def submit_sign_in(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    email: FormText = "",
    password: FormText = "",
    next: FormText = "",
) -> Response:
    """Sign somebody in and lead them to where they wanted to go."""
    device = device_of(request.headers.get("user-agent", ""))
    try:
        tried = await sign_in(context, email, password, device)
    except TooBusyError:
        raise busy() from None
    account, begun, led_to = tried.account, tried.begun, local_address(next)
    if account is None or begun is None:
        return _refused(page, context, tried, email, led_to or "")
    if led_to is None:
        led_to = await run_in_threadpool(start_page_of, context, account)
    return await run_in_threadpool(admit, request, context, led_to, begun)


@router.post(SIGN_OUT, dependencies=[allow_anonymous(writes=True)])
def sign_out(request: Request, context: CurrentContext) -> Response:
    """End the login of this browser."""
    secret = login_cookie.secret_in(request)
    if secret is not None:
        require_form_token(request, secret)
        end_login(context, secret)
    answer = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    login_cookie.forget(request, answer)
    return answer


@router.get(RESET, dependencies=[allow_anonymous()])
def reset_page(page: CurrentFrame) -> Response:
    """Ask for the e-mail of the account that needs a new password."""
    return _reset_form(page, asked=False)


@router.post(RESET, dependencies=[allow_anonymous(writes=True)])
def request_reset(
    page: CurrentFrame, context: CurrentContext, later: BackgroundTasks, email: FormText = ""
) -> Response:
    """Say that a mail is on its way if there is such an account, whether there is one or not."""
    tries = reset.take(context, email)
    if not tries.here.allowed:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers=retry_after(context, tries.here.until))
    if tries.account.allowed and _mails(
        page
    ):  # after the answer, which is as quick for an account as for none
        later.add_task(reset.send_link, context, email)
    return _reset_form(page, asked=True)


def admit(request: Request, context: AccountsContext, where: str, begun: NewLogin) -> Response:
    """Lead somebody whose password was right to where they wanted, or to where the code is asked for."""
    if begun.half:
        answer = RedirectResponse(f"{CODE}?{urlencode({'next': where})}", HTTPStatus.SEE_OTHER)
        half_cookie.keep(request, answer, begun.secret)
        return answer
    return answer_with_login(request, context, where, begun.secret)


def answer_with_login(request: Request, context: AccountsContext, where: str, secret: str) -> Response:
    """Return the answer to somebody whose login began just now; one that the browser had ends."""
    old = login_cookie.secret_in(request)
    if old is not None:
        end_login(context, old)
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    login_cookie.keep(request, answer, secret)
    return answer


def busy() -> HTTPException:
    """Return the answer where too many passwords are being looked at."""
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(BUSY_SECONDS)})


def retry_after(context: AccountsContext, again_at: datetime | None) -> dict[str, str]:
    """Return the header that says when to try again."""
    if again_at is None:
        return {}
    return {"Retry-After": str(max(1, int((again_at - context.now).total_seconds())))}


def _mails(page: PageFrame) -> bool:
    return bool(page.request.app.state.settings.smtp_host)


def _reset_form(page: PageFrame, *, asked: bool) -> Response:
    return page.respond("accounts/reset.html", asked=asked, mails=_mails(page))


def wait(context: AccountsContext, again_at: datetime) -> Message:
    """Return the sentence that says when to try again."""
    return AGAIN_AT(n=-((context.now - again_at) // timedelta(minutes=1)))


def ask_who(
    page: PageFrame, led_to: str, status: int = HTTPStatus.OK, email: str = "", wrong: Message | None = None
) -> Response:
    """Ask who somebody is."""
    providers = providers_of(page.request)
    return page.respond(
        "accounts/sign_in.html", status=status, next=led_to, email=email, wrong=wrong, providers=providers
    )


def _refused(
    page: CurrentFrame, context: AccountsContext, tried: SignInResult, email: str, led_to: str
) -> Response:
    if tried.again_at is None:
        wrong, status = WRONG(), HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        wrong, status = wait(context, tried.again_at), HTTPStatus.TOO_MANY_REQUESTS
    answer = ask_who(page, led_to, status, email=email, wrong=wrong)
    answer.headers.update(retry_after(context, tried.again_at))
    return answer
