"""Handing mails to the server that takes them, over SMTP: encrypted as the settings say, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import urlsplit

from api.configuration.settings import Settings
from api.notices.errors import RefusedError

PATIENCE = 30.0
"""Seconds that each answer of the server is waited for."""
TROUBLE = (smtplib.SMTPException, OSError)
"""What can go wrong between here and there; certificates that are not the server's among it."""
CLOSING = 421
"""The server's word for "I am closing this connection"."""


class Submission:
    """An open connection to the mail server."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; when this returns, the server has said that it answers for it from now on.

        Raises
        ------
        RefusedError
            Where the server does not take this message.
        smtplib.SMTPException, OSError
            Where the connection is of no use any more.
        """
        try:
            self._server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise self._refused(codes[0]) from None
        except smtplib.SMTPResponseException as error:
            raise self._refused(error.smtp_code) from None

    def _refused(self, code: int) -> Exception:
        return smtplib.SMTPServerDisconnected(str(code)) if code == CLOSING else RefusedError(code)


@contextmanager
def submission(settings: Settings) -> Iterator[Submission]:
    """Open a connection to the mail server of the settings, and close it at the end.

    Raises
    ------
    smtplib.SMTPException, OSError
        Where it is not reached, does not encrypt as asked, is not who it should be, or refuses the user.
    """
    server = _reach(settings)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())  # refuses to go on unencrypted
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield Submission(server)
        with suppress(*TROUBLE):
            server.quit()
    finally:
        server.close()


def _reach(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host or "", settings.smtp_port
    name = urlsplit(settings.public_url).hostname if settings.public_url else None
    if settings.smtp_security == "tls":
        encrypted = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=PATIENCE, context=encrypted)
    return smtplib.SMTP(host, port, local_hostname=name, timeout=PATIENCE)
