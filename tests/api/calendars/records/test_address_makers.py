"""An address lives as long as whoever made it could make it today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, true

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.calendars.records import addresses, opening
from api.calendars.records.addresses import CalendarOwner, list_addresses
from api.calendars.rights import HOTLINE, MUNICIPALITY
from api.store.engine import reading, writing
from tests.api.calendars.records.subscribed import Hotline
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW, plan_with_notes

OWNERS: dict[str, Callable[[Hotline], CalendarOwner]] = {
    "own": lambda hotline: hotline.person("1-1"),
    "colleague": lambda hotline: hotline.person("1-2"),
    "town": lambda _: CalendarOwner(MUNICIPALITY, "1"),
    "neighbour": lambda _: CalendarOwner(MUNICIPALITY, "2"),
    "hotline": lambda hotline: CalendarOwner(HOTLINE, hotline.id),
}
FOLLOWED = {
    (Role.AGENT, "1", "1-1"): {"own"},
    (Role.LEADER, "1", None): {"town"},
    (Role.COORDINATOR, None, None): {"town", "neighbour", "hotline"},
    (Role.ADMINISTRATOR, None, None): {"town", "neighbour", "hotline"},
}


@pytest.fixture
def hotline(engine: Engine) -> Hotline:
    """Return a hotline with a published roster."""
    made = Hotline(engine, plan_with_notes())
    made.publish(SMALL_ROSTER, NOW)
    return made


def followed(hotline: Hotline, account: AccountId) -> set[str]:
    """Return the kinds of calendars of which an account's addresses live."""
    tokens = {name: hotline.subscribe(of(hotline), account=account)[1] for name, of in OWNERS.items()}
    return {name for name, token in tokens.items() if hotline.opened(token) is not None}


@pytest.mark.parametrize("grant", FOLLOWED)
def test_each_role_has_its_calendars_and_no_other(
    hotline: Hotline, grant: tuple[Role, str | None, str | None]
) -> None:
    assert followed(hotline, hotline.account(*grant)) == FOLLOWED[grant]


def test_without_looking_at_grants_all_of_them_would_live(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_may_follow", true)
    monkeypatch.setattr(opening, "_OPENED", opening._select_opened())
    assert followed(hotline, hotline.account(Role.AGENT, "1", "1-1")) == set(OWNERS)


@pytest.mark.parametrize("grant", FOLLOWED)
def test_with_the_grant_the_addresses_go(
    hotline: Hotline, grant: tuple[Role, str | None, str | None]
) -> None:
    account = hotline.account(*grant)
    owner = OWNERS[min(FOLLOWED[grant])](hotline)
    _, token = hotline.subscribe(owner, account=account)
    assert hotline.opened(token) is not None
    with writing(hotline.engine) as connection:
        (given,) = grants.grants_of(connection, account)
        grants.withdraw(connection, given, by=None, at=NOW)
    assert hotline.opened(token) is None
    with reading(hotline.engine) as connection:
        assert list_addresses(connection, hotline.id, (owner,)) == ()


@pytest.mark.parametrize("grant", FOLLOWED)
def test_whoever_is_deactivated_has_no_address_at_the_next_request(
    hotline: Hotline, grant: tuple[Role, str | None, str | None]
) -> None:
    account = hotline.account(*grant)
    owner = OWNERS[min(FOLLOWED[grant])](hotline)
    (_, token), (_, other) = hotline.subscribe(owner, account=account), hotline.subscribe(owner)
    with writing(hotline.engine) as connection:
        accounts.deactivate(connection, account, by=None, at=NOW)
    assert hotline.opened(token) is None
    assert hotline.opened(other) is not None


def test_a_grant_in_another_hotline_keeps_no_address_alive(hotline: Hotline) -> None:
    other = Hotline(hotline.engine, small_plan(code="other"))
    assert followed(hotline, other.account(Role.COORDINATOR)) == set()
    assert followed(hotline, other.account(Role.LEADER, "1")) == set()


def test_an_administrator_of_all_hotlines_follows_this_one(hotline: Hotline) -> None:
    with writing(hotline.engine) as connection:
        made = accounts.make(connection, "all@example.dk", "da", by=None, at=NOW)
        grants.give(connection, made.id, Role.ADMINISTRATOR, hotline=None, by=None, at=NOW)
    assert followed(hotline, made.id) == {"town", "neighbour", "hotline"}
