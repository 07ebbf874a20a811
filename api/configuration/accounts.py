"""The settings of accounts: how long a login, a link and a count of failures last, and how many are borne."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from api.access.roles import Role
from api.configuration.kinds import KEYS, ROLES, About, secret_keys, words
from wfm.message import Text


class AccountSettings(BaseSettings):
    """A part of the settings of the service."""

    login_idle_minutes: Annotated[
        int,
        Field(ge=5, le=10_080),
        About(
            Text(
                "setting.login_idle_minutes",
                "Minutes after which a login that is not used ends.",
            )
        ),
    ] = 60
    login_hours: Annotated[
        int,
        Field(ge=1, le=720),
        About(Text("setting.login_hours", "Hours after which everybody has to sign in again, used or not.")),
    ] = 12
    invitation_days: Annotated[
        int,
        Field(ge=1, le=60),
        About(Text("setting.invitation_days", "Days that the link of an invitation can be used.")),
    ] = 7
    reset_minutes: Annotated[
        int,
        Field(ge=5, le=1440),
        About(Text("setting.reset_minutes", "Minutes that the link to a new password can be used.")),
    ] = 60
    sign_in_minutes: Annotated[
        int,
        Field(ge=1, le=1440),
        About(Text("setting.sign_in_minutes", "Minutes over which failed tries to sign in are counted.")),
    ] = 15
    sign_in_tries: Annotated[
        int,
        Field(ge=3, le=1000),
        About(Text("setting.sign_in_tries", "Failed tries for one account in that time; then it waits.")),
    ] = 10
    sign_in_tries_from_address: Annotated[
        int,
        Field(ge=3, le=100_000),
        About(
            Text(
                "setting.sign_in_tries_from_address",
                "The same from one client address, behind which a whole town hall may sit.",
            )
        ),
    ] = 100
    second_step_for: Annotated[
        tuple[Role, ...],
        NoDecode,
        BeforeValidator(words),
        About(
            Text(
                "setting.second_step_for",
                "Roles whose holders must use two-step sign-in; who does not yet turns it on before "
                "anything else.",
            ),
            ROLES,
        ),
    ] = ()
    secret_key: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value if value is None else secret_keys(value)),
        About(
            Text(
                "setting.secret_key",
                "Keys that seal the keys of authenticator apps, and the secrets of providers of sign-in and "
                "of webhooks, in the database: the first one seals, each opens. Left out: they stand there "
                "as they are.",
            ),
            KEYS,
        ),
    ] = None
