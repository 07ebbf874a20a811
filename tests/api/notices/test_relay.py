"""What stands in the outbox reaches whom it is for, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, insert, select, update

from api.access.roles import Role
from api.access.tokens import is_token
from api.accounts.records import accounts, links, offers
from api.accounts.records.links import LinkKind
from api.notices.kinds import find_notices
from api.notices.records import mails
from api.notices.records.mails import Mail, Outcome
from api.notices.relay import FIRST_WAIT, LEASE, LONGEST_WAIT, Relay, Round
from api.store import outbox
from api.store.engine import reading, writing
from api.store.tables import ACCOUNT, HOTLINE, MAIL, OIDC_IDENTITY, OUTBOX
from api.store.types import new_id
from tests.api.notices.post import (
    PUBLIC,
    add_agents,
    address,
    ask_for_link,
    outcomes,
    publish_twice,
    relay,
    settings,
)
from tests.api.notices.server import MailServer
from tests.api.serving.serving import PATIENCE
from tests.api.store.filled import NOW, add_plan, plan_with_notes
from tests.builders import agent as agent_of

LATER = NOW + timedelta(days=2, hours=1)
"""An hour after the second roster was published."""
TOKEN = re.compile(rf"{PUBLIC}/links/(\S+)")


def texts(office: MailServer) -> dict[str, list[str]]:
    """Return what each receiver has been sent, by address."""
    found: dict[str, list[str]] = {}
    for taken in office.taken:
        (receiver,) = taken.receivers
        found.setdefault(receiver, []).append(taken.text)
    return found


def tokens(office: MailServer) -> list[str]:
    """Return the secrets of the links that were sent, in order."""
    return [found[1] for taken in office.taken if (found := TOKEN.search(taken.text))]


def waiting_mail(engine: Engine, account: str) -> str:
    """Put a mail in, past any notice; return its id."""
    with writing(engine) as connection:
        notice = outbox.add_notice(connection, "test", {}, NOW)
        mail = new_id()
        told = {
            "hotline": "test",
            "name": "Hotline",
            "first_day": "2027-01-04",
            "last_day": "2027-01-10",
            "at": None,
        }
        payload = {**told, "joined": [["2027-01-04", "08:00", "11:00"]], "left": []}
        what = {"notice_id": notice, "account_id": account, "kind": "published", "payload": payload}
        what |= {"event": "shifts", "role": "agent", "channel": "mail"}
        connection.execute(insert(MAIL).values(id=mail, **what, created_at=NOW, due_at=NOW, attempts=0))
    return mail


def row_of(engine: Engine, mail: str) -> Mail:
    """Return a mail as it stands."""
    with reading(engine) as connection:
        found: Mail = connection.execute(select(MAIL).where(MAIL.c.id == mail)).one()  # type: ignore[assignment]
        return found


@pytest.fixture
def agent(engine: Engine) -> accounts.Account:
    """Return an agent's account."""
    return add_agents(engine, add_plan(engine, plan_with_notes()).hotline)["1-1"]


def test_agents_are_told_their_own_changes_and_nobody_else_s(engine: Engine, office: MailServer) -> None:
    publish_twice(engine)
    assert relay(engine, office, LATER).round() == Round(sent=6)
    sent = texts(office)
    assert set(sent) == {address(agent) for agent in ("1-1", "1-2", "2-1", "2-2")}
    first, again = sorted(sent[address("1-1")], key=len)
    assert "Her er dine vagter." in first
    assert "Her er det, der er ændret for dig." in again
    assert f"{PUBLIC}/me?hotline=test\n" in again
    for agent, said in sent.items():
        for one in said:
            assert not re.search(r"\d-\d", one.replace(agent, "")), "somebody's id"
            assert "KANARIE" not in one


def test_what_changed_is_told_shift_by_shift(engine: Engine, office: MailServer) -> None:
    publish_twice(engine)
    relay(engine, office, LATER).round()
    sent = texts(office)
    (only,) = sent[address("2-1")]
    assert "1 vagt:\n  Mandag 4. januar 2027, 11.00–14.00\n" in only
    again = max(sent[address("1-1")], key=len)
    assert "offentliggjort igen torsdag 3. december 2026 kl. 13.00" in again
    assert "1 ny vagt:\n  Torsdag 7. januar 2027, 11.00–14.00\n" in again
    left = (
        "2 vagter, som ikke længere er dine:\n  Tirsdag 5. januar 2027, 08.00–11.00\n  Onsdag 6. januar 2027"
    )
    assert left in again
    assert "Mandag" not in again


def test_a_novice_is_told_where_they_sit_beside_colleagues(engine: Engine, office: MailServer) -> None:
    plan = plan_with_notes()
    novice = agent_of("1-9", beside_until=date(2027, 12, 31))
    publish_twice(engine, replace(plan, agents=(*plan.agents, novice)))
    assert relay(engine, office, LATER).round() == Round(sent=8)
    first, again = sorted(texts(office)[address("1-9")], key=lambda text: "igen" in text)
    assert "3 vagter ved siden af kolleger:\n  Mandag 4. januar 2027, 08.00–11.00\n" in first
    assert "1 ny vagt ved siden af en kollega:\n  Torsdag 7. januar 2027, 11.00–14.00\n" in again
    left = (
        "1 vagt, hvor du ikke længere sidder ved siden af en kollega:\n  Onsdag 6. januar 2027, 11.00–14.00\n"
    )
    assert left in again
    assert not any("ved siden af" in text for text in texts(office)[address("1-1")])


def test_nothing_is_sent_twice(engine: Engine, office: MailServer) -> None:
    publish_twice(engine)
    for _ in range(3):
        relay(engine, office, LATER).round()
    assert len(office.taken) == 6
    assert set(office.numbers().values()) == {1}
    assert set(outcomes(engine)) == set(office.numbers())
    assert set(outcomes(engine).values()) == {Outcome.SENT}


@pytest.mark.parametrize(
    ("kind", "words"), [(LinkKind.INVITATION, "Du har fået en konto"), (LinkKind.RESET, "ny adgangskode")]
)
def test_a_link_s_secret_is_made_when_it_is_sent(
    engine: Engine, office: MailServer, agent: accounts.Account, kind: LinkKind, words: str
) -> None:
    link = ask_for_link(engine, agent, kind, NOW)
    assert relay(engine, office, NOW).round() == Round(sent=1)
    (taken,) = office.taken
    assert words in taken.text
    (token,) = tokens(office)
    assert is_token(token)
    with reading(engine) as connection:
        found = links.find(connection, token, NOW)
        everything = str(connection.execute(select(OUTBOX)).all()) + str(
            connection.execute(select(MAIL)).all()
        )
    assert found is not None
    assert (found.id, found.kind) == (link, kind)
    assert token not in everything


def test_a_second_copy_of_a_link_is_another_message_and_the_first_one_opens_nothing(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    """A mail program that drops the second of two messages with one id would leave a dead link."""
    ask_for_link(engine, agent, LinkKind.RESET, NOW)
    sender = relay(engine, office, NOW)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mails, "note_outcome", lambda *_: None)  # it dies between sending and noting
        sender.stopped.clear()
        sender.round()
    relay(engine, office, NOW + LEASE).round()
    first, second = tokens(office)
    with reading(engine) as connection:
        assert links.find(connection, first, NOW) is None
        assert links.find(connection, second, NOW) is not None
    assert sorted(office.numbers().values()) == [1, 1]


def test_a_link_that_is_of_no_use_any_more_is_not_sent(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    ask_for_link(engine, agent, LinkKind.RESET, NOW)
    ask_for_link(engine, agent, LinkKind.RESET, NOW)  # takes the place of the first
    relay(engine, office, NOW).round()
    assert sorted(filter(None, outcomes(engine).values())) == [Outcome.NOT_NEEDED, Outcome.SENT]
    assert len(office.taken) == 1


def test_who_is_invited_is_written_to_whether_there_was_an_account_or_not(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    """A closed account is not; and the inviter sees the same of all three."""
    closed = "lukket@example.org"
    with writing(engine) as connection:
        hotline = connection.execute(select(HOTLINE.c.id)).scalar_one()
        old = accounts.make(connection, closed, "da", by=None, at=NOW)
        accounts.deactivate(connection, old.id, by=None, at=NOW)
        for email in (agent.email, "ny@example.org", closed):
            made = offers.make(connection, hotline, email, "da", by=agent.id, at=NOW, lasts=timedelta(days=7))
            told = {"municipality": None, "person": None, "by": agent.id, "at": NOW}
            offers.add_role(connection, made, Role.COORDINATOR, **told)  # type: ignore[arg-type]
            outbox.add_notice(connection, offers.NOTICE, {"offer": made}, NOW)
    relay(engine, office, NOW).round()
    assert set(texts(office)) == {agent.email, "ny@example.org"}
    with reading(engine) as connection:
        found = [offers.find(connection, token, NOW) for token in tokens(office)]
    assert {(one.email, one.handed) for one in found if one} == {(email, False) for email in texts(office)}


def test_nobody_is_written_to_who_cannot_sign_in(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    mail = waiting_mail(engine, agent.id)
    with writing(engine) as connection:
        accounts.deactivate(connection, agent.id, by=None, at=NOW)
    assert relay(engine, office, NOW).round() == Round(sent=1)
    assert outcomes(engine)[mail] == Outcome.NOT_NEEDED
    assert office.taken == []


def test_the_address_is_the_account_s_else_what_a_provider_says(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    identity = {"id": new_id(), "account_id": agent.id, "issuer": "https://id.example.dk", "subject": "1"}
    with writing(engine) as connection:
        values = {**identity, "email": "claimed@example.org", "created_at": NOW, "seen_at": NOW}
        connection.execute(insert(OIDC_IDENTITY).values(**values))
    waiting_mail(engine, agent.id)
    relay(engine, office, NOW).round()
    with writing(engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == agent.id).values(email=None))
    waiting_mail(engine, agent.id)
    relay(engine, office, NOW).round()
    assert [taken.receivers for taken in office.taken] == [(address("1-1"),), ("claimed@example.org",)]


def test_everybody_is_written_to_in_their_own_language(engine: Engine, office: MailServer) -> None:
    revision = add_plan(engine, plan_with_notes())
    account = add_agents(engine, revision.hotline, "en")["1-1"]
    waiting_mail(engine, account.id)
    relay(engine, office, NOW).round()
    assert "These are your shifts." in office.taken[0].text


def test_a_refused_mail_is_tried_again_ever_later_and_holds_up_no_other(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    mail, at = waiting_mail(engine, agent.id), NOW
    office.refused[address("1-1")] = "550 5.1.1 nobody here"
    waits = []
    for _ in range(12):
        sender = relay(engine, office, at)
        assert sender.round() == Round(failed=1)
        found = row_of(engine, mail)
        waits.append(found.due_at - at)  # type: ignore[attr-defined]
        at = found.due_at  # type: ignore[attr-defined]
        assert relay(engine, office, at - timedelta(seconds=1)).round() == Round()
    assert waits == [min(FIRST_WAIT * 2**n, LONGEST_WAIT) for n in range(12)]
    with writing(engine) as connection:
        other = accounts.make(connection, "other@example.org", "da", by=None, at=NOW)
    waiting_mail(engine, other.id)
    assert relay(engine, office, at).round() == Round(sent=1, failed=1)


@pytest.mark.parametrize(("early", "given_up"), [(timedelta(seconds=1), 0), (timedelta(0), 1)])
def test_a_mail_is_given_up_after_some_days(
    engine: Engine, office: MailServer, agent: accounts.Account, early: timedelta, given_up: int
) -> None:
    mail = waiting_mail(engine, agent.id)
    office.refused[address("1-1")] = "550 5.1.1 nobody here"
    sender = relay(engine, office, NOW + timedelta(days=3) - early)
    assert sender.round().given_up == given_up
    assert outcomes(engine)[mail] == (Outcome.GIVEN_UP if given_up else None)
    figures = {one.name: one.samples[0].value for one in sender.figures.registry.collect() if one.samples}
    assert figures["faellesvagt_mails_given_up"] == given_up
    assert figures["faellesvagt_mails_waiting"] == 1 - given_up


@pytest.mark.parametrize(("early", "mails_made"), [(timedelta(seconds=1), 1), (timedelta(0), 0)])
def test_a_notice_that_is_too_old_becomes_no_mail(
    engine: Engine, office: MailServer, agent: accounts.Account, early: timedelta, mails_made: int
) -> None:
    """Whoever sets mail up after a year does not mail a year's rosters."""
    ask_for_link(engine, agent, LinkKind.INVITATION, NOW)
    relay(engine, office, NOW + timedelta(days=3) - early).round()
    assert len(office.taken) == mails_made
    assert find_notices(engine) == ()


def test_a_notice_that_cannot_be_read_holds_up_no_other(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    with writing(engine) as connection:
        outbox.add_notice(connection, "published", {"plan": new_id(), "number": 1, "before": 0}, NOW)
    ask_for_link(engine, agent, LinkKind.INVITATION, NOW)
    assert relay(engine, office, NOW).round() == Round(sent=1)
    assert len(find_notices(engine)) == 1


def test_an_address_that_cannot_be_used_goes_nowhere(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    hostile = "offer@example.org\r\nBcc: tyv@example.org"
    with writing(engine) as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == agent.id).values(email=hostile))
    waiting_mail(engine, agent.id)
    assert relay(engine, office, NOW).round() == Round(failed=1)
    assert office.taken == []


def test_where_the_server_is_down_mails_wait_and_none_is_lost(
    engine: Engine, office: MailServer, agent: accounts.Account
) -> None:
    waiting_mail(engine, agent.id)
    office.answer = "421 4.3.2 closing"
    assert relay(engine, office, NOW).round() == Round(failed=1, reached=False)
    office.answer = "250 OK"
    port, office.port = office.port, 1
    assert relay(engine, office, NOW + FIRST_WAIT).round() == Round(reached=False)
    office.port = port
    assert relay(engine, office, NOW + FIRST_WAIT).round() == Round(sent=1)


def at_once(engine: Engine, office: MailServer, relays: int = 4) -> None:
    """Let several relays send at the same moment: each has claimed a mail before any has sent one."""
    barrier = Barrier(relays)

    class Together(Relay):
        """Waits for the others once it has its first mail."""

        waited = False

        def _send(self, hand_over: Callable[[Mail], Outcome], mail: Mail) -> bool | None:
            if not self.waited:
                self.waited = True
                barrier.wait(PATIENCE)
            return super()._send(hand_over, mail)

    def work() -> None:
        Together(engine, settings(office.port), lambda: NOW).round()

    threads = [Thread(target=work) for _ in range(relays)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_relays_that_work_at_once_send_each_mail_once(
    engine: Engine, office: MailServer, agent: accounts.Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it the test's patience that holds it: without the lease a mail is in two hands."""
    ids = {waiting_mail(engine, agent.id) for _ in range(12)}
    at_once(engine, office)
    assert office.numbers() == dict.fromkeys(ids, 1)
    monkeypatch.setattr(mails, "_free", lambda at: MAIL.c.id.is_not(None))
    more = {waiting_mail(engine, agent.id) for _ in range(12)}
    at_once(engine, office)
    assert set(office.numbers()) == ids | more
    assert max(office.numbers().values()) > 1


def test_a_late_failure_takes_nothing_out_of_another_s_hands(engine: Engine, agent: accounts.Account) -> None:
    mail = waiting_mail(engine, agent.id)
    with writing(engine) as connection:
        first = mails.claim(connection, NOW, NOW + LEASE)
        assert mails.claim(connection, NOW + LEASE - timedelta(seconds=1), NOW) is None
        second = mails.claim(connection, NOW + LEASE, NOW + 2 * LEASE)
        assert first is not None
        assert second is not None
        assert (first.attempt, second.attempt) == (1, 2)
        mails.note_failure(connection, first, NOW)
        assert mails.claim(connection, NOW + LEASE, NOW + 2 * LEASE) is None
        mails.note_outcome(connection, second, Outcome.SENT, NOW)
        mails.note_failure(connection, second, NOW)
        mails.note_outcome(connection, first, Outcome.NOT_NEEDED, NOW)
    assert outcomes(engine) == {mail: Outcome.SENT}
