"""Webhooks of a hotline for programs: the same as the pages of administration."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.access.ids import WebhookId
from api.access.permissions import Permission
from api.web.guard import allow
from api.web.json.description import ACCOUNTS
from api.web.json.operations import KEY, writes
from api.web.json.problem import REFERENCE, errors, refusals
from api.web.json.requests import JSON, CurrentBody, Idempotent
from api.web.json.responses import language_headers
from api.web.languages import translator_for
from api.webhooks.request import CurrentWebhooks
from api.webhooks.schemas import (
    SentWebhook,
    WebhookAnswer,
    WebhookMade,
    WebhooksAnswer,
    WebhookTryView,
    WebhookView,
    try_view,
    webhook_answer,
    webhook_made,
    webhook_view,
    webhooks_answer,
)
from api.webhooks.service import (
    make_webhook,
    read_history,
    read_webhooks,
    switch_webhook_on,
    take_webhook_away,
    try_webhook,
)

PREFIX = "/api/v1/hotlines/{hotline}/webhooks"
HotlineInPath = Annotated[str, Path(description="Code of the hotline.", examples=["here"], max_length=80)]
WebhookInPath = Annotated[
    str, Path(description="Of the webhook.", examples=["5f0e7a1cc2b84d6f9a3e1b7d2c4f6a80"], max_length=40)
]
PRIVATE = {"Cache-Control": "no-store"}
_SENT = {JSON: {"schema": {"$ref": REFERENCE.format(model=SentWebhook.__name__)}}}
_CHANGES = refusals(400, 401, 403, 404, 422, 500, 503)

router = APIRouter(prefix=PREFIX, tags=[ACCOUNTS])


@router.get(
    "",
    dependencies=[allow(Permission.READ_ACCOUNTS)],
    summary="Which addresses are told of what happens in the hotline",
    responses=errors(401, 403, 404, 422),
)
def all_webhooks(context: CurrentWebhooks, answer: Response, hotline: HotlineInPath) -> WebhooksAnswer:
    """Return them, and at which hosts there may be some; no secret is told."""
    answer.headers.update(PRIVATE)
    return webhooks_answer(read_webhooks(context))


@router.post(
    "",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Let an address be told",
    status_code=HTTPStatus.CREATED,
    responses=refusals(401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
    | {400: writes(HTTPStatus.CREATED)[400]},
    openapi_extra={"parameters": [KEY], "requestBody": {"required": True, "content": _SENT}},
)
def make(
    context: CurrentWebhooks, answer: Response, hotline: HotlineInPath, sent: CurrentBody, key: Idempotent
) -> WebhookMade:
    """Return it with its secret, this once: repeated, the request gets no secret again."""
    sent.only(JSON)
    made = make_webhook(context, key, sent.read_as(SentWebhook).address)
    answer.headers.update(PRIVATE)
    return webhook_made(made.webhook, made.secret)


@router.get(
    "/{webhook}",
    dependencies=[allow(Permission.READ_ACCOUNTS)],
    summary="One address, and what was delivered to it last",
    responses=errors(401, 403, 404, 422),
)
def one_webhook(
    request: Request,
    context: CurrentWebhooks,
    answer: Response,
    hotline: HotlineInPath,
    webhook: WebhookInPath,
) -> WebhookAnswer:
    """Return the last fifty deliveries with it."""
    speak = translator_for(request)
    answer.headers.update(PRIVATE | language_headers(speak))
    return webhook_answer(read_history(context, WebhookId(webhook)), speak)


@router.post(
    "/{webhook}/test",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Deliver a test",
    responses=_CHANGES | refusals(409),
)
def test(
    request: Request,
    context: CurrentWebhooks,
    answer: Response,
    hotline: HotlineInPath,
    webhook: WebhookInPath,
) -> WebhookTryView:
    """Post a test at once, also where it is switched off; it is tried this once."""
    speak = translator_for(request)
    answer.headers.update(PRIVATE | language_headers(speak))
    return try_view(try_webhook(context, WebhookId(webhook)), speak)


@router.post(
    "/{webhook}/on",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Switch an address on again",
    responses=_CHANGES,
)
def switch_on(
    context: CurrentWebhooks, answer: Response, hotline: HotlineInPath, webhook: WebhookInPath
) -> WebhookView:
    """Let it be told again of what happens from now on; one that is on stays as it is."""
    answer.headers.update(PRIVATE)
    return webhook_view(switch_webhook_on(context, WebhookId(webhook)))


@router.delete(
    "/{webhook}",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Take an address away",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_CHANGES,
)
def remove(context: CurrentWebhooks, hotline: HotlineInPath, webhook: WebhookInPath) -> None:
    """Tell it nothing any more, nor what waits for it."""
    take_webhook_away(context, WebhookId(webhook))
