"""The setting of webhooks: at which hosts a hotline may have itself told to."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_settings import BaseSettings, NoDecode

from api.configuration.kinds import About, host, words
from wfm.message import Text

HOSTS = Text("setting.expected.hosts", "names of machines, separated by commas, without port or path")


def read_hosts(value: Any) -> Any:
    """Read names of machines separated by commas, in small letters.

    Raises
    ------
    ValueError
        Where one of them holds a port, a path or a user.
    """
    if not isinstance(value, str):
        return value
    return tuple(host(word).lower() for word in words(value))


class WebhookSettings(BaseSettings):
    """A part of the settings of the service."""

    webhook_hosts: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(read_hosts),
        About(
            Text(
                "setting.webhook_hosts",
                "Hosts at which administrators of hotlines may have webhooks delivered. Left out: at none.",
            ),
            HOSTS,
        ),
    ] = ()
