from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from api.access.callers import LOCAL_USER, NOBODY, AccountHolder, Bearer
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.access.scope import WHOLE
from api.plans.person_answers import PersonAnswers
from api.publication.publication import Publication
from api.published.store_source import StoredHotlines
from api.publishing.service import store_publication
from api.store.engine import writing
from api.web.sources import NothingPublishedError
from tests.api.publications import LATER, NOW, SMALL_ROSTER, publication_of, small_plan
from tests.api.store.filled import OTHER_ROSTER, add_plan, add_roster, fill, plan_with_notes, publish_version
from wfm.calendar import Period
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.roster import Roster

CODE = HotlineCode("test")


def quarter_later(plan: Plan) -> Plan:
    """Return the same plan for a later week."""
    first = date(2027, 4, 5)
    line = replace(plan.hotline, period=Period(first, first + timedelta(days=4)))
    return Plan(line, plan.municipalities, plan.agents)


def statements(engine: Engine, act: Callable[[], object]) -> list[str]:
    """Return what is said to the database while something is done."""
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]).split()[0])

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return said


def test_what_is_published_is_shown_and_a_new_publication_at_once(engine: Engine) -> None:
    second = fill(engine)
    served = StoredHotlines(engine, lambda: NOW)
    first = served.source(CODE).view(WHOLE).publication
    assert (first.roster, first.plan) == (SMALL_ROSTER, plan_with_notes())
    assert first.events
    publish_version(engine, second, expected=1)
    after = served.source(CODE).view(WHOLE).publication
    assert after.roster == OTHER_ROSTER
    assert any(found.cancelled for found in after.events)


def test_while_nothing_changes_only_the_state_is_asked(engine: Engine) -> None:
    fill(engine)
    served = StoredHotlines(engine, lambda: NOW)
    source = served.source(CODE)
    said = statements(engine, lambda: served.source(CODE))
    assert [word for word in said if word not in ("BEGIN", "COMMIT", "ROLLBACK")] == ["SELECT"]
    assert served.source(CODE) is source


SAME = PersonAnswers(all_same=True)


def test_a_new_name_is_shown_at_once(engine: Engine) -> None:
    fill(engine)
    served = StoredHotlines(engine, lambda: NOW)
    before = served.source(CODE).view(WHOLE).publication.plan
    renamed = tuple(replace(a, name="Renamed") if a.id == "1-1" else a for a in before.agents)
    plan = plan_with_notes()
    add_plan(
        engine, Plan(plan.hotline, plan.municipalities, renamed, plan.availability), expected=1, answers=SAME
    )
    assert served.source(CODE).view(WHOLE).publication.plan.agent[AgentId("1-1")].name == "Renamed"


def test_without_a_name_the_plan_of_today_is_meant_else_the_next_else_the_last(engine: Engine) -> None:
    fill(engine)
    revision = add_plan(engine, quarter_later(small_plan()))
    version = add_roster(engine, revision, Roster(), expected=0)
    publish_version(engine, version, expected=0)

    def shown(today: datetime) -> str:
        source = StoredHotlines(engine, lambda: today).source(CODE)
        return source.hotline().period.first_day.isoformat()

    assert shown(datetime(2026, 12, 1, tzinfo=UTC)) == "2027-01-04"
    assert shown(datetime(2027, 1, 4, tzinfo=UTC)) == "2027-01-04"
    assert shown(datetime(2027, 4, 4, 23, tzinfo=UTC)) == "2027-01-04"
    assert shown(datetime(2027, 4, 5, tzinfo=UTC)) == "2027-04-05"
    assert shown(datetime(2030, 1, 1, tzinfo=UTC)) == "2027-04-05"
    named = StoredHotlines(engine, lambda: NOW).source(CODE, "2027-04-05")
    assert named.hotline().period.first_day == date(2027, 4, 5)


@pytest.mark.parametrize(
    ("hotline", "plan"), [("nowhere", ""), ("", ""), ("test", "2027-01-05"), ("test", "x")]
)
def test_what_is_not_there_is_not_published(engine: Engine, hotline: HotlineCode, plan: str) -> None:
    fill(engine)
    with pytest.raises(NothingPublishedError):
        StoredHotlines(engine, lambda: NOW).source(hotline, plan)


def test_a_plan_that_is_not_published_is_not_shown(engine: Engine) -> None:
    add_roster(engine, add_plan(engine, small_plan()), SMALL_ROSTER, expected=0)
    with pytest.raises(NothingPublishedError):
        StoredHotlines(engine, lambda: NOW).source(CODE)


def test_a_caller_who_names_none_means_their_first_hotline(engine: Engine) -> None:
    served = StoredHotlines(engine, lambda: NOW)
    assert served.usual(LOCAL_USER) == ""
    fill(engine)
    assert served.usual(LOCAL_USER) == "test"
    assert served.usual(NOBODY) == ""
    assert served.usual(Bearer(HotlineCode("line"), agent=AgentId("1"))) == "line"
    two = (Grant(Role.COORDINATOR, HotlineCode("zeta")), Grant(Role.COORDINATOR, HotlineCode("alfa")))
    assert served.usual(AccountHolder(AccountId("a"), two)) == "alfa"
    assert served.usual(AccountHolder(AccountId("a"))) == ""


def test_a_folder_is_taken_in_as_it_stands(engine: Engine) -> None:
    before = publication_of(small_plan(), SMALL_ROSTER)
    whole: Publication = publication_of(small_plan(), OTHER_ROSTER, before.events, LATER)
    with writing(engine) as connection:
        store_publication(connection, whole, LATER + timedelta(days=1))
    found = StoredHotlines(engine, lambda: NOW).source(CODE).view(WHOLE).publication
    assert found == whole
