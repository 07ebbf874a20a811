"""A collection that opens later: everybody who is asked gets a mail when it opens, and one only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from api.accounts.records.accounts import Account, deactivate
from api.plans.records.facts import find_hotline
from api.store.engine import reading, writing
from tests.api.availability.asked import CLOSES, iso, open_collection
from tests.api.filled_service import CODE, NOW, Served
from tests.api.notices.post import add_agents, address, relay
from tests.api.notices.server import MailServer, mail_server

DAY = timedelta(days=1)
OPENS = NOW + DAY
ASKED = sorted(map(address, ("1-1", "1-2", "2-1", "2-2")))


@pytest.fixture
def people(served: Served) -> Mapping[str, Account]:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    return add_agents(served.database, hotline)


@pytest.fixture
def office() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def tick(served: Served, office: MailServer, after: timedelta) -> list[str]:
    """Let a relay do a round some time after the collection was made; return whom it mailed about it."""
    served.now[0] = NOW + after
    seen = len(office.taken)
    relay(served.database, office, served.now[0]).round()
    asked = [one for one in office.taken[seen:] if "Hvornår kan du" in str(one.message["Subject"])]
    return sorted(one.receivers[0] for one in asked)


def move(served: Served, began: int, **told: str) -> None:
    document = {"closes": iso(CLOSES), **told}
    assert served.send("PUT", "collection", document, began=began).status_code == 200


@pytest.mark.usefixtures("people")
def test_nobody_before_it_opens_everybody_then_and_nobody_again(served: Served, office: MailServer) -> None:
    open_collection(served, opens=iso(OPENS))
    assert tick(served, office, timedelta(0)) == []
    assert tick(served, office, DAY - timedelta(seconds=1)) == []
    assert tick(served, office, DAY) == ASKED
    assert tick(served, office, DAY + timedelta(seconds=5)) == []
    move(served, 1)
    assert tick(served, office, 2 * DAY) == []


@pytest.mark.usefixtures("people")
def test_where_nothing_ran_when_it_opened_the_next_round_does_it(served: Served, office: MailServer) -> None:
    open_collection(served, opens=iso(OPENS))
    assert tick(served, office, 2 * DAY) == ASKED
    assert tick(served, office, 2 * DAY) == []


@pytest.mark.usefixtures("people")
def test_two_relays_at_that_moment_make_one_mail_a_person(served: Served, office: MailServer) -> None:
    open_collection(served, opens=iso(OPENS))
    barrier = Barrier(2)

    def work() -> None:
        barrier.wait()
        relay(served.database, office, OPENS).round()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tick(served, office, DAY) == []
    assert sorted(one.receivers[0] for one in office.taken if "Hvornår" in one.message["Subject"]) == ASKED


@pytest.mark.usefixtures("people")
def test_the_mail_moves_with_the_opening(served: Served, office: MailServer) -> None:
    open_collection(served, opens=iso(OPENS))
    move(served, 1, opens=iso(NOW + 2 * DAY))
    move(served, 2, opens=iso(NOW + 3 * DAY))
    move(served, 3, opens=iso(NOW + 2 * DAY))
    assert tick(served, office, DAY) == []
    assert tick(served, office, 2 * DAY) == ASKED
    assert tick(served, office, 3 * DAY) == []


@pytest.mark.usefixtures("people")
def test_one_that_is_opened_earlier_mails_then(served: Served, office: MailServer) -> None:
    open_collection(served, opens=iso(NOW + 3 * DAY))
    served.now[0] = NOW + DAY
    move(served, 1, opens=iso(NOW))
    assert tick(served, office, DAY) == ASKED
    assert tick(served, office, 4 * DAY) == []


def test_whom_it_asks_is_decided_when_it_opens(
    served: Served, office: MailServer, people: Mapping[str, Account]
) -> None:
    open_collection(served, opens=iso(OPENS))
    with writing(served.database) as connection:
        deactivate(connection, people["1-2"].id, by=None, at=NOW)
    assert tick(served, office, DAY) == [one for one in ASKED if one != address("1-2")]
