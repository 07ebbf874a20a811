"""A real mail server for tests: it takes mails, keeps them, and refuses what a test wants refused."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.api.notices.letters import read_back
from tests.api.serving.serving import PATIENCE, free_port

HOST = "127.0.0.1"
USER, PASSWORD = "vagt", "kanarie-adgangskode"


@dataclass(frozen=True)
class Taken:
    """A mail that the server has taken."""

    sender: str
    receivers: tuple[str, ...]
    content: bytes
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        return read_back(self.content)

    @property
    def number(self) -> str:
        """Its Message-ID, without what is the same for all."""
        return str(self.message["Message-ID"]).removeprefix("<").partition("@")[0]

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """What the server has taken, and what it answers instead where it is told to."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"

    def numbers(self) -> Counter[str]:
        """Return how often each mail came."""
        return Counter(one.number for one in self.taken)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            content, sender = envelope.content, envelope.mail_from
            assert isinstance(content, bytes)
            encrypted = server.transport is not None and bool(server.transport.get_extra_info("ssl_object"))
            self.taken.append(Taken(str(sender), tuple(envelope.rcpt_tos), content, encrypted))
        return self.answer


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Run a mail server on this machine; `options` are those of its controller."""
    found = MailServer(free_port())
    controller = Controller(
        found,
        hostname=HOST,
        port=found.port,
        server_hostname="mail.example.dk",
        ready_timeout=PATIENCE,
        **options,
    )
    controller.start()
    try:
        yield found
    finally:
        controller.stop()


def knows_the_user(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    """Say whether a user is the one whom the tests know."""
    assert isinstance(data, LoginPassword)
    is_known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)


def certified(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str = HOST) -> ssl.SSLContext:
    """Return a server's certificate for a name, from an authority that this process now trusts."""
    authority = trustme.CA()
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context
