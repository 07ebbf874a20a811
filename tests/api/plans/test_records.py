from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text, update

import wfm
from api.access.ids import PlanId, RevisionId, RevisionNumber
from api.plans.person_answers import PersonAnswers
from api.plans.records import plans as store_plans
from api.plans.records.plans import find_revision, import_plan, read_plan, revision_by_id, revision_holds
from api.plans.records.pseudonymous import Content, content_of
from api.store.engine import reading, writing
from api.store.errors import ConflictError, DoubtfulPersonsError, MissingError, UnreadableError
from api.store.persons import SHORT
from api.store.tables import METADATA, PERSON
from tests import builders
from tests.api.store.filled import AUTHOR, NOW, OTHER, add_plan, plan_with_notes
from tests.examples import examples
from tests.strategies import plans, rosters
from tests.wfm.tables.books import write_plan_workbook
from wfm.canonical import plan_sha256
from wfm.ids import AgentId, MunicipalityCode
from wfm.lock import Previous
from wfm.plan import Plan

ROOT = Path(__file__).parents[3]
SAMPLES = sorted(path.parent.name for path in (ROOT / "sample_data").glob("*/municipalities.csv"))


def imported(engine: Engine, plan: Plan) -> Plan:
    """Import a plan and read it back."""
    revision = add_plan(engine, plan)
    with reading(engine) as connection:
        return read_plan(connection, revision)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_plan_comes_back_as_it_was(engine: Engine, sample: str) -> None:
    plan = wfm.load_plan(ROOT / "sample_data" / sample)
    back = imported(engine, plan)
    assert back == plan
    assert plan_sha256(back) == plan_sha256(plan)


def test_a_workbook_comes_back_as_its_folder(engine: Engine, tmp_path: Path) -> None:
    write_plan_workbook(plan_with_notes(), tmp_path / "plan.xlsx", "da")
    assert imported(engine, wfm.load_plan(tmp_path / "plan.xlsx")) == plan_with_notes()


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_plan_comes_back_with_the_same_hash_and_scores_the_same(
    engine: Engine, data: st.DataObject
) -> None:
    plan = data.draw(plans())
    roster = data.draw(rosters(plan))
    with engine.connect() as connection, connection.begin() as transaction:
        revision = import_plan(connection, plan, author=None, at=NOW)
        back = read_plan(connection, revision)
        transaction.rollback()
    assert back == plan
    assert plan_sha256(back) == revision.plan_sha256 == plan_sha256(plan)
    assert wfm.measure(back, roster) == wfm.measure(plan, roster)


def test_names_and_notes_stand_in_their_own_tables_only(engine: Engine) -> None:
    plan = plan_with_notes()
    people = tuple(
        replace(
            agent,
            name=f"KANARIE-{agent.id}",
            email=f"KANARIE-{agent.id}@example.org",
            phone="KANARIE-1",
            person="KANARIE-2",
        )
        for agent in plan.agents
    )
    add_plan(engine, replace(plan, agents=people))
    with reading(engine) as connection:
        named = {
            table.name
            for table in METADATA.sorted_tables
            if any("KANARIE" in repr(row) for row in connection.execute(table.select()))
        }
        ids = connection.execute(text("SELECT content FROM plan_revision")).scalar_one()
    assert named == {"person", "availability_note"}
    assert not [agent.id for agent in plan.agents if f"\\n{agent.id}," in ids]


def of_several(*labels: str) -> Plan:
    """Return the plan in which the first agents bear these labels."""
    plan = plan_with_notes()
    people = [replace(agent, person=label) for agent, label in zip(plan.agents, labels, strict=False)]
    return replace(plan, agents=(*people, *plan.agents[len(labels) :]))


def test_who_is_one_in_a_plan_stays_one_there_whatever_later_plans_call_them(engine: Engine) -> None:
    first = add_plan(engine, of_several("d", "d", "e"))
    add_plan(engine, of_several("", "e", "e"), expected=1)
    with reading(engine) as connection:
        back = read_plan(connection, first)
        assert back.people == of_several("d", "d", "e").people
        assert all(agent.person for agent in back.agents[:3])
        assert (
            read_plan(connection, find_revision(connection, first.plan)).people
            == of_several("", "e", "e").people
        )


def test_who_is_one_is_told_by_no_label_in_what_is_kept_of_plans(engine: Engine) -> None:
    add_plan(engine, of_several("KANARIE", "KANARIE"))
    with reading(engine) as connection:
        content = connection.execute(text("SELECT content FROM plan_revision")).scalar_one()
        ids = set(connection.execute(text("SELECT id FROM person WHERE person = 'KANARIE'")).scalars())
    assert "KANARIE" not in content
    labels = [row["person"] for row in csv.DictReader(json.loads(content)["agents.csv"].splitlines())]
    assert labels[0] == labels[1] in ids
    assert set(labels[2:]) == {""}


def test_a_later_revision_follows_and_both_can_be_read(engine: Engine) -> None:
    first_plan = plan_with_notes()
    second_plan = replace(first_plan, availability=())
    first = add_plan(engine, first_plan)
    second = add_plan(engine, second_plan, expected=1)
    assert (second.plan, second.number, second.parent) == (first.plan, 2, 1)
    with reading(engine) as connection:
        assert find_revision(connection, first.plan) == second
        assert find_revision(connection, first.plan, RevisionNumber(1)) == first
        assert read_plan(connection, first) == first_plan
        assert read_plan(connection, second) == second_plan
        assert revision_by_id(connection, first.id) == first
        assert (first.author, first.at) == (AUTHOR, NOW)


@pytest.mark.parametrize("expected", [0, 2])
def test_a_revision_made_from_another_than_the_newest_is_refused(engine: Engine, expected: int) -> None:
    add_plan(engine, plan_with_notes())
    with pytest.raises(ConflictError) as refused:
        add_plan(engine, plan_with_notes(), expected=expected)
    assert (refused.value.number, refused.value.by, refused.value.at) == (1, AUTHOR, NOW)


def test_what_is_not_there_is_missing(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    with reading(engine) as connection:
        for plan, number in ((revision.plan, RevisionNumber(2)), (PlanId("0" * 32), None)):
            with pytest.raises(MissingError):
                find_revision(connection, plan, number)
        with pytest.raises(MissingError):
            revision_by_id(connection, RevisionId("0" * 32))


def test_a_person_keeps_the_random_id_from_quarter_to_quarter_and_is_corrected(engine: Engine) -> None:
    plan = plan_with_notes()
    revision = add_plan(engine, plan)
    with reading(engine) as connection:
        before = {row.agent: row.id for row in connection.execute(select(PERSON))}
    married = tuple(replace(agent, name=f"New {agent.id}") for agent in plan.agents)
    same = PersonAnswers(all_same=True)
    with writing(engine) as connection:
        import_plan(connection, replace(plan, agents=married), author=None, at=NOW, expected=1, answers=same)
    with reading(engine) as connection:
        after = {row.agent: row.id for row in connection.execute(select(PERSON))}
        names = set(connection.execute(select(PERSON.c.name)).scalars())
        first = revision_by_id(connection, revision.id)
        assert {agent.name for agent in read_plan(connection, first).agents} == names
        assert revision_holds(connection, first)
    assert before == after
    assert names == {agent.name for agent in married}


@pytest.mark.parametrize(
    ("answers", "many"),
    [(PersonAnswers(new=frozenset({AgentId("1-1")})), 3), (PersonAnswers(all_same=True), 2)],
)
def test_an_agent_of_another_municipality_is_another_person_or_not_as_it_is_said(
    engine: Engine, answers: PersonAnswers, many: int
) -> None:
    plan = builders.plan({"1": 100, "2": 100}, ("1-1", "1-2"))
    first = add_plan(engine, plan)
    moved = replace(plan.agents[0], municipality=MunicipalityCode("2"))
    second = replace(plan, agents=(moved, plan.agents[1]))
    with pytest.raises(DoubtfulPersonsError) as doubtful:
        add_plan(engine, second, expected=1)
    assert [(fault.column, fault.value) for fault in doubtful.value.faults] == [
        ("municipality", "Agent 1-1 (1-1, 2)")
    ]
    with writing(engine) as connection:
        import_plan(connection, second, author=None, at=NOW, expected=1, answers=answers)
    with reading(engine) as connection:
        assert len(connection.execute(select(PERSON.c.id)).all()) == many
        assert read_plan(connection, first) == plan
        assert read_plan(connection, find_revision(connection, first.plan)) == second


def test_earlier_weeks_of_agents_who_are_gone_are_left_out_as_from_a_folder(engine: Engine) -> None:
    plan = plan_with_notes()
    gone = Previous(
        builders.MONDAY.replace(year=2026, month=12, day=28),
        builders.span("08:00-11:00"),
        MunicipalityCode("2"),
        AgentId("2-9"),
    )
    whole = replace(plan, previous=(gone,))
    assert imported(engine, whole) == plan


def test_an_erased_person_goes_by_a_plain_word_and_changes_no_revision(
    engine: Engine,
) -> None:
    plan = plan_with_notes()
    revision = add_plan(engine, plan)
    who = PERSON.c.agent == "1-1"
    with writing(engine) as connection:
        person = connection.execute(select(PERSON.c.id).where(who)).scalar_one()
        connection.execute(update(PERSON).where(who).values(agent=None, name="", erased_at=NOW))
    with reading(engine) as connection:
        back = read_plan(connection, revision)
        assert revision_holds(connection, revision)
        assert find_revision(connection, revision.plan) == revision
    short = person[:SHORT]
    assert {a.id: a.name for a in back.agents} == {
        **{a.id: a.name for a in plan.agents if a.id != "1-1"},
        short: "erased agent",
    }
    assert plan_sha256(back) != revision.plan_sha256
    nobody = wfm.Roster()
    assert wfm.measure(back, nobody).values == wfm.measure(plan, nobody).values


def test_a_plan_that_would_not_read_back_is_not_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*told: Any) -> tuple[Content, tuple[()]]:
        return content_of(*told)[0], ()

    monkeypatch.setattr(store_plans, "content_of", forgetful)
    with pytest.raises(UnreadableError):
        add_plan(engine, plan_with_notes())
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM plan")).scalar_one() == 0


def test_a_content_that_was_tampered_with_no_longer_holds(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    guard = "DROP TRIGGER append_only_plan_revision_update"
    if engine.dialect.name == "postgresql":
        guard = "DROP TRIGGER append_only_rows ON plan_revision"
    with writing(engine) as connection:
        assert revision_holds(connection, revision)
        connection.execute(text(guard))
        connection.execute(text("UPDATE plan_revision SET content = replace(content, '\"', '\"')"))
        assert revision_holds(connection, revision)
        connection.execute(text("UPDATE plan_revision SET content = replace(content, 'M1', 'M9')"))
        assert not revision_holds(connection, revision)


def test_who_else_imported_is_named(engine: Engine) -> None:
    with writing(engine) as connection:
        import_plan(connection, plan_with_notes(), author=OTHER, at=NOW)
    with pytest.raises(ConflictError) as refused:
        add_plan(engine, plan_with_notes())
    assert refused.value.by == OTHER
