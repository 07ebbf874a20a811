"""The page of one's own notices: what one is told of, and how."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.accounts.own.pages import CurrentOwner, Owner
from api.accounts.request_context import CurrentContext
from api.accounts.urls import ACCOUNT
from api.notices.sentences import CHANGED_MEANWHILE, EVENTS, SAVED
from api.notices.service import ChosenMobile, read_choices, set_choices
from api.store.engine import Database
from api.store.errors import ConflictError
from api.store.notice_table import Channel
from api.web.guard import require_sign_in
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sent_form import WRONG, CurrentForm, new_key
from wfm.errors import Fault, InputError
from wfm.message import Message

PAGE = f"{ACCOUNT}/notices"
TICKED = "told"
"""Name of the boxes; each says event and channel."""

router = APIRouter(include_in_schema=False)


@router.get(PAGE, dependencies=[require_sign_in()])
def notices_page(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, done: str = ""
) -> Response:
    """Show what one is told of."""
    return _page(page, context.database, owner, done=SAVED() if done == "saved" else None)


@router.post(PAGE, dependencies=[require_sign_in(writes=True)])
def choose_notices(
    page: CurrentFrame, context: CurrentContext, owner: CurrentOwner, form: CurrentForm
) -> Response:
    """Choose what one is told of: what was shown and is not ticked is switched off."""
    ticked = set(form.fields.get(TICKED, ()))
    lines = read_choices(context.database, owner.caller).lines
    shown = [Channel(channel) for channel in form.fields.get("channel", ()) if channel in tuple(Channel)]
    wanted = [
        (one.event, one.channel, f"{one.event}.{one.channel}" in ticked)
        for one in lines
        if not one.default.is_fixed and one.channel in shown
    ]
    request = form.request(owner.caller.id, PAGE)
    expected = form.number("expected")
    mobile = None
    if "mobile" in form.fields:
        mobile = ChosenMobile(form.text("mobile"), shown=form.text("mobile_shown") == "yes")
    try:
        set_choices(
            context.database, owner.caller, request, wanted, mobile=mobile, expected=expected, at=context.now
        )
    except InputError as error:
        return _page(page, context.database, owner, fault=error.faults[0], status=WRONG)
    except ConflictError:
        return _page(page, context.database, owner, wrong=CHANGED_MEANWHILE(), status=412)
    return RedirectResponse(f"{PAGE}?done=saved", HTTPStatus.SEE_OTHER)


def _page(
    page: PageFrame,
    database: Database,
    owner: Owner,
    *,
    done: Message | None = None,
    wrong: Message | None = None,
    fault: Fault | None = None,
    status: int = 200,
) -> Response:
    settings = page.request.app.state.settings
    found = read_choices(database, owner.caller)
    texts = settings.text_url is not None or found.preference.mobile is not None
    return page.respond(
        "accounts/notices.html",
        "account",
        status,
        choices=found,
        channels=tuple(Channel) if texts else (Channel.MAIL,),
        texts=texts,
        fault=fault,
        events={event: text() for event, text in EVENTS.items()},
        done=done,
        wrong=wrong,
        key=new_key,
    )
