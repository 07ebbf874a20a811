"""The demonstration: three quarters that follow from each other, and everybody whom one may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import solver
from api.access.ids import HotlineCode
from api.accounts.caller import caller_of
from api.app import create_app
from api.demonstration.federation import Federation, fill
from api.demonstration.pages import router_for
from api.ledger.kinds import LedgerKind
from api.ledger.records import list_entries
from api.plans.records.facts import find_hotline, list_plans
from api.published.store_source import StoredHotlines
from api.store.engine import Database, open_engine, reading
from api.store.migrate import upgrade
from api.upkeep.verify import verify_integrity
from tests.api.one_thread import TestClient
from tests.api.publications import small_plan
from tests.api.showcase import HOST
from wfm.plan import Plan
from wfm.result import Result


def solve(plan: Plan) -> Result:
    return solver.solve(plan, time_limit=5, workers=1, seed=1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = open_engine(tmp_path_factory.mktemp("demo"))
    upgrade(found)
    yield found
    found.dispose()


@pytest.fixture(scope="module")
def federation(database: Database) -> Federation:
    plan = small_plan()
    period = replace(plan.hotline.period, last_day=plan.hotline.period.first_day.replace(day=31))
    return fill(database, replace(plan, hotline=replace(plan.hotline, period=period)), solve, "en")


@pytest.fixture
def client(database: Database, federation: Federation) -> TestClient:
    app = create_app(
        StoredHotlines(database, federation.clock),
        database=database,
        caller=caller_of,
        now=federation.clock,
        further=(router_for(federation.plan, federation.roles),),
    )
    return TestClient(app, base_url=HOST, follow_redirects=False)


def test_two_quarters_are_published_and_the_next_is_to_be_planned(
    database: Database, federation: Federation
) -> None:
    with reading(database) as connection:
        hotline = find_hotline(connection, HotlineCode("test"))
        found = list_plans(connection, hotline.id, before=None, most=9, drafts=True)
    assert [(plan.published, plan.version) for plan in found] == [(0, 0), (1, 1), (1, 1)]
    assert all(plan.published_at is None or plan.published_at < federation.clock() for plan in found)


def test_somebody_experienced_is_wanted_on_each_shift_and_a_novice_sits_beside(
    database: Database, federation: Federation, client: TestClient
) -> None:
    plan = federation.plan
    assert [one.min_agents for one in plan.hotline.competences if one.code == "erfaren"] == [1]
    (novice,) = plan.novices
    assert novice.municipality == "2"
    client.post("/demo", data={"who": "leader"})
    page = client.get(f"/agents/{novice.id}").text
    assert page.count('<span class="mark">beside, to learn</span>') > 3


def test_its_clock_starts_in_the_midst_of_this_quarter(federation: Federation) -> None:
    assert datetime(2027, 1, 20, tzinfo=UTC) < federation.clock() < datetime(2027, 1, 21, tzinfo=UTC)


def test_the_last_quarter_went_otherwise_than_planned_and_is_closed(
    database: Database, federation: Federation
) -> None:
    """What it handed on, after corrections, is what this quarter's plan and account begin with."""
    with reading(database) as connection:
        hotline = find_hotline(connection, HotlineCode("test")).id
        entries = list_entries(connection, hotline)
        assert verify_integrity(connection).holds
    last, this = sorted({one.quarter for one in entries})
    worked = [one.seats for one in entries if (one.quarter, one.kind) == (last, LedgerKind.WORKED)]
    assert any(worked)
    assert all(one.at is not None and one.at < federation.clock() for one in entries)
    handed_on = {one.municipality: one.seats for one in entries if one.kind is LedgerKind.CARRY_OVER}
    opened = {
        one.municipality: one.seats
        for one in entries
        if (one.quarter, one.kind) == (this, LedgerKind.OPENING)
    }
    assert opened == handed_on == {town.code: town.carry_over for town in federation.plan.municipalities}


def test_what_is_carried_over_comes_from_the_last_quarter(federation: Federation) -> None:
    assert any(town.carry_over for town in federation.plan.municipalities)
    assert federation.plan.previous


def test_whoever_is_not_signed_in_is_asked_who_they_would_like_to_be(client: TestClient) -> None:
    led = client.get("/", follow_redirects=True)
    assert led.url.path == "/demo"
    assert len(re.findall(r'name="who" value="(\w+)"', led.text)) == 4


@pytest.mark.parametrize(
    ("who", "where", "sees", "may_not"),
    [
        ("coordinator", "/now", "/plans", "/administration"),
        ("leader", "/municipalities/2", "/municipalities/2", "/plans/new"),
        ("agent", "/me", "/me", "/plans/new"),
        ("administrator", "/", "/administration", ""),
    ],
)
def test_one_is_who_one_chose_to_be(
    client: TestClient, who: str, where: str, sees: str, may_not: str
) -> None:
    chosen = client.post("/demo", data={"who": who})
    assert chosen.status_code == 303
    assert chosen.headers["location"].partition("?")[0] in (where, "/")
    assert client.get(sees).status_code == 200
    assert not may_not or client.get(may_not).status_code == 403


@pytest.mark.parametrize("who", ["", "owner", "' OR 1=1"])
def test_nobody_else_can_be_chosen(client: TestClient, who: str) -> None:
    answer = client.post("/demo", data={"who": who})
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_the_usual_service_has_no_such_door(database: Database, federation: Federation) -> None:
    usual = create_app(StoredHotlines(database, federation.clock), database=database, caller=caller_of)
    client = TestClient(usual, base_url=HOST, follow_redirects=False)
    assert client.get("/demo").status_code == 404
    assert client.post("/demo", data={"who": "administrator"}).status_code == 404
