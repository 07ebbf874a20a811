"""Asking for the code at sign-in, of whoever has shown a right password in this browser just now."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from api.access.ids import AccountId
from api.accounts.context import AccountsContext
from api.accounts.records import half_logins
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in import half_cookie
from api.accounts.sign_in.code import CodeResult, finish_sign_in
from api.accounts.sign_in.pages import FormText, answer_with_login, ask_who, retry_after, wait
from api.accounts.sign_in.service import start_page_of
from api.accounts.urls import CODE, SIGN_IN, local_address
from api.store.engine import reading
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame
from wfm.message import Message, Text

WRONG = Text(
    "second_step.wrong",
    "the code is not right, or was used before; an app's code counts for about a minute, and once",
)
TOO_LATE = Text("second_step.too_late", "that took too long; sign in again")

router = APIRouter(include_in_schema=False)


@router.get(CODE, dependencies=[allow_anonymous()])
def code_page(request: Request, page: CurrentFrame, context: CurrentContext, next: str = "") -> Response:
    """Ask for the code."""
    with reading(context.database) as connection:
        half = half_logins.find(connection, half_cookie.secret_in(request), context.now)
    if half is None:
        return RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    return _asking(page, local_address(next) or "")


@router.post(CODE, dependencies=[allow_anonymous(writes=True)])
async def enter_code(
    request: Request, page: CurrentFrame, context: CurrentContext, code: FormText = "", next: FormText = ""
) -> Response:
    """Sign somebody in whose code is right, too."""
    done = await run_in_threadpool(finish_sign_in, context, half_cookie.secret_in(request), code)
    led_to = local_address(next) or ""
    if done.gone:
        return _anew(request, page, led_to)
    if done.account is None or done.secret is None:
        return _refused(page, context, done, led_to)
    return await run_in_threadpool(_enter, request, context, led_to, done.account, done.secret)


def _enter(
    request: Request, context: AccountsContext, led_to: str, account: AccountId, secret: str
) -> Response:
    answer = answer_with_login(request, context, led_to or start_page_of(context, account), secret)
    half_cookie.forget(request, answer)
    return answer


def _anew(request: Request, page: CurrentFrame, led_to: str) -> Response:
    answer = ask_who(page, led_to, HTTPStatus.UNPROCESSABLE_ENTITY, wrong=TOO_LATE())
    half_cookie.forget(request, answer)
    return answer


def _refused(page: CurrentFrame, context: AccountsContext, done: CodeResult, led_to: str) -> Response:
    if done.again_at is None:
        return _asking(page, led_to, HTTPStatus.UNPROCESSABLE_ENTITY, WRONG())
    answer = _asking(page, led_to, HTTPStatus.TOO_MANY_REQUESTS, wait(context, done.again_at))
    answer.headers.update(retry_after(context, done.again_at))
    return answer


def _asking(
    page: CurrentFrame, led_to: str, status: int = HTTPStatus.OK, wrong: Message | None = None
) -> Response:
    return page.respond("accounts/code.html", status=status, next=led_to, wrong=wrong)
