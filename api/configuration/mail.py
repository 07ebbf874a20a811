"""The settings of mail: which server takes it, how it is spoken to, and whom the mails are from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings

from api.configuration.kinds import HOST, LINE, MAILBOX, About, host, mail_from
from wfm.message import Text

Security = Literal["starttls", "tls", "none"]


class MailSettings(BaseSettings):
    """A part of the settings of the service."""

    smtp_host: Annotated[
        str | None,
        AfterValidator(lambda value: value if value is None else host(value)),
        About(
            Text(
                "setting.smtp_host",
                "Mail server that takes the service's mails. Left out: no mail is sent, and links of "
                "invitations are handed on by hand.",
            ),
            HOST,
        ),
    ] = None
    smtp_port: Annotated[
        int,
        Field(ge=1, le=65535),
        About(Text("setting.smtp_port", "Port of the mail server; 465 is usual for tls, 25 for none.")),
    ] = 587
    smtp_security: Annotated[
        Security,
        About(
            Text(
                "setting.smtp_security",
                "How the connection is encrypted: starttls (or no mail is sent), tls from the first byte, "
                "or none at all.",
            )
        ),
    ] = "starttls"
    smtp_user: Annotated[
        str | None,
        About(
            Text("setting.smtp_user", "User at the mail server. Left out: it takes mails unasked."),
            LINE,
        ),
    ] = None
    smtp_password: Annotated[
        SecretStr | None,
        About(Text("setting.smtp_password", "Password of that user."), LINE),
    ] = None
    mail_from: Annotated[
        str | None,
        AfterValidator(lambda value: value if value is None else mail_from(value)),
        About(
            Text("setting.mail_from", "Address, and name if any, that the mails are from."),
            MAILBOX,
        ),
    ] = None
    mail_days: Annotated[
        int,
        Field(ge=1, le=30),
        About(
            Text("setting.mail_days", "Days that a mail that can't be delivered is tried again and again.")
        ),
    ] = 3
