"""Webhooks as documents of the API: the secret is told once, to whoever makes one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.store.webhooks import WebhookEvent
from api.texts.translator import Translator
from api.web.json.operations import sends
from api.webhooks.kinds import DeliveryFault, DeliveryOutcome, DeliveryTry
from api.webhooks.records.deliveries import WebhookDelivery
from api.webhooks.records.webhooks import Webhook
from api.webhooks.sentences import say_attempt
from api.webhooks.service import LONGEST_ADDRESS, HotlineWebhooks, WebhookHistory

ID = "5f0e7a1cc2b84d6f9a3e1b7d2c4f6a80"
HOOK = "https://hooks.example.dk/faellesvagt"
AT = "2027-01-04T07:00:00Z"


@sends
class SentWebhook(BaseModel):
    """An address that is to be told."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(
        description="https, at a host that whoever runs the service has allowed.",
        examples=[HOOK],
        max_length=LONGEST_ADDRESS,
    )


class WebhookView(BaseModel):
    """An address that is told of what happens in the hotline."""

    id: str = Field(description="Random id.", examples=[ID])
    address: str = Field(description="Where it is posted to.", examples=[HOOK])
    created_at: datetime = Field(description="Since when; UTC.", examples=[AT])
    failing_since: datetime | None = Field(
        description="Since when nothing has come through any more; UTC.", examples=[None]
    )
    off_at: datetime | None = Field(
        description="Since when it is switched off, as nothing came through for days; UTC.", examples=[None]
    )


class WebhookMade(WebhookView):
    """A webhook that was just made."""

    secret: str | None = Field(
        description="Under which everything is signed; told this once, not where the request is repeated.",
        examples=["whsec_3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    )


class WebhooksAnswer(BaseModel):
    """The webhooks of a hotline."""

    hosts: tuple[str, ...] = Field(
        description="Hosts that are allowed, by the settings of the service.", examples=[["hooks.example.dk"]]
    )
    webhooks: list[WebhookView] = Field(description="The oldest first.", examples=[[]])


class WebhookTryView(BaseModel):
    """What came of a try to deliver."""

    came_through: bool = Field(description="Whether it was taken: any answer of 200 to 299.", examples=[True])
    status: int | None = Field(description="Status of the answer; none without one.", examples=[204])
    fault: DeliveryFault | None = Field(description="Why there was no answer.", examples=[None])
    sentence: str = Field(description="The same in words.", examples=["Den kom igennem."])


class WebhookDeliveryView(BaseModel):
    """Something that is, or was, delivered to an address."""

    id: str = Field(description="The same at every try: the header `webhook-id`.", examples=[ID])
    event: WebhookEvent = Field(description="What is told.", examples=["roster.published"])
    created_at: datetime = Field(description="When that happened; UTC.", examples=[AT])
    attempts: int = Field(description="How often it was tried.", examples=[1], ge=0)
    last: WebhookTryView | None = Field(
        description="What came of the last try; none before the first.", examples=[None]
    )
    outcome: DeliveryOutcome | None = Field(description="None while it waits.", examples=["sent"])
    due_at: datetime | None = Field(
        description="When it is tried next; none where it is over. UTC.", examples=[None]
    )


class WebhookAnswer(WebhookView):
    """A webhook and what was delivered to it last."""

    deliveries: list[WebhookDeliveryView] = Field(description="The newest first.", examples=[[]])


def webhook_view(webhook: Webhook) -> WebhookView:
    """Return a webhook as a document."""
    return WebhookView(**_plain(webhook))


def webhook_made(webhook: Webhook, secret: str | None) -> WebhookMade:
    """Return a webhook that was just made as a document."""
    return WebhookMade(**_plain(webhook), secret=secret)


def webhooks_answer(found: HotlineWebhooks) -> WebhooksAnswer:
    """Return all of a hotline as a document."""
    return WebhooksAnswer(hosts=found.hosts, webhooks=[webhook_view(one) for one in found.webhooks])


def webhook_answer(history: WebhookHistory, speak: Translator) -> WebhookAnswer:
    """Return a webhook and its deliveries as a document."""
    told = [_delivery(one, speak) for one in history.deliveries]
    return WebhookAnswer(**_plain(history.webhook), deliveries=told)


def try_view(attempt: DeliveryTry, speak: Translator) -> WebhookTryView:
    """Return what came of a try as a document."""
    return WebhookTryView(
        came_through=attempt.came_through,
        status=attempt.status,
        fault=attempt.fault,
        sentence=speak.sentence(say_attempt(attempt)),
    )


def _delivery(delivery: WebhookDelivery, speak: Translator) -> WebhookDeliveryView:
    return WebhookDeliveryView(
        id=delivery.message,
        event=delivery.event,
        created_at=delivery.created_at,
        attempts=delivery.attempts,
        last=None if delivery.last is None else try_view(delivery.last, speak),
        outcome=delivery.outcome,
        due_at=None if delivery.outcome is not None else delivery.due_at,
    )


def _plain(webhook: Webhook) -> dict[str, Any]:
    named = ("id", "address", "created_at", "failing_since", "off_at")
    return {name: getattr(webhook, name) for name in named}
