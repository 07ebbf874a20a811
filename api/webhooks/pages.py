"""The pages on which an administrator says which addresses are told of what happens in the hotline."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.ids import WebhookId
from api.access.permissions import Permission
from api.store.errors import ClashError, TooManyError
from api.web.guard import allow
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sent_form import CurrentForm, new_key
from api.webhooks.request import CurrentWebhooks
from api.webhooks.sentences import EVENTS, say_attempt
from api.webhooks.service import (
    NewWebhook,
    WebhooksContext,
    make_webhook,
    read_history,
    read_webhooks,
    switch_webhook_on,
    take_webhook_away,
    try_webhook,
)
from wfm.errors import InputError
from wfm.message import Message, Text

WEBHOOKS = "/administration/webhooks"
ONE = f"{WEBHOOKS}/{{webhook}}"
FULL = Text(
    "webhook.full", "there are {most:number} already, as many as there may be; take one away that is unused"
)
DONE = ("removed", "on", "tried")

router = APIRouter(include_in_schema=False)


@router.get(WEBHOOKS, dependencies=[allow(Permission.READ_ACCOUNTS)])
def all_webhooks(page: CurrentFrame, context: CurrentWebhooks, done: str = "") -> Response:
    """Show the hotline's webhooks, and the form of a new one."""
    return _show_all(page, context, done=done if done in DONE else "")


@router.post(WEBHOOKS, dependencies=[allow(Permission.ADMINISTER)])
def add_webhook(page: CurrentFrame, context: CurrentWebhooks, form: CurrentForm) -> Response:
    """Keep a new one and show its secret, this once."""
    address = form.text("address").strip()
    request = form.request(context.by, f"{WEBHOOKS}/{context.hotline}")
    try:
        made = make_webhook(context, request, address)
    except InputError as error:
        wrong = error.faults[0].expected
        return _show_all(page, context, typed=address, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as error:
        return _show_all(page, context, typed=address, told=FULL(most=error.most), status=HTTPStatus.CONFLICT)
    return _show_one(page, context, made.webhook.id, made=made)


@router.get(ONE, dependencies=[allow(Permission.READ_ACCOUNTS)])
def one_webhook(page: CurrentFrame, context: CurrentWebhooks, webhook: str, done: str = "") -> Response:
    """Show one, and what was delivered to it last."""
    return _show_one(page, context, WebhookId(webhook), done=done if done in DONE else "")


@router.post(f"{ONE}/test", dependencies=[allow(Permission.ADMINISTER)])
def test(page: CurrentFrame, context: CurrentWebhooks, webhook: str) -> Response:
    """Deliver a test; what came of it stands on the page that follows."""
    try:
        try_webhook(context, WebhookId(webhook))
    except ClashError as error:
        return _show_one(page, context, WebhookId(webhook), told=error.message, status=HTTPStatus.CONFLICT)
    return _lead_on(page, webhook, done="tried")


@router.post(f"{ONE}/on", dependencies=[allow(Permission.ADMINISTER)])
def switch_on(page: CurrentFrame, context: CurrentWebhooks, webhook: str) -> Response:
    """Let it be told again."""
    switch_webhook_on(context, WebhookId(webhook))
    return _lead_on(page, webhook, done="on")


@router.post(f"{ONE}/remove", dependencies=[allow(Permission.ADMINISTER)])
def remove(page: CurrentFrame, context: CurrentWebhooks, webhook: str) -> Response:
    """Take it away."""
    take_webhook_away(context, WebhookId(webhook))
    return RedirectResponse(page.link("administration", "webhooks", done="removed"), HTTPStatus.SEE_OTHER)


def _lead_on(page: PageFrame, webhook: str, done: str) -> Response:
    there = page.link("administration", "webhooks", webhook, done=done)
    return RedirectResponse(there, HTTPStatus.SEE_OTHER)


def _show_all(
    page: PageFrame,
    context: WebhooksContext,
    *,
    done: str = "",
    typed: str = "",
    wrong: Message | None = None,
    told: Message | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    shown = {"typed": typed, "wrong": wrong, "told_wrong": told, "done": done, "key": new_key()}
    found = read_webhooks(context)
    return page.respond("webhooks/all.html", "administration", status, found=found, events=EVENTS, **shown)


def _show_one(
    page: PageFrame,
    context: WebhooksContext,
    webhook: WebhookId,
    *,
    made: NewWebhook | None = None,
    done: str = "",
    told: Message | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    history = read_history(context, webhook)
    rows = [(one, EVENTS[one.event](), say_attempt(one.last)) for one in history.deliveries]
    return page.respond(
        "webhooks/one.html",
        "administration",
        status,
        found=read_webhooks(context),
        webhook=history.webhook,
        rows=rows,
        made=made,
        done=done,
        told_wrong=told,
    )
