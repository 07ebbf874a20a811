"""Mails are handed to a real server, encrypted as the settings say, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from api.configuration.settings import Settings, defaults
from api.notices.errors import RefusedError
from api.notices.smtp import TROUBLE, submission
from tests.api.notices.letters import RECEIVER, letter, message
from tests.api.notices.server import (
    HOST,
    PASSWORD,
    USER,
    MailServer,
    certified,
    knows_the_user,
    mail_server,
)


def settings(server: MailServer, **changed: Any) -> Settings:
    """Return settings with which a server is spoken to."""
    chosen = {"smtp_host": HOST, "smtp_port": server.port, "mail_from": "vagt@example.dk", **changed}
    return defaults().model_copy(update={"smtp_security": "none", **chosen})


def send(chosen: Settings) -> None:
    with submission(chosen) as server:
        server.send(message(letter()))


def test_a_mail_is_taken() -> None:
    with mail_server() as server:
        send(settings(server))
        (taken,) = server.taken
    assert (taken.sender, taken.receivers) == ("vagt@example.dk", (RECEIVER.addr_spec,))
    assert taken.number == "ab12"
    assert not taken.encrypted
    assert "Mandag 4. januar 2027, 08.00–11.00" in taken.text


def test_one_connection_takes_many() -> None:
    with mail_server() as server, submission(settings(server)) as opened:
        for _ in range(3):
            opened.send(message(letter()))
        server.refused["1-1@example.org"] = "550 5.1.1 nobody here"
        with pytest.raises(RefusedError, match="550"):
            opened.send(message(letter()))
        server.refused.clear()
        opened.send(message(letter()))
        assert len(server.taken) == 4


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_the_connection_is_encrypted_and_the_user_known(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = certified(monkeypatch, tmp_path)
    login = {"authenticator": knows_the_user, "auth_required": True, "auth_require_tls": kind == "starttls"}
    how = (
        {"tls_context": context, "require_starttls": True} if kind == "starttls" else {"ssl_context": context}
    )
    with mail_server(**login, **how) as server:
        known = {"smtp_security": kind, "smtp_user": USER}
        send(settings(server, **known, smtp_password=SecretStr(PASSWORD)))
        assert [taken.encrypted for taken in server.taken] == [True]
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send(settings(server, **known, smtp_password=SecretStr("andet")))
        with pytest.raises(RefusedError, match="530"):
            send(settings(server, smtp_security=kind))  # nobody
        assert len(server.taken) == 1


def test_where_the_server_does_not_encrypt_nothing_is_sent() -> None:
    with mail_server() as server:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            send(settings(server, smtp_security="starttls"))
        with pytest.raises(OSError, match="SSL"):
            send(settings(server, smtp_security="tls"))
        assert server.taken == []


@pytest.mark.parametrize("kind", ["starttls", "tls"])
@pytest.mark.parametrize("guarded", [True, False])
def test_a_server_that_is_not_the_one_gets_nothing(
    kind: str, guarded: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nor would the test let one pass from which nobody asks for a certificate."""
    context = certified(monkeypatch, tmp_path, "mail.example.org")
    how = {"tls_context": context} if kind == "starttls" else {"ssl_context": context}
    with mail_server(**how) as server:
        if guarded:
            with pytest.raises(ssl.SSLCertVerificationError):
                send(settings(server, smtp_security=kind))
        else:
            monkeypatch.setattr(ssl, "create_default_context", ssl._create_unverified_context)
            send(settings(server, smtp_security=kind))
        assert len(server.taken) == (not guarded)


def test_a_server_that_closes_is_of_no_more_use() -> None:
    with mail_server() as server:
        server.answer = "421 4.3.2 closing"
        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(settings(server))
        server.answer = "451 4.7.1 later"
        with pytest.raises(RefusedError, match="451"):
            send(settings(server))


def test_where_nobody_answers_is_said() -> None:
    with mail_server() as server:
        chosen = settings(server)
    with pytest.raises(TROUBLE):
        send(chosen)
