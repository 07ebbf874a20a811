"""A municipality may belong to two hotlines: who leads it in one sees nothing of it in the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from api.access.callers import AccountHolder
from api.access.ids import HotlineCode
from api.access.roles import Grant, Role
from api.accounts.records.members import members_of
from api.publishing.service import store_publication
from api.store.engine import writing
from api.store.tables import PERSON
from tests.api.access.world import OWN, published, world_plan
from tests.api.accounts.offices import BEGAN, Browser, Office

LEADER = "leder@example.dk"
THERE = HotlineCode("there")


@pytest.fixture
def leader(office: Office) -> Browser:
    """Sign in who leads the municipality in the first of two hotlines in which it takes part."""
    with writing(office.database) as connection:
        store_publication(
            connection, published(world_plan(THERE, OWN), (OWN, OWN)), BEGAN - timedelta(days=30)
        )
        hotline = members_of(connection, THERE).id
        renamed = update(PERSON).where(PERSON.c.hotline_id == hotline).values(name="somebody there")
        connection.execute(renamed)
    office.account(LEADER, Role.LEADER, municipality=OWN)
    return office.signed_in(LEADER)


ADDRESSES = (f"/municipalities/{OWN}", "/agents", "/weeks/2027-W01", "/api/v1/agents", "/api/v1/roster")


def seen(browser: Browser) -> dict[str, int]:
    """Return what is answered of the other hotline, by address."""
    answers = {address: browser.get(f"{address}?hotline={THERE}") for address in ADDRESSES}
    return {address: answer.status_code for address, answer in answers.items()}


def test_who_leads_it_in_one_hotline_is_nobody_in_the_other(leader: Browser) -> None:
    assert set(seen(leader).values()) == {404}
    assert "somebody there" not in "".join(leader.get(address).text for address in ADDRESSES)


def test_who_leads_it_in_both_sees_in_each_the_people_of_that_one(leader: Browser) -> None:
    leader.office.account(LEADER, Role.LEADER, hotline=THERE, municipality=OWN)
    leader = leader.office.signed_in(LEADER)
    assert set(seen(leader).values()) == {200}
    here, there = (leader.get(f"/agents?hotline={code}").text for code in ("here", THERE))
    assert ("somebody there" in here, "somebody there" in there) == (False, True)
    assert ("name-kanarie-751-1-y" in here, "name-kanarie-751-1-y" in there) == (True, False)


def test_a_grant_that_counted_everywhere_would_be_noticed(
    leader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everywhere(account: AccountHolder, _: str) -> tuple[Grant, ...]:
        return account.grants

    monkeypatch.setattr(AccountHolder, "grants_of", everywhere)
    assert 200 in seen(leader).values()
