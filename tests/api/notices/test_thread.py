"""The relay as a thread of the service, and as a command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, enumerate

import httpx2
import pytest
from sqlalchemy import Engine

from api.accounts.records import accounts
from api.accounts.records.links import LinkKind
from api.configuration.settings import FIELDS, SettingsError, defaults, variable
from api.notices.records.mails import Outcome
from api.notices.relay import Relay, Round
from api.notices.thread import LONGEST, pause, postman, postmen
from api.serving.metrics import Metrics
from api.store.engine import writing
from tests.api.commands.running import wfm
from tests.api.notices.post import ask_for_link, outcomes, relay, settings
from tests.api.notices.server import HOST, MailServer
from tests.api.serving.serving import free_port, until
from tests.api.store.filled import NOW


def is_working() -> bool:
    return any(thread.name == "postman" for thread in enumerate())


def account_of(engine: Engine) -> accounts.Account:
    with writing(engine) as connection:
        return accounts.make(connection, "new@example.org", "da", by=None, at=NOW)


def test_it_sends_while_the_service_runs_and_ends_with_it(engine: Engine, office: MailServer) -> None:
    account = account_of(engine)
    with postman(relay(engine, office, NOW), every=0.01):
        assert is_working()
        for number in (1, 2):
            ask_for_link(engine, account, LinkKind.INVITATION, NOW)
            until(lambda number=number: len(office.taken) == number, "the mail to come")  # type: ignore[misc]
    assert not is_working()
    ask_for_link(engine, account, LinkKind.INVITATION, NOW)
    assert len(office.taken) == 2


def test_no_fault_ends_it(engine: Engine, office: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = 0

    def faulty(_: Relay) -> Round:
        nonlocal rounds
        rounds += 1
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(Relay, "round", faulty)
    with postman(relay(engine, office, NOW), every=0.0001):
        until(lambda: rounds > 3, "some rounds")


def test_it_ends_after_the_mail_that_it_is_at(
    engine: Engine, office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        with writing(engine) as connection:
            account = accounts.make(connection, f"{_}@example.org", "da", by=None, at=NOW)
        ask_for_link(engine, account, LinkKind.INVITATION, NOW)
    sender, send = relay(engine, office, NOW), Relay._send
    begun = Event()

    def sending(*given: object) -> bool | None:
        begun.set()
        sender.stopped.set()
        return send(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Relay, "_send", sending)
    assert sender.round() == Round(sent=1)
    assert begun.is_set()
    assert sorted(map(str, outcomes(engine).values())) == ["None", "None", "sent"]


@pytest.mark.parametrize(("misses", "seconds"), [(0, 5), (1, 10), (5, 160), (6, LONGEST), (10_000, LONGEST)])
def test_a_server_that_is_not_reached_is_asked_ever_more_seldom(misses: int, seconds: float) -> None:
    assert pause(5, misses) == seconds


def test_without_a_mail_server_there_is_no_relay(engine: Engine) -> None:
    assert postmen(engine, defaults(), lambda: NOW) == ()


def test_what_is_sent_is_shown_to_prometheus(engine: Engine, office: MailServer) -> None:
    ask_for_link(engine, account_of(engine), LinkKind.INVITATION, NOW)
    chosen = settings(office.port).model_copy(update={"metrics_port": free_port()})
    (work,) = postmen(engine, chosen, lambda: NOW)
    metrics = Metrics()
    with metrics.served(chosen), work(metrics.registry):
        until(lambda: bool(office.taken), "the mail to come")
        until(lambda: "mails_sent_total{" in shown(chosen.metrics_port), "the figure")
        assert 'faellesvagt_mails_sent_total{kind="invitation"} 1.0' in shown(chosen.metrics_port)


def shown(port: int) -> str:
    return httpx2.get(f"http://{HOST}:{port}/metrics", trust_env=False).text


@pytest.fixture
def _set_up(engine: Engine, place: str, office: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(variable(name), raising=False)
    where = "WFM_DATABASE_URL" if place.startswith("postgresql") else "WFM_DATA_FOLDER"
    mail = {"HOST": HOST, "PORT": str(office.port), "SECURITY": "none"}
    for name, value in {f"WFM_SMTP_{key}": text for key, text in mail.items()}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WFM_MAIL_FROM", "Fællesvagt <vagt@example.dk>")
    monkeypatch.setenv(where, place)


@pytest.mark.usefixtures("_set_up")
def test_the_command_sends_once_and_says_by_its_status_whether_all_was_sent(
    engine: Engine, office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, now = account_of(engine), datetime.now(UTC) - timedelta(minutes=1)
    link = ask_for_link(engine, account, LinkKind.INVITATION, now)
    office.answer = "451 4.7.1 later"
    ran = wfm("send-mail", "--lang", "en")
    assert (ran.returncode, ran.stdout.splitlines()) == (
        1,
        ["0 mails sent.", "1 mail could not be sent and will be tried again."],
    )
    office.answer = "250 OK"
    ran = wfm("send-mail", "--lang", "da")
    assert (ran.returncode, ran.stdout) == (0, "0 mails sendt.\n"), "its time has not come"
    ask_for_link(engine, account, LinkKind.INVITATION, now)
    ran = wfm("send-mail", "--lang", "en")
    assert (ran.returncode, ran.stdout) == (0, "1 mail sent.\n")
    assert link not in ran.stderr
    monkeypatch.setenv("WFM_SMTP_PORT", "1")
    ask_for_link(engine, account, LinkKind.INVITATION, now)
    ran = wfm("send-mail", "--lang", "en")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (
        1,
        "The mail server 127.0.0.1, port 1, could not be used; the log says why.",
    )
    monkeypatch.delenv("WFM_SMTP_HOST")
    with pytest.raises(SettingsError) as told:
        wfm("send-mail")
    assert [fault.file for fault in told.value.faults] == ["WFM_SMTP_HOST"]
    assert Outcome.SENT in outcomes(engine).values()


def test_nothing_of_a_receiver_or_a_link_is_logged(
    engine: Engine, place: str, office: MailServer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    account = account_of(engine)
    ask_for_link(engine, account, LinkKind.INVITATION, NOW)
    relay(engine, office, NOW).round()
    office.refused["new@example.org"] = "550 new@example.org is nobody here"
    ask_for_link(engine, account, LinkKind.RESET, NOW)
    relay(engine, office, NOW).round()
    told = "".join(capfd.readouterr())
    assert "mail_done" in told
    assert "mail_failed" in told
    assert "new@example.org" not in told
    assert office.taken[0].text.split("/links/")[1].split()[0] not in told
