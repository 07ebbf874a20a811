"""wfm send-mail: send what waits in the outbox, once; for cron, where the service does not do it itself."""

from __future__ import annotations

import typer

from api.commands.terminal.console import console
from api.commands.terminal.options import Language, speaker
from api.commands.terminal.store_argument import now, open_database
from api.configuration.settings import SettingsError, need_fault, read_settings
from wfm.message import Plural, Text

HELP = Text("send_mail.help", "Send the mails that wait, once; the running service does so by itself.")
SENT = Plural("send_mail.sent", "{n:number} mail sent.", "{n:number} mails sent.")
FAILED = Plural(
    "send_mail.failed",
    "{n:number} mail could not be sent and will be tried again.",
    "{n:number} mails could not be sent and will be tried again.",
)
GIVEN_UP = Plural("send_mail.given_up", "{n:number} mail was given up.", "{n:number} mails were given up.")
UNREACHED = Text(
    "send_mail.unreached", "The mail server {host}, port {port}, could not be used; the log says why."
)
TEXTS_UNREACHED = Text(
    "send_mail.texts_unreached", "The service for text messages could not be used; the log says why."
)
NOT_ALL = 1
"""Exit status where something was not sent."""


def send_mail(lang: Language = None) -> None:
    """Send what waits; the exit status is 1 where something could not be sent."""
    from api.logs import configure
    from api.notices.relay import Relay
    from api.store.migrate import refuse_other

    settings, speak = read_settings(), speaker(lang)
    if settings.smtp_host is None and settings.text_url is None:
        raise SettingsError([need_fault("smtp_host")])
    configure(settings.log_level, settings.log_format)
    database = open_database(settings)
    try:
        refuse_other(database)
        done = Relay(database, settings, now).round()
    finally:
        database.dispose()
    out = console()
    out.print(speak.sentence(SENT(n=done.sent)), markup=False)
    for number, said in ((done.failed, FAILED), (done.given_up, GIVEN_UP)):
        if number:
            out.print(speak.sentence(said(n=number)), markup=False)
    if not done.reached:
        told = (
            UNREACHED(host=settings.smtp_host, port=str(settings.smtp_port)) if settings.smtp_host else None
        )
        out.print(speak.sentence(told or TEXTS_UNREACHED()), markup=False)
    if not done.is_well:
        raise typer.Exit(NOT_ALL)
