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

from api.accounts.context import AccountsContext
from api.accounts.credentials.one_time_codes import address_of, format_in_groups
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.own import service
from api.accounts.own.pages import CurrentOwner, Owner
from api.accounts.own.service import NOT_THE_OLD
from api.accounts.records import accounts, second_steps
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.pages import FormText, busy
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
def second_step_page(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, done: str = ""
) -> Response:
    """Show whether one's second step is on."""
    return _page(page, context, owner, done="off" if done == "off" else "")


@router.post(f"{SECOND_STEP}/start", dependencies=[require_sign_in(writes=True)])
async def start(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, password: FormText = ""
) -> Response:
    """Make a key for an app and show it; it counts for nothing yet."""
    try:
        started = await service.start_second_step(context, owner.caller.id, password)
    except TooBusyError:
        raise busy() from None
    wrong = None if started else NOT_THE_OLD()
    return await run_in_threadpool(_page, page, context, owner, wrong, setting_up=started)


@router.post(f"{SECOND_STEP}/confirm", dependencies=[require_sign_in(writes=True)])
def confirm(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, code: FormText = ""
) -> Response:
    """Turn it on by a first code, and show the recovery codes."""
    with writing(context.database) as connection:
        codes = second_steps.confirm(
            connection,
            owner.caller.id,
            code,
            at=context.now,
            this=owner.login.id,
            keyring=context.keyring,
        )
    if codes is None:
        return _page(page, context, owner, NOT_THE_CODE(), setting_up=True)
    return _page(page, context, owner, codes=codes, done="on")


@router.post(f"{SECOND_STEP}/codes", dependencies=[require_sign_in(writes=True)])
async def new_codes(
    page: CurrentFrame,
    context: CurrentContext,
    owner: CurrentOwner,
    password: FormText = "",
    code: FormText = "",
) -> Response:
    """Make new recovery codes and show them; those before open nothing any more."""
    change = partial(second_steps.renew_codes, account=owner.caller.id, at=context.now, this=owner.login.id)
    try:
        codes = await service.change_if_proven(context, owner.caller.id, password, code, change)
    except TooBusyError:
        raise busy() from None
    wrong = NOT_PROVEN() if codes is None else None
    return await run_in_threadpool(_page, page, context, owner, wrong, codes=codes or ())


@router.post(f"{SECOND_STEP}/off", dependencies=[require_sign_in(writes=True)])
async def turn_off(
    page: CurrentFrame,
    context: CurrentContext,
    owner: CurrentOwner,
    password: FormText = "",
    code: FormText = "",
) -> Response:
    """Let the password alone be enough again."""
    me = owner.caller.id
    change = partial(second_steps.take_away, account=me, by=me, at=context.now, this=owner.login.id)
    try:
        done = await service.change_if_proven(context, me, password, code, change)
    except TooBusyError:
        raise busy() from None
    if done:
        return RedirectResponse(f"{SECOND_STEP}?done=off", HTTPStatus.SEE_OTHER)
    return await run_in_threadpool(_page, page, context, owner, NOT_PROVEN())


def _page(
    page: CurrentFrame,
    context: AccountsContext,
    owner: Owner,
    wrong: Message | None = None,
    *,
    setting_up: bool = False,
    codes: tuple[str, ...] = (),
    done: str = "",
) -> Response:
    with reading(context.database) as connection:
        account = accounts.find(connection, owner.caller.id)
        kept = (connection, account.id, context.keyring)
        secret = second_steps.secret_to_confirm(*kept) if setting_up else None
        shown: dict[str, Any] = {
            "account": account,
            "second_step": second_steps.find(connection, account.id),
            "needed": second_steps.is_needed(connection, account.id, context.settings.second_step_for),
        }
    return page.respond(
        "accounts/second_step.html",
        "account",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        key="" if secret is None else format_in_groups(secret),
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
