"""What happens reaches every address at least once, under one id; what is dead is switched off."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from api.access.ids import WebhookId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline
from api.store.engine import Database, reading, writing
from api.store.tables import AUDIT_EVENT, MAIL
from api.webhooks import delivering
from api.webhooks.delivering import LONGEST_WAIT, PATIENCE, pause_after
from api.webhooks.records.webhooks import find_by_id, remove_webhook, switch_on
from api.webhooks.relay import LEASE, WebhookRound
from tests.api.filled_service import CODE
from tests.api.notices.receiver import Receiver
from tests.api.store.filled import NOW
from tests.api.webhooks.hooks import Clock, is_signed, keep_webhook, kept, tell, told

MINUTE = timedelta(minutes=1)


def test_a_receiver_that_refuses_every_other_time_is_told_everything_under_one_id(
    database: Database, receiver: Receiver
) -> None:
    keep_webhook(database, receiver.address, NOW)
    receiver.answer = lambda before: 500 if before % 2 == 0 else 204
    clock = Clock(NOW)
    for number in range(12):
        tell(database, NOW, number)
    while any(one["outcome"] is None for one in told(database)):
        clock.relay(database).round()
        clock.at += 10 * MINUTE
        assert clock.at < NOW + PATIENCE
    copies = defaultdict(list)
    for number, posted in enumerate(receiver.posted):
        assert is_signed(posted)
        copies[posted.headers["webhook-id"]].append((number % 2 == 1, posted.content))
    assert set(copies) == {one["message_id"] for one in told(database)}
    assert all([taken for taken, _ in every].count(True) == 1 for every in copies.values())
    assert all(len({content for _, content in every}) == 1 for every in copies.values())
    assert {posted.document["data"]["version"] for posted in receiver.posted} == set(range(12))
    assert {one["outcome"] for one in told(database)} == {"sent"}


def test_all_addresses_are_told_under_the_same_id_and_a_dead_one_holds_up_no_other(
    database: Database, receiver: Receiver
) -> None:
    dead = f"https://localhost:{receiver.port + 1 if receiver.port < 65535 else 1}/"
    for address in (dead, receiver.address, f"https://localhost:{receiver.port}/too"):
        keep_webhook(database, address, NOW)
    for number in range(3):
        tell(database, NOW, number)
    assert Clock(NOW).relay(database).round() == WebhookRound(sent=6, failed=1)
    messages = defaultdict(set)
    for posted in receiver.posted:
        messages[posted.headers["webhook-id"]].add(posted.path)
    assert list(messages.values()) == [{"/texts", "/too"}] * 3


def test_an_address_that_takes_nothing_is_tried_once_a_round(database: Database, receiver: Receiver) -> None:
    keep_webhook(database, receiver.address, NOW)
    receiver.answer = lambda _: 500
    for number in range(5):
        tell(database, NOW, number)
    assert Clock(NOW).relay(database).round() == WebhookRound(failed=1)


def test_pauses_grow_and_have_an_end() -> None:
    pauses = [pause_after(number) for number in range(1, 40)]
    assert all(after in (2 * before, LONGEST_WAIT) for before, after in pairwise(pauses))
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=30), LONGEST_WAIT)


def test_what_a_dead_relay_had_comes_again_once_the_lease_is_over_under_the_same_id(
    database: Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver took it, and the relay dies before that is noted."""
    keep_webhook(database, receiver.address, NOW)
    tell(database, NOW)
    clock = Clock(NOW)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "note_sent", die)
        with pytest.raises(KeyboardInterrupt):
            clock.relay(database).round()
    clock.at += LEASE - timedelta(seconds=1)
    assert clock.relay(database).round() == WebhookRound()
    clock.at += timedelta(seconds=1)
    assert clock.relay(database).round() == WebhookRound(sent=1)
    first, second = receiver.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.content == second.content
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 120


def administrator(database: Database) -> str:
    """Make an administrator's account; return its id."""
    with writing(database) as connection:
        made = accounts.make(connection, "admin@example.dk", "da", by=None, at=NOW).id
        hotline = find_hotline(connection, CODE).id
        grants.give(connection, made, Role.ADMINISTRATOR, hotline=hotline, by=None, at=NOW)
    return made


def mailed(database: Database) -> list[str]:
    """Make mails of what waits; return whom the switching off is told."""
    for notice in find_notices(database):
        sort(database, notice, NOW)
    with reading(database) as connection:
        asked = select(MAIL.c.account_id).where(MAIL.c.kind == "webhook_off", MAIL.c.done_at.is_(None))
        return list(connection.execute(asked).scalars())


def test_an_address_at_which_nothing_comes_through_for_days_is_switched_off_and_that_is_told(
    database: Database, receiver: Receiver
) -> None:
    who, webhook = administrator(database), keep_webhook(database, receiver.address, NOW)
    receiver.answer = lambda _: 500
    clock = Clock(NOW)
    tell(database, NOW)
    while clock.at < NOW + PATIENCE:
        clock.relay(database).round()
        assert kept(database, webhook)["off_at"] is None
        clock.at += LONGEST_WAIT
    tell(database, clock.at)
    clock.relay(database).round()
    assert kept(database, webhook)["off_at"] == clock.at
    assert {one["outcome"] for one in told(database)} == {"given_up"}
    assert mailed(database) == [who]
    with reading(database) as connection:
        actions = set(connection.execute(select(AUDIT_EVENT.c.action)).scalars())
    assert {"webhook.add", "webhook.off"} <= actions
    before = len(told(database))
    tell(database, clock.at)
    assert len(told(database)) == before, "it is told nothing as long as it is off"


def test_one_that_says_it_is_gone_is_switched_off_at_once_and_can_be_switched_on_again(
    database: Database, receiver: Receiver
) -> None:
    webhook = keep_webhook(database, receiver.address, NOW)
    receiver.answer = lambda _: 410
    tell(database, NOW)
    clock = Clock(NOW)
    clock.relay(database).round()
    assert kept(database, webhook)["off_at"] == NOW
    with writing(database) as connection:
        found = find_by_id(connection, webhook)
        assert found is not None
        switch_on(connection, found, by=None, at=NOW)
    receiver.answer = lambda _: 200
    tell(database, NOW, number=2)
    assert clock.relay(database).round() == WebhookRound(sent=1)
    assert mailed(database) == [], "it is on again by now"


def test_what_comes_through_ends_the_count_of_days(database: Database, receiver: Receiver) -> None:
    webhook = keep_webhook(database, receiver.address, NOW)
    answers = iter([500, 200])
    receiver.answer = lambda _: next(answers)
    tell(database, NOW)
    clock = Clock(NOW)
    clock.relay(database).round()
    assert kept(database, webhook)["failing_since"] == NOW
    clock.at += MINUTE
    clock.relay(database).round()
    assert kept(database, webhook)["failing_since"] is None


def test_one_that_was_taken_away_is_told_nothing(database: Database, receiver: Receiver) -> None:
    keep_webhook(database, receiver.address, NOW)
    clock = Clock(NOW)
    tell(database, NOW)
    delivery = clock.relay(database)._claim(set[WebhookId]())
    assert delivery is not None
    with writing(database) as connection:
        found = find_by_id(connection, delivery.webhook)
        assert found is not None
        remove_webhook(connection, found, by=None, at=NOW)
    assert clock.relay(database).round() == WebhookRound()
    assert (receiver.posted, told(database)) == ([], [])


def test_nothing_that_is_posted_names_anybody(database: Database, receiver: Receiver) -> None:
    keep_webhook(database, receiver.address, NOW)
    tell(database, NOW)
    Clock(NOW).relay(database).round()
    (posted,) = receiver.posted
    document = json.loads(posted.content)
    assert document["data"].keys() == {"hotline", "plan", "version", "url"}
    assert posted.headers["content-type"] == "application/json"
