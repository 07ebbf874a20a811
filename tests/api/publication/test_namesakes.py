"""Two agents of one name are told apart wherever both may stand; others have the name alone."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from api.access.scope import Scope
from api.access.views.publication import view
from api.outputs.workbook.workbook import roster_xlsx
from api.publication.publication import Publication
from api.rosters.editing.agent_difference import Person
from tests import builders
from tests.api.one_thread import TestClient
from tests.api.publications import publication_of
from tests.api.published.test_pages import words
from tests.api.showcase import client
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.namesakes import labels_of

SHARED = "Agent 1-1"
ONE, OTHER = f"{SHARED} (1-1)", f"{SHARED} (2-1)"


def of_one_name() -> Publication:
    """Return a shift on which two of one name sit, and some others."""
    agents = [builders.agent(f"1-{n}") for n in (1, 2, 10)] + [builders.agent("2-1"), builders.agent("2-2")]
    named = [replace(one, name=SHARED) if one.id == "2-1" else one for one in agents]
    line = builders.hotline(pairing=Pairing.MIXED, language="en", agents=3)
    plan = builders.plan({"1": 100, "2": 100}, named, hotline=line)
    sits = {"2027-01-04T08:00": ("1-1", "2-1", "2-2"), "2027-01-04T11:00": ("1-1", "1-10", "1-2")}
    return publication_of(plan, builders.roster(sits))


@pytest.fixture(scope="module")
def service() -> TestClient:
    return client(of_one_name())


def test_the_id_stands_beside_a_name_that_several_bear_however_it_is_spaced_or_cased() -> None:
    one, other = builders.agent("1-1"), replace(builders.agent("2-1"), name="AGENT  1-1")
    assert labels_of([one, other, builders.agent("1-2")]) == {
        "1-1": ONE,
        "2-1": "AGENT  1-1 (2-1)",
        "1-2": "Agent 1-2",
    }


@pytest.mark.parametrize(
    "page", ["/weeks/2027-W01", "/agents", "/findings", "/findings/agent_balance", "/roster.html"]
)
def test_pages_tell_them_apart(service: TestClient, page: str) -> None:
    said = words(service.get(page).text)
    assert ONE in said or OTHER in said
    assert f"{SHARED} " not in said.replace(ONE, "").replace(OTHER, "")
    assert "Agent 1-2 (" not in said


def test_their_own_pages_and_their_municipality_s_do_as_well(service: TestClient) -> None:
    assert f"<title>{OTHER} " in service.get("/agents/2-1").text
    assert OTHER in words(service.get("/agents/1-1").text)
    assert ONE in words(service.get("/municipalities/1").text)


def test_the_workbook_tells_them_apart() -> None:
    book = ZipFile(BytesIO(roster_xlsx(of_one_name())))
    told = book.read("xl/sharedStrings.xml").decode()
    assert ONE in told
    assert OTHER in told
    assert f"<t>{SHARED}</t>" not in told


def test_a_colleague_who_is_another_employer_s_is_told_apart_without_the_id() -> None:
    seen = view(of_one_name(), Scope(agents=frozenset({AgentId("1-1")})))
    names = {agent.name for agent in seen.plan.agents}
    assert f"{SHARED}, M2" in names
    assert not any("2-1" in name for name in names)


def test_nothing_of_a_namesake_is_told_to_who_may_not_see_them() -> None:
    whole = of_one_name()
    seen = view(whole, Scope(municipalities=frozenset({MunicipalityCode("1")})))
    assert OTHER not in words(client(seen).get("/findings").text)


def test_agents_stand_in_the_order_of_their_numbers_everywhere(service: TestClient) -> None:
    for page in ("/weeks/2027-W01", "/agents", "/municipalities/1", "/roster.html"):
        said = words(service.get(page).text)
        assert said.index("Agent 1-2") < said.index("Agent 1-10"), page
    ids = [one["agent"] for one in service.get("/api/v1/agents").json()["agents"]]
    assert ids == ["1-1", "1-2", "1-10", "2-1", "2-2"]
    assert service.get("/api/v1/municipalities/1").json()["agents"] == ["1-1", "1-2", "1-10"]
    persons = [Person(AgentId(name), MunicipalityCode("1")) for name in ("1-10", "1-2")]
    assert [one.agent for one in sorted(persons, key=Person.order)] == ["1-2", "1-10"]
