from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.plans.records.plans import import_plan, read_plan
from api.publication.report import report_of
from api.rosters.records.rosters import add_version, read_version
from api.rosters.records.version_changes import SeatChanges, version_changes
from api.store.engine import reading
from tests.api.publications import SMALL_ROSTER, result_of, small_plan
from tests.api.store.filled import NOW, OTHER_ROSTER, add_plan, add_roster, plan_with_notes
from tests.examples import examples
from tests.strategies import rosters
from wfm.ids import MunicipalityCode, ShiftId
from wfm.roster import Roster
from wfm.roster_changes import roster_changes


def test_what_differs_is_told_by_agent_and_by_municipality(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    with reading(engine) as connection:
        person_of = read_version(connection, first).person_of
        there = version_changes(connection, first, second)
        back = version_changes(connection, second, first)
        assert version_changes(connection, first, first).by_person == {}
    tuesday, wednesday, thursday = map(ShiftId, ("2027-01-05T08:00", "2027-01-06T11:00", "2027-01-07T11:00"))
    by_agent = {agent: there.by_person.get(person) for agent, person in person_of.items()}
    assert by_agent == {
        "1-1": SeatChanges((tuesday, wednesday), (thursday,)),
        "1-2": SeatChanges((wednesday,), (tuesday, thursday)),
        "2-1": None,
        "2-2": None,
        "3-1": None,
    }
    assert there.by_municipality == {MunicipalityCode("1"): SeatChanges((wednesday,) * 2, (thursday,) * 2)}
    assert back.by_person == {who: SeatChanges(m.joined, m.left) for who, m in there.by_person.items()}


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_tells_what_the_rosters_themselves_tell(engine: Engine, data: st.DataObject) -> None:
    plan = small_plan()
    before, after = (_once(data.draw(rosters(plan))) for _ in range(2))
    with engine.connect() as connection, connection.begin() as transaction:
        revision = import_plan(connection, plan, author=None, at=NOW)
        assert read_plan(connection, revision) == plan
        versions = [
            add_version(
                connection,
                revision,
                roster,
                report_of(plan, result_of(plan, roster)),
                author=None,
                at=NOW,
                expected=number,
            )
            for number, roster in enumerate((before, after))
        ]
        found = version_changes(connection, *versions)
        agent_of = {
            person: agent for agent, person in read_version(connection, versions[0]).person_of.items()
        }
        transaction.rollback()
    changes = roster_changes(plan, before, after)
    left = sorted((agent, change.shift) for change in changes for agent in change.left)
    joined = sorted((agent, change.shift) for change in changes for agent in change.joined)
    assert sorted((agent_of[p], s) for p, moved in found.by_person.items() for s in moved.left) == left
    assert sorted((agent_of[p], s) for p, moved in found.by_person.items() for s in moved.joined) == joined


def _once(roster: Roster) -> Roster:
    """Leave out that anybody sits twice on a shift, which `roster_changes` does not tell."""
    return Roster.of(dict.fromkeys(roster))
