"""Posting to an address: outside this machine and its network only, bounded in time and size, no redirect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import httpx2

from api.accounts.credentials.keyring import Keyring, SealedError
from api.accounts.oidc.outside import InsideError, OutsideTransport, TooLargeError, UnknownNameError
from api.accounts.records.sealing import webhook_owner
from api.configuration.settings import Settings
from api.webhooks.kinds import DeliveryFault, DeliveryTry
from api.webhooks.records.deliveries import WebhookDelivery
from api.webhooks.records.webhooks import Webhook
from api.webhooks.signing import body_of, headers_of

AGENT = "Faellesvagt"


@dataclass(frozen=True)
class WebhookSender:
    """Posts to addresses, as the settings allow it."""

    settings: Settings

    def post(self, webhook: Webhook, delivery: WebhookDelivery, at: datetime) -> DeliveryTry:
        """Post a delivery once; return what came of it. What is answered besides the status is not kept."""
        if host_of(webhook.address) not in self.settings.webhook_hosts:
            return DeliveryTry(None, DeliveryFault.NOT_ALLOWED)
        try:
            secret = Keyring(self.settings.secret_key).unseal(webhook_owner(webhook.id), webhook.sealed)
        except SealedError:
            return DeliveryTry(None, DeliveryFault.NO_KEY)
        body = body_of(delivery, self.base)
        headers = {"User-Agent": AGENT, **headers_of(secret, delivery.message, at, body)}
        try:
            with httpx2.Client(transport=OutsideTransport(), follow_redirects=False) as client:
                return DeliveryTry(client.post(webhook.address, content=body, headers=headers).status_code)
        except InsideError:
            return DeliveryTry(None, DeliveryFault.INSIDE)
        except UnknownNameError:
            return DeliveryTry(None, DeliveryFault.UNKNOWN_NAME)
        except TooLargeError:
            return DeliveryTry(None, DeliveryFault.TOO_LARGE)
        except (httpx2.TransportError, httpx2.InvalidURL, OSError):
            return DeliveryTry(None, DeliveryFault.UNREACHED)

    @property
    def base(self) -> str:
        """Address under which the service is reached."""
        return self.settings.public_url or f"http://127.0.0.1:{self.settings.port}"


def host_of(address: str) -> str:
    """Return the host of an address, in small letters; empty where it has none."""
    return (urlsplit(address).hostname or "").lower()
