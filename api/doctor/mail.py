"""Whether mail can be sent: which server takes it, how it is spoken to, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable

from api.configuration.kinds import is_this_machine
from api.configuration.settings import Settings
from api.doctor.diagnosis import (
    Diagnosis,
    approve,
    warn,
)
from wfm.message import Text

MAIL = Text("doctor.mail", "mail")
NO_MAIL = Text(
    "doctor.no_mail", "None is sent; WFM_SMTP_HOST is not set. Links of invitations are handed on by hand."
)
SENT_BY = Text("doctor.sent_by", "Mails from {sender} are handed to {host}, port {port}.")
MAIL_READABLE = Text(
    "doctor.mail_readable", "Mails travel readable to {host}: with the links of invitations in them."
)
ENCRYPT_MAIL = Text("doctor.encrypt_mail", "Set WFM_SMTP_SECURITY to starttls, or to tls.")
PORT_OF_OTHER = Text("doctor.port_of_other", "Port {port} is hardly one for {security}.")
MEND_PORT = Text("doctor.mend_port", "Set WFM_SMTP_PORT to {port}, or WFM_SMTP_SECURITY to {security}.")
LINKS_HERE = Text(
    "doctor.links_here", "The links in mails lead to this machine only, since WFM_PUBLIC_URL is not set."
)
NAME_URL = Text("doctor.name_url", "Set WFM_PUBLIC_URL to the address under which people reach the service.")
USUAL = {"starttls": 587, "tls": 465}
"""Ports that are used for one kind of encryption and hardly for the other."""


def mail(settings: Settings) -> Iterable[Diagnosis]:
    """Look at how mails leave; whether the server answers, `wfm send-mail` tells."""
    host, security, port = settings.smtp_host, settings.smtp_security, settings.smtp_port
    if host is None:
        yield approve(MAIL, NO_MAIL())
        return
    found = []
    if security == "none" and not is_this_machine(host):
        found.append(warn(MAIL, MAIL_READABLE(host=host), ENCRYPT_MAIL()))
    for other, usual in USUAL.items():
        if port == usual and security in USUAL and security != other:
            mend = MEND_PORT(port=str(USUAL[security]), security=other)
            found.append(warn(MAIL, PORT_OF_OTHER(port=str(port), security=security), mend))
    if settings.public_url is None:
        found.append(warn(MAIL, LINKS_HERE(), NAME_URL()))
    sent_by = SENT_BY(sender=settings.mail_from or "", host=host, port=str(port))
    yield from found or (approve(MAIL, sent_by),)
