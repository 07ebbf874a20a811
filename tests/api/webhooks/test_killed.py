"""A relay of webhooks that is killed anywhere, with a receiver that refuses half: everything arrives."""

from __future__ import annotations

import os
import random
import signal
import warnings
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete

from api.store.engine import open_engine, writing
from api.store.tables import WEBHOOK, WEBHOOK_DELIVERY
from api.webhooks import delivering
from api.webhooks.delivering import LONGEST_WAIT, PATIENCE
from api.webhooks.relay import LEASE
from api.webhooks.sending import WebhookSender
from tests.api.notices.receiver import Receiver
from tests.api.store.filled import NOW
from tests.api.webhooks.hooks import Clock, is_signed, keep_webhook, tell, told

STEPS = ((WebhookSender, "post", True), (WebhookSender, "post", False), (delivering, "note_sent", False))
"""Where a child is killed: before it posts, after that, or while it notes it, which is not kept."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def kind(request: pytest.FixtureRequest) -> str:
    """Return which database it is."""
    return str(request.param)


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """Return a step before or after which the process dies."""

    def wrapped(*given: Any, **named: Any) -> Any:
        found = None if before else step(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return found

    return wrapped


def deliver_in_child(place: str, at: datetime, step: tuple[Any, str, bool] | None = None) -> bool:
    """Deliver what is due in a process that dies at a step; tell whether it did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a child needs nothing of the receiver's threads
        child = os.fork()
    if child == 0:
        try:
            if step is not None:
                where, name, before = step
                setattr(where, name, dying(getattr(where, name), before=before))
            Clock(at).relay(open_engine(place)).round()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "a child failed"
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.prove)])
def test_a_relay_is_killed_again_and_again(filled_place: str, receiver: Receiver, kills: int) -> None:
    database, chance = open_engine(filled_place), random.Random(17)
    with writing(database) as connection:
        connection.execute(delete(WEBHOOK_DELIVERY))
        connection.execute(delete(WEBHOOK))
    keep_webhook(database, receiver.address, NOW)
    receiver.answer = lambda _: chance.choice((500, 204))
    at, killed = NOW, 0
    for number in range(kills):
        tell(database, at, number)
        tell(database, at, number)
        killed += deliver_in_child(filled_place, at, chance.choice(STEPS))
        at += LEASE
    receiver.answer = lambda _: 204
    assert not deliver_in_child(filled_place, at + LONGEST_WAIT)
    assert killed >= kills / 2, "where nothing comes through, there is nothing to note"
    rows = told(database)
    assert (len(rows), {one["outcome"] for one in rows}) == (2 * kills, {"sent"})
    contents = defaultdict(set)
    for posted in receiver.posted:
        assert is_signed(posted)
        contents[posted.headers["webhook-id"]].add(posted.content)
    assert contents.keys() == {one["message_id"] for one in rows}
    assert {len(one) for one in contents.values()} == {1}
    assert at + LONGEST_WAIT < NOW + PATIENCE
    database.dispose()
