"""Whatever is not there yet: each page that a role may reach says what comes next; none is a dead end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.store.engine import writing
from api.store.hotlines import make_hotline
from tests.api.access.test_policy import STRANGER
from tests.api.one_thread import TestClient
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import NOW, Planned, planned
from wfm.ids import AgentId, MunicipalityCode

TEST = HotlineCode("test")
DAY = "2027-01-04"
OF_SOMEBODY = ("/employment",)
"""Ends of addresses that name somebody beside the plan; links to them are followed below."""


def nothing(world: Planned) -> None:
    """Leave the store empty."""


def hotline(world: Planned) -> None:
    """Make a hotline that has no plan, as one whose plans are all past keeping."""
    with writing(world.database) as connection:
        assert make_hotline(connection, TEST, "Test", NOW)


def bare(world: Planned) -> None:
    """Make a hotline as the form does."""
    world.plan(replace(small_plan(), municipalities=(), agents=(), availability=(), locks=(), previous=()))


def plan(world: Planned) -> None:
    """Import a plan."""
    world.plan(small_plan())


def draft(world: Planned) -> None:
    """Keep a roster that is not published."""
    plan(world)
    world.version(SMALL_ROSTER, expected=0)


def published(world: Planned) -> None:
    """Publish one."""
    plan(world)
    world.publish(world.version(SMALL_ROSTER, expected=0), expected=0)


LONG = (hotline, plan, draft)
"""States that a walk looks at in its long form only."""
STATES: tuple[Callable[[Planned], None], ...] = (nothing, hotline, bare, plan, draft, published)


def _params() -> Iterator[Any]:
    for one in STATES:
        yield pytest.param(one, id=one.__name__, marks=[pytest.mark.prove] if one in LONG else [])


IN_SHORT = pytest.mark.parametrize("state", list(_params()), indirect=True)


def holder(role: Role, *grants: Grant) -> AccountHolder:
    """Return an account that has these grants."""
    return AccountHolder(AccountId(role.value[0] * 32), grants)


def of_whole(state: Callable[[Planned], None]) -> AccountHolder:
    """Return who administers the whole service: each hotline that there is."""
    grants = () if state is nothing else (Grant(Role.ADMINISTRATOR, TEST),)
    return AccountHolder(AccountId("f" * 32), grants, administers_service=True)


TOWN = MunicipalityCode("1")
ROLES: Mapping[str, AccountHolder] = {
    "administrator": holder(Role.ADMINISTRATOR, Grant(Role.ADMINISTRATOR, TEST)),
    "coordinator": holder(Role.COORDINATOR, Grant(Role.COORDINATOR, TEST)),
    "leader": holder(Role.LEADER, Grant(Role.LEADER, TEST, TOWN)),
    "agent": holder(Role.AGENT, Grant(Role.AGENT, TEST, TOWN, AgentId("1-1"))),
}
NO_ROLE = AccountHolder(AccountId("0" * 32))


def whoever(state: Callable[[Planned], None]) -> Iterator[tuple[str, AccountHolder]]:
    """Yield whoever can be signed in while things stand so."""
    yield "whole", of_whole(state)
    yield "none", NO_ROLE
    if state is not nothing:
        yield from ROLES.items()


@pytest.fixture(params=STATES, ids=lambda state: str(state.__name__))
def state(request: pytest.FixtureRequest) -> Callable[[Planned], None]:
    found: Callable[[Planned], None] = request.param
    return found


@pytest.fixture
def world(tmp_path: Path, state: Callable[[Planned], None]) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        state(found)
        yield found


def pages(world: Planned, state: Callable[[Planned], None]) -> list[str]:
    """Return every page whose address names nothing but a plan that is there."""
    has_plan = state in (bare, plan, draft, published)
    found = [
        context.path or ""
        for context in iter_route_contexts(world.app().routes)
        if "GET" in (context.methods or ()) and not getattr(context.original_route, "include_in_schema", True)
    ]
    filled = [path.replace("{plan}", DAY) for path in found if has_plan or "{plan}" not in path]
    plain = [path for path in filled if "{" not in path and not path.startswith("/api/")]
    return [path for path in plain if not path.endswith(OF_SOMEBODY)]


@IN_SHORT
def test_every_page_that_a_role_may_reach_is_a_page(world: Planned, state: Callable[[Planned], None]) -> None:
    asked = pages(world, state)
    assert {"/", "/plans", "/me", "/agents", "/administration", "/hotlines"} <= {*asked}
    wrong = []
    for name, caller in whoever(state):
        world.caller = caller
        client = world.client()
        for path in asked:
            if DAY in path and name in ("leader", "agent") and state is not published:
                continue  # to them a draft does not exist, so no page leads there: see below
            status = client.get(f"{path}?lang=en").status_code
            if status not in (200, 303, 307, 403, 409):
                wrong.append((name, path, status))
    assert wrong == []


ALIKE = 3
"""How many links are followed that differ in the values of their query alone."""
VALUE = re.compile(r"=[^&]*")
LINK = re.compile(r'href="(/[^"#]*)')
ELSEWHERE = ("/static/", "/api/", "/feeds/", "/sign-")


def crawl(client: TestClient, begin: str = "/") -> Iterator[tuple[str, str, int]]:
    """Follow every link of every page; yield from where, to where, and with what status.

    Of links that differ in the values of their query alone, such as those of every seat, some are followed.
    """
    seen, waiting = {begin}, [("", begin)]
    alike: Counter[str] = Counter()
    while waiting:
        source, address = waiting.pop()
        answer = client.get(address)
        yield source, address, answer.status_code
        led = [answer.headers["location"]] if "location" in answer.headers else []
        if answer.headers.get("content-type", "").startswith("text/html"):
            led += map(unescape, LINK.findall(answer.text))
        for one in led:
            if one in seen or one.startswith(ELSEWHERE) or "lang=" in one:
                continue
            seen.add(one)
            alike[VALUE.sub("=", one)] += 1
            if alike[VALUE.sub("=", one)] <= ALIKE:
                waiting.append((address, one))


@IN_SHORT
def test_no_link_of_any_page_leads_to_nothing(world: Planned, state: Callable[[Planned], None]) -> None:
    for name, caller in whoever(state):
        world.caller = caller
        steps = [*crawl(world.client())]
        assert [(name, *step) for step in steps if step[2] not in (200, 303, 307, 403, 409)] == []
        refused = {where for _, where, status in steps if status == 403}
        assert [where for where in refused if not where.startswith("/account")] == [], (
            name
        )  # asks for a login


@pytest.mark.parametrize("language", ["da", "en"])
def test_who_waits_is_told_for_whom(world: Planned, state: Callable[[Planned], None], language: str) -> None:
    if state is published:
        return
    told = {"da": "oordinator", "en": "oordinator"}[language]
    for name, caller in whoever(state):
        world.caller = caller
        text = world.client().get(f"/findings?lang={language}").text
        if name in ("leader", "coordinator", "administrator") or (name == "whole" and state is not nothing):
            assert told in text, name
        if name == "none":
            assert {"da": "administrator", "en": "administrator"}[language] in text


@IN_SHORT
def test_programs_are_told_as_before_that_nothing_is_there(world: Planned) -> None:
    world.caller = ROLES["coordinator"]
    answer = world.client().get("/api/v1/roster")
    assert answer.status_code in (200, 404)
    world.caller = NO_ROLE
    answer = world.client().get("/api/v1/roster")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#problem-missing")


@IN_SHORT
def test_a_foreign_hotline_is_still_nothing(world: Planned) -> None:
    for caller in (STRANGER, NO_ROLE):
        world.caller = caller
        for path in ("/", "/plans", "/me", "/findings"):
            assert world.client().get(f"{path}?hotline=test").status_code == 404
