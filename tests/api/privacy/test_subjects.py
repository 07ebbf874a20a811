"""Whom texts tell of, who else they may be, and what a second erasing does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.access.ids import PersonId
from api.privacy.erase import erase_people
from api.privacy.erased_list import FILE, note_erased, read_erased
from api.privacy.records.subjects import find_persons, namesakes, subject_of
from api.store.engine import reading, writing
from api.store.errors import MissingError
from api.store.personal_data import DataSubject
from api.store.tables import PERSON, REVISION_NOTE
from tests.api.store.filled import NOW, add_plan, fill, plan_with_notes
from tests.api.store.test_migrate import state_of


def test_erasing_twice_changes_nothing_more(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        (found,) = find_persons(connection, "3-1")
    with writing(engine) as connection:
        first = erase_people(connection, [found.person], by=None, at=NOW)
    assert first.rows["availability_note"] == 1
    before = {name: rows for name, rows in state_of(engine).items() if not name.startswith("audit")}
    with writing(engine) as connection:
        again = erase_people(connection, [found.person], by=None, at=NOW)
    assert again.rows == {**dict.fromkeys(first.rows, 0), "person": 1}
    after = state_of(engine)
    assert {name: after[name] for name in before if name != "hotline"} == {
        name: before[name] for name in before if name != "hotline"
    }


def test_nobody_is_erased_who_is_not_there(engine: Engine) -> None:
    fill(engine)
    before = state_of(engine)
    with pytest.raises(MissingError), writing(engine) as connection:
        erase_people(connection, [PersonId("0" * 32)], by=None, at=NOW)
    assert state_of(engine) == before


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("1-1 is ill", True),
        ("on 1-1.", True),
        ("11-1", False),
        ("1-12", False),
        ("1-1-2027", False),
        ("AGENT 1-1", True),
        ("Agent 1-2", False),
        ({"who": ["1-1"]}, True),
        ({"who": ["1-2"], "1-3": 1}, False),
    ],
)
def test_a_text_tells_of_somebody_by_whole_words(engine: Engine, said: Any, is_told: bool) -> None:
    add_plan(engine, plan_with_notes())
    with reading(engine) as connection:
        (found,) = find_persons(connection, "1-1")
        subject = subject_of(connection, [found.person])
    assert subject.is_told_of(said) == is_told
    assert subject.may_be_told_of("an Agent")
    assert subject.may_be_told_of("AGENT")
    assert subject.may_be_told_of("agents")
    assert not subject.may_be_told_of("an urgent case")


def test_a_name_that_others_bear_too_is_left_for_somebody_to_read(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        connection.execute(REVISION_NOTE.update().values(note="the spurv asked for it"))
        connection.execute(PERSON.update().values(name="Spurv " + PERSON.c.agent))
        (found,) = find_persons(connection, "1-1")
        done = erase_people(connection, [found.person], by=None, at=NOW)
    (left,) = (one for one in done.doubtful if not one.stays)
    assert (left.table, left.place, left.certain, left.stays) == (
        "revision_note",
        "test 2027-01-04 1",
        False,
        False,
    )
    assert left.excerpt == "the spurv asked for it"
    with writing(engine) as connection:
        everybody = connection.execute(select(PERSON.c.id).where(PERSON.c.agent.is_not(None))).scalars().all()
        done = erase_people(connection, everybody, by=None, at=NOW)
    assert done.doubtful == ()
    with reading(engine) as connection:
        assert connection.execute(select(REVISION_NOTE)).all() == []


def test_the_same_people_employed_elsewhere_are_told(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        (one,), (other,) = find_persons(connection, "1-1"), find_persons(connection, "2-1")
        assert namesakes(connection, subject_of(connection, [one.person])) == ()
        connection.execute(
            PERSON.update().where(PERSON.c.id.in_([one.person, other.person])).values(phone="1")
        )
        (found,) = namesakes(connection, subject_of(connection, [one.person]))
    assert found == other
    assert DataSubject().ids == frozenset()


def test_a_torn_line_of_the_list_counts_for_nothing(tmp_path: Path) -> None:
    assert read_erased(tmp_path / FILE) == frozenset()
    note_erased(tmp_path / FILE, ["b", "a"], NOW)
    note_erased(tmp_path / FILE, ["c"], NOW)
    with (tmp_path / FILE).open("a") as stream:
        stream.write("2027-01-01 d")
    assert read_erased(tmp_path / FILE) == {"a", "b", "c"}
