"""The parts of the settings that have a file of their own, in the order in which they are told."""

from __future__ import annotations

from api.configuration.accounts import AccountSettings
from api.configuration.billing import BillingSettings
from api.configuration.log import LogSettings
from api.configuration.mail import MailSettings
from api.configuration.notice import NoticeSettings
from api.configuration.oidc import OidcSettings
from api.configuration.runs import RunSettings
from api.configuration.texting import TextingSettings
from api.configuration.webhooks import WebhookSettings

PARTS = (
    NoticeSettings,
    BillingSettings,
    LogSettings,
    AccountSettings,
    MailSettings,
    TextingSettings,
    WebhookSettings,
    OidcSettings,
    RunSettings,
)


class SettingParts(
    AccountSettings,
    BillingSettings,
    LogSettings,
    MailSettings,
    NoticeSettings,
    OidcSettings,
    RunSettings,
    TextingSettings,
    WebhookSettings,
):
    """All of them together."""
