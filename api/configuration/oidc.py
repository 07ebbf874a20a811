"""The setting of sign-in by OpenID Connect: one JSON text, best kept in a file (``WFM_OIDC_FILE``)."""

from __future__ import annotations

from typing import Annotated

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from api.configuration.kinds import About
from api.configuration.oidc_providers import Provider, read_providers
from wfm.message import Text

JSON = Text("setting.expected.providers", "a list of providers in JSON, as the page on sign-in describes it")


class OidcSettings(BaseSettings):
    """A part of the settings of the service."""

    oidc: Annotated[
        SecretStr | None,
        About(
            Text(
                "setting.oidc",
                "Providers of sign-in by OpenID Connect, in JSON; holds secrets, so name a file in "
                "WFM_OIDC_FILE. Left out: everybody signs in with a password.",
            ),
            JSON,
        ),
    ] = None

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers, read."""
        return () if self.oidc is None else read_providers(self.oidc.get_secret_value())
