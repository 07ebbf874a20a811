import pytest

from api.calendars.ics.file_names import agent_file, feed_files, municipality_file
from wfm.errors import OutputError
from wfm.ids import AgentId, MunicipalityCode


@pytest.mark.parametrize("agent", ["751-01", "Århus 3", "a@b.dk", "x" * 200, "-1", "a..b"])
def test_it_takes_ids_that_name_a_file(agent: str) -> None:
    assert agent_file(AgentId(agent)) == agent + ".ics"


@pytest.mark.parametrize(
    "agent",
    ["", ".", "..", "../x", "a/b", "a\\b", "a\x00", "a\nb", ".hidden", "x" * 201, "con", "NUL.txt", "a:b"],
)
def test_it_refuses_ids_that_leave_the_folder_or_name_no_file(agent: str) -> None:
    with pytest.raises(OutputError):
        agent_file(AgentId(agent))


def test_it_refuses_an_agent_in_the_place_of_a_municipality() -> None:
    with pytest.raises(OutputError, match="municipality-751"):
        feed_files([AgentId("municipality-751")], [MunicipalityCode("751")])


def test_it_refuses_two_agents_that_differ_by_case_only() -> None:
    with pytest.raises(OutputError):
        feed_files([AgentId("a-1"), AgentId("A-1")], [])


def test_it_says_whose_each_file_is() -> None:
    found = feed_files([AgentId("751-01")], [MunicipalityCode("751")])
    assert found == {"751-01.ics": "751-01", "municipality-751.ics": "751"}
    assert municipality_file(MunicipalityCode("751")) in found
