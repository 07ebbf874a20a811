"""What an administrator does with a hotline's webhooks: add one, try it, switch it on again, take it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from api.access.ids import AccountId, HotlineCode, WebhookId
from api.accounts.context import AccountsContext
from api.accounts.records import attempts
from api.accounts.records.attempts import Limit
from api.accounts.records.members import Members, members_of
from api.accounts.records.sealing import webhook_owner
from api.store.engine import Connection, reading, writing
from api.store.errors import ClashError, TooManyError
from api.store.hotlines import lock_hotline
from api.store.idempotency import IdempotentRequest, once
from api.store.types import new_id
from api.webhooks.delivering import deliver
from api.webhooks.kinds import DeliveryTry
from api.webhooks.records.deliveries import WebhookDelivery, add_test, list_deliveries
from api.webhooks.records.webhooks import (
    Webhook,
    add_webhook,
    find_webhook,
    list_webhooks,
    remove_webhook,
    switch_on,
)
from api.webhooks.relay import LEASE
from api.webhooks.sending import WebhookSender, host_of
from api.webhooks.signing import make_secret
from wfm.errors import Fault, InputError
from wfm.message import Text

FILE = "webhook"
ADDRESS = Text(
    "webhook.expected.address", "an address that begins with https:// and names no user and no fragment"
)
ALLOWED = Text("webhook.expected.host", "an address at one of the hosts that are allowed: {hosts:list}")
NONE_ALLOWED = Text(
    "webhook.expected.no_host", "a host that whoever runs the service has allowed; none is allowed yet"
)
TOO_OFTEN = Text("webhook.too_often", "that was tried too often; try again in a few minutes")
LONGEST_ADDRESS, MOST = 500, 10
TESTS = Limit(20, timedelta(minutes=10))
"""How often one administrator may have something delivered to try it."""
FROM = "webhook test by"


@dataclass(frozen=True)
class WebhooksContext:
    """In which hotline webhooks are dealt with, and by whom."""

    accounts: AccountsContext
    hotline: HotlineCode
    by: AccountId


@dataclass(frozen=True)
class HotlineWebhooks:
    """The webhooks of a hotline, and at which hosts there may be some."""

    members: Members
    webhooks: tuple[Webhook, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class NewWebhook:
    """One that was just made; its secret is told this once, and not where the request came a second time."""

    webhook: Webhook
    secret: str | None


@dataclass(frozen=True)
class WebhookHistory:
    """A webhook and what was delivered to it last."""

    webhook: Webhook
    deliveries: tuple[WebhookDelivery, ...]


def read_webhooks(context: WebhooksContext) -> HotlineWebhooks:
    """Return the webhooks of a hotline.

    Raises
    ------
    MissingError
        Where there is no such hotline.
    """
    with reading(context.accounts.database) as connection:
        members = members_of(connection, context.hotline)
        hosts = context.accounts.settings.webhook_hosts
        return HotlineWebhooks(members, list_webhooks(connection, members.id), hosts)


def read_history(context: WebhooksContext, webhook: WebhookId) -> WebhookHistory:
    """Return a webhook and its last deliveries.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    """
    with reading(context.accounts.database) as connection:
        found = _find(connection, context, webhook)
        return WebhookHistory(found, list_deliveries(connection, found.id))


def make_webhook(context: WebhooksContext, request: IdempotentRequest, address: str) -> NewWebhook:
    """Let an address be told of what happens from now on.

    Raises
    ------
    InputError
        Where it is none, or at a host that is not allowed.
    TooManyError
        Where the hotline has as many as it may.
    """
    _require_allowed(address, context.accounts.settings.webhook_hosts)
    at, secrets = context.accounts.now, list[str]()

    def effect(connection: Connection) -> Mapping[str, Any]:
        members = members_of(connection, context.hotline)
        lock_hotline(connection, members.id)
        if len(list_webhooks(connection, members.id)) >= MOST:
            raise TooManyError(MOST)
        webhook, secret = WebhookId(new_id()), make_secret()
        sealed = context.accounts.keyring.seal(webhook_owner(webhook), secret)
        add_webhook(connection, Webhook(webhook, members.id, address, sealed, at), by=context.by)
        secrets.append(secret)
        return {"webhook": webhook}  # and never the secret

    said = once(context.accounts.database, request, at, effect)
    made = read_history(context, said["webhook"]).webhook
    return NewWebhook(made, next(iter(secrets), None))


def switch_webhook_on(context: WebhooksContext, webhook: WebhookId) -> Webhook:
    """Let one be told again that was switched off; one that is on stays as it is.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    """
    with writing(context.accounts.database) as connection:
        found = _find(connection, context, webhook)
        if found.off_at is not None:
            switch_on(connection, found, by=context.by, at=context.accounts.now)
        return _find(connection, context, webhook)


def take_webhook_away(context: WebhooksContext, webhook: WebhookId) -> None:
    """Take one away, with all that waits for it.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    """
    with writing(context.accounts.database) as connection:
        found = _find(connection, context, webhook)
        remove_webhook(connection, found, by=context.by, at=context.accounts.now)


def try_webhook(context: WebhooksContext, webhook: WebhookId) -> DeliveryTry:
    """Deliver a test at once, also where it is switched off; it is not tried again.

    Raises
    ------
    MissingError
        Where the hotline has none of that id.
    ClashError
        Where that was done too often.
    """
    database, at = context.accounts.database, context.accounts.now
    with writing(database) as connection:
        found = _find(connection, context, webhook)
        tried = attempts.take(connection, FROM, context.by, TESTS, at)
        if tried.allowed:
            payload = {"hotline": context.hotline, "webhook": found.id}
            delivery = add_test(connection, found.id, payload, at, at + LEASE)
    if not tried.allowed:
        raise ClashError(TOO_OFTEN())
    return deliver(database, WebhookSender(context.accounts.settings), delivery, at)


def _find(connection: Connection, context: WebhooksContext, webhook: WebhookId) -> Webhook:
    return find_webhook(connection, members_of(connection, context.hotline).id, webhook)


def _require_allowed(address: str, hosts: tuple[str, ...]) -> None:
    """Refuse what is no address of a host that is allowed."""
    expected = None
    if not _is_address(address):
        expected = ADDRESS()
    elif not hosts:
        expected = NONE_ALLOWED()
    elif host_of(address) not in hosts:
        expected = ALLOWED(hosts=hosts)
    if expected is not None:
        raise InputError([Fault(FILE, None, "address", address[:LONGEST_ADDRESS], expected)])


def _is_address(value: str) -> bool:
    if len(value) > LONGEST_ADDRESS or not all("!" <= letter <= "~" for letter in value):
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port  # a port that is none is refused here
    except ValueError:
        return False
    plain = "@" not in parts.netloc and not parts.fragment and "\\" not in value
    return parts.scheme == "https" and bool(parts.hostname) and plain
