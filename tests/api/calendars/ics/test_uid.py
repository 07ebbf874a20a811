from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from api.calendars.ics.uid import agent_uid, municipality_uid
from wfm.ids import AgentId, MunicipalityCode

START = datetime(2027, 1, 4, 7, tzinfo=UTC)
IDS = st.text(min_size=1, max_size=12)


def test_it_names_hotline_agent_and_the_shifts_start_in_utc() -> None:
    assert agent_uid("ddh", AgentId("751-01"), START) == "20270104T070000Z+751-01@ddh.faellesvagt"
    assert (
        municipality_uid("ddh", MunicipalityCode("751"), START)
        == "20270104T070000Z+municipality+751@ddh.faellesvagt"
    )


@given(IDS, IDS, IDS, IDS)
def test_no_two_assignments_share_one(agent: str, hotline: str, other_agent: str, other_hotline: str) -> None:
    same = agent_uid(hotline, AgentId(agent), START) == agent_uid(other_hotline, AgentId(other_agent), START)
    assert same == ((agent, hotline) == (other_agent, other_hotline))


@given(IDS, IDS)
def test_no_agent_is_taken_for_a_municipality(agent: str, code: str) -> None:
    assert agent_uid("x", AgentId(agent), START) != municipality_uid("x", MunicipalityCode(code), START)


@given(st.text())
def test_it_is_plain_ascii_whatever_the_ids_contain(identifier: str) -> None:
    uid = agent_uid(identifier, AgentId(identifier), START)
    assert uid.isascii()
    assert uid.isprintable()
    assert not set(uid) & set(' ,;:"\\/')
