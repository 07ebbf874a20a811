"""One's own second step: turning it on with an authenticator app, off again, and new recovery codes.

What is secret (the key, the recovery codes) is shown in the answer that makes it, and never again.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

import segno
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api.accounts.context import AtDesk, Desk
from api.accounts.credentials.one_time_codes import address_of, grouped
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.own.pages import NOT_THE_OLD, Own, Self
from api.accounts.own.second_step import email_of, proven
from api.accounts.records import accounts, second_steps
from api.accounts.sign_in.pages import Typed, busy
from api.accounts.sign_in.service import confirmed
from api.accounts.urls import SECOND_STEP
from api.store.engine import reading, writing
from api.web.guard import require_sign_in
from api.web.pages.frame import CurrentFrame
from wfm.message import Message, Text

NOT_PROVEN = Text(
    "second_step.not_proven",
    "your password and a code that was not used yet, both right; after many tries you have to wait",
)
NOT_THE_CODE = Text("second_step.not_the_code", "the code that the app shows now")

router = APIRouter(include_in_schema=False)


@router.get(SECOND_STEP, dependencies=[require_sign_in()])
def second_step_page(page: CurrentFrame, desk: AtDesk, own: Own, done: str = "") -> Response:
    """Show whether one's second step is on."""
    return _page(page, desk, own, done="off" if done == "off" else "")


@router.post(f"{SECOND_STEP}/start", dependencies=[require_sign_in(writes=True)])
async def start(page: CurrentFrame, desk: AtDesk, own: Own, password: Typed = "") -> Response:
    """Make a key for an app and show it; it counts for nothing yet."""
    email = await run_in_threadpool(email_of, desk, own.caller.id)
    try:
        kept = await confirmed(desk, email, password)
    except TooBusyError:
        raise busy() from None
    wrong = NOT_THE_OLD() if kept is None else None
    if wrong is None:
        await run_in_threadpool(_start, desk, own)
    return await run_in_threadpool(_page, page, desk, own, wrong, setting_up=wrong is None)


@router.post(f"{SECOND_STEP}/confirm", dependencies=[require_sign_in(writes=True)])
def confirm(page: CurrentFrame, desk: AtDesk, own: Own, code: Typed = "") -> Response:
    """Turn it on by a first code, and show the recovery codes."""
    with writing(desk.database) as connection:
        codes = second_steps.confirm(connection, own.caller.id, code, at=desk.now, this=own.login.id)
    if codes is None:
        return _page(page, desk, own, NOT_THE_CODE(), setting_up=True)
    return _page(page, desk, own, codes=codes, done="on")


@router.post(f"{SECOND_STEP}/codes", dependencies=[require_sign_in(writes=True)])
async def new_codes(
    page: CurrentFrame, desk: AtDesk, own: Own, password: Typed = "", code: Typed = ""
) -> Response:
    """Make new recovery codes and show them; those before open nothing any more."""
    change = partial(second_steps.renew_codes, account=own.caller.id, at=desk.now, this=own.login.id)
    try:
        codes = await proven(desk, own.caller.id, password, code, change)
    except TooBusyError:
        raise busy() from None
    wrong = NOT_PROVEN() if codes is None else None
    return await run_in_threadpool(_page, page, desk, own, wrong, codes=codes or ())


@router.post(f"{SECOND_STEP}/off", dependencies=[require_sign_in(writes=True)])
async def turn_off(
    page: CurrentFrame, desk: AtDesk, own: Own, password: Typed = "", code: Typed = ""
) -> Response:
    """Let the password alone be enough again."""
    me = own.caller.id
    change = partial(second_steps.take_away, account=me, by=me, at=desk.now, this=own.login.id)
    try:
        done = await proven(desk, me, password, code, change)
    except TooBusyError:
        raise busy() from None
    if done:
        return RedirectResponse(f"{SECOND_STEP}?done=off", HTTPStatus.SEE_OTHER)
    return await run_in_threadpool(_page, page, desk, own, NOT_PROVEN())


def _start(desk: Desk, own: Self) -> None:
    with writing(desk.database) as connection:
        second_steps.start(connection, own.caller.id, desk.now)


def _page(
    page: CurrentFrame,
    desk: Desk,
    own: Self,
    wrong: Message | None = None,
    *,
    setting_up: bool = False,
    codes: tuple[str, ...] = (),
    done: str = "",
) -> Response:
    with reading(desk.database) as connection:
        account = accounts.find(connection, own.caller.id)
        secret = second_steps.started(connection, account.id) if setting_up else None
        shown: dict[str, Any] = {
            "account": account,
            "second_step": second_steps.find(connection, account.id),
            "needed": second_steps.is_needed(connection, account.id, desk.settings.second_step_for),
        }
    return page.respond(
        "accounts/second_step.html",
        "account",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        key="" if secret is None else grouped(secret),
        qr=None if secret is None else _qr(secret, account.email),
        wrong=wrong,
        codes=codes,
        done=done,
        **shown,
    )


def _qr(secret: str, email: str) -> Markup:
    """Return what an app reads of the screen: an SVG of our own making."""
    code = segno.make(address_of(secret, email), error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=2, light="#fff", dark="#000"))
