"""The client against the service, over a real socket, with a real token."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.access.roles import Role
from api.client import HotlineClient, PlanClient, Problem, Service, lock, move, unlock
from api.client import books as book_results
from api.client import carry as carry_results
from api.client import collection as collection_results
from api.client import demand as demand_results
from api.client import edits as edit_results
from api.client import people as people_results
from api.client import results as plan_results
from api.client import rosters as roster_results
from api.client import runs as run_results
from api.client import seats as seat_results
from api.client.reading import told_as
from tests.api.client.listening import listening, service, token_for
from tests.api.filled_service import CODE, FIRST_DAY, packed
from tests.api.rosters.test_importing import next_quarter, workbook
from tests.api.rosters.test_versions import report, text_of
from tests.api.store.filled import plan_with_notes
from tests.api.web.json.fuzzing import filled_store
from tests.api.web.json.test_openapi import DOCUMENT
from tests.wfm.tables.books import book
from wfm.tables.plan_writing import plan_files


@pytest.fixture
def client() -> Iterator[Service]:
    database = filled_store()
    token = token_for(database, Role.COORDINATOR)
    with listening(service(database)) as base:
        yield Service(base, token)
    database.dispose()


@pytest.fixture
def hotline(client: Service) -> HotlineClient:
    return client.hotline(CODE)


@pytest.fixture
def plan(hotline: HotlineClient) -> PlanClient:
    return hotline.plan(FIRST_DAY)


def test_hotlines_plans_and_facts_are_read(client: Service, hotline: HotlineClient, plan: PlanClient) -> None:
    (own,) = client.hotlines()
    assert (own.code, own.name, own.roles) == (CODE, "Test", ("coordinator",))
    (brief,) = hotline.plans()
    assert (brief.plan, brief.published.number) == (date(2027, 1, 4), 1)
    facts = plan.facts()
    assert (facts.last_day, facts.seats, facts.newest_version) == (date(2027, 1, 8), 20, 2)
    assert facts.revision is not None
    assert facts.revision.at.tzinfo is not None


def test_lists_are_fetched_page_by_page(hotline: HotlineClient, plan: PlanClient) -> None:
    for number in range(2, 60):
        plan.put_table("locks", [], began=number - 1)
    assert len(list(hotline.record())) > 60
    assert [event.seq for event in hotline.record()] == sorted(
        (event.seq for event in hotline.record()), reverse=True
    )


def test_the_books_are_read_and_what_is_refused_says_why(hotline: HotlineClient, plan: PlanClient) -> None:
    one = hotline.ledger(municipality="1", quarter=FIRST_DAY)
    assert {entry.municipality for entry in one.entries} == {"1"}
    assert len(hotline.ledger().balances) > len(one.balances) == 1
    assert one.balances[0].expected is not None
    statements = hotline.statements.all(FIRST_DAY)
    own = hotline.statements.one(FIRST_DAY, "1")
    assert own in statements.statements
    assert (own.preliminary, own.statement, statements.corrections) == (True, None, ())
    year = hotline.statements.of_year(own.first_day.year)
    assert (year.closed, year.net) == (False, statements.net)
    assert plan.worked.all().shifts == ()  # none is over
    shift = plan.worked.shift("2027-01-04T08:00")
    assert (plan.worked.check().possible, shift.number > 0) == (False, True)
    for refused in (
        lambda: plan.worked.close(),
        lambda: plan.worked.correct(shift.shift, []),
        lambda: plan.worked.say(shift.shift, [], began=shift.number),
    ):
        with pytest.raises(Problem) as told:
            refused()
        assert told.value.status == 409


def test_the_next_plan_follows_from_what_is_published(hotline: HotlineClient) -> None:
    made = hotline.next_plan("2027-01-04")
    assert (made.plan, made.revision.number) == (date(2027, 1, 9), 1)
    assert {plan.plan for plan in hotline.plans()} == {date(2027, 1, 4), date(2027, 1, 9)}


def test_a_plan_is_taken_in_edited_merged_and_read_back(
    hotline: HotlineClient, plan: PlanClient, tmp_path: Path
) -> None:
    made = hotline.import_plan(packed(plan_files(next_quarter())), workbook=False)
    assert (made.plan, made.revision.number) == (date(2027, 4, 5), 1)
    again = hotline.import_plan(workbook(plan_with_notes()), workbook=True, began=1)
    assert again.revision.number == 2
    done = plan.put_table(
        "locks", [{"date": "2027-01-05", "start": "08:00", "municipality": "1"}], began=2, note="hi"
    )
    assert done.revision.note == "hi"
    assert plan.table("locks").rows[0]["municipality"] == "1"
    text = plan.table_csv("locks")
    assert text.splitlines()[0] == "date,start,municipality,agent"
    assert plan.put_table_csv("locks", text, began=3).revision.number == 4
    sent = book(
        tmp_path / "sent.xlsx",
        {
            "kommuner": [("kommunekode",), ("3",)],
            "tilgængelighed": [("medarbejder", "type", "første_dag", "sidste_dag")],
        },
    )
    merged = plan.merge(sent.read_bytes(), began=4)
    assert [(change.municipality, change.entries_before, change.entries) for change in merged.changes] == [
        ("3", 1, 0)
    ]


def test_a_roster_is_added_changed_compared_and_published(plan: PlanClient) -> None:
    question = plan_with_notes()
    added = plan.add_version(text_of(question), report(question), began=2, note="solved")
    assert (added.number, added.note) == (3, "solved")
    version = plan.version(3)
    assert version.score is not None
    assert version.score["coverage"].value == 13
    changed = plan.change(3, [move("2027-01-05T08:00", None, "1-2"), lock("2027-01-04T08:00", "1")], began=3)
    assert (changed.version.number, changed.version.revision) == (4, 2)
    assert (changed.levels[0].before, changed.levels[0].after) == (13, 12)
    lifted = plan.change(4, [unlock("2027-01-04T08:00", "1")], began=4)
    assert lifted.version.number == 5
    differs = plan.differences(1, 5)
    assert [(agent.agent, agent.added) for agent in differs.agents] == [("1-2", ("2027-01-05T08:00",))]
    done = plan.publish(5, began=1)
    assert (done.number, plan.published().number) == (5, 5)
    assert [one.number for one in plan.versions()] == [5, 4, 3, 2, 1]
    assert [one.number for one in plan.versions() if one.published] == [5]


def test_what_is_refused_is_told_with_all_that_was_said(plan: PlanClient) -> None:
    with pytest.raises(Problem) as stale:
        plan.publish(2, began=0)
    assert (stale.value.status, stale.value.kind) == (412, "stale")
    assert stale.value.details.current is not None
    assert stale.value.details.current.number == 1
    with pytest.raises(Problem) as faulty:
        plan.put_table("locks", [{"date": "x", "start": "y", "agent": "1-1"}], began=1)
    assert [(fault.row, fault.column, fault.value) for fault in faulty.value.details.faults] == [
        (1, "date", "x"),
        (1, "start", "y"),
    ]
    with pytest.raises(Problem) as broken:
        plan.change(1, [move("2027-01-04T08:00", "1-1", "2-1")], began=2)
    assert broken.value.kind == "broken-rules"
    assert "pairing" in {breach.rule for breach in broken.value.details.breaches}
    with pytest.raises(Problem, match="404 missing"):
        plan.version(9)


def test_a_change_under_a_key_is_made_once(plan: PlanClient) -> None:
    first = plan.put_table("locks", [], began=1, key="mine")
    assert plan.put_table("locks", [], began=1, key="mine") == first
    assert plan.facts().newest_revision == 2


def test_a_token_sees_what_its_owner_may(client: Service) -> None:
    wrong = Service(client.calls.base, "wfm_" + "x" * 43)
    with pytest.raises(Problem) as nobody:
        wrong.hotlines()
    assert (nobody.value.status, nobody.value.kind) == (401, "signed-out")


def test_a_plan_is_edited_looked_at_and_put_back(plan: PlanClient) -> None:
    closes = {"kind": "days", "close": ["2027-01-08"]}
    seen = plan.edit(closes, began=1, preview=True)
    assert (seen.revision, seen.shifts.after < seen.shifts.before) == (None, True)
    made = plan.edit(closes, began=1, note="moving")
    assert made.revision is not None
    assert next((step.number, step.note) for step in plan.revisions()) == (2, "moving")
    (table,) = plan.revision_differences(1, 2).tables
    assert (table.table, table.rows[0].before) == ("hotline", None)
    undone = plan.restore(1, began=made.revision.number)
    assert undone.revision is not None
    assert plan.revision_differences(1, undone.revision.number).tables == ()


KINDS = {
    "EditAnswer": edit_results.EditOutcome,
    "RevisionStepView": edit_results.RevisionStep,
    "RevisionDifferenceAnswer": edit_results.RevisionDifference,
    "TableDifferenceView": edit_results.TableDifference,
    "QuotaChangeView": edit_results.QuotaChange,
    "HotlineView": plan_results.Hotline,
    "PlanBrief": plan_results.PlanBrief,
    "PlanView": plan_results.Plan,
    "RevisionView": plan_results.Revision,
    "TakenIn": plan_results.TakenIn,
    "MergedIn": plan_results.Merged,
    "MergeChange": plan_results.MunicipalityMerge,
    "TableAnswer": plan_results.Table,
    "EventView": plan_results.Event,
    "FaultView": plan_results.Fault,
    "CurrentView": plan_results.Current,
    "Problem": plan_results.ProblemDetails,
    "PublishedView": roster_results.Published,
    "PublicationMailsAnswer": roster_results.PublicationMails,
    "UntoldView": roster_results.Untold,
    "PublishedAnswer": roster_results.Publishing,
    "VersionBrief": roster_results.VersionBrief,
    "AddedVersion": plan_results.AddedVersion,
    "ChangedAnswer": roster_results.ChangeOutcome,
    "LevelChange": roster_results.LevelChange,
    "BreachView": roster_results.Breach,
    "ShortNoticeView": roster_results.ShortNotice,
    "DifferenceAnswer": roster_results.Difference,
    "AgentChange": roster_results.AgentChange,
    "MunicipalityChange": roster_results.MunicipalityChange,
    "ShiftChange": roster_results.ShiftChange,
    "SeatAnswer": seat_results.SeatChoice,
    "SeatCandidate": seat_results.SeatCandidate,
    "SeatRefusal": seat_results.SeatRefusal,
    "ConsequenceView": seat_results.Consequence,
    "LevelRise": seat_results.LevelRise,
    "RuleRise": seat_results.RuleRise,
    "CarryAnswer": carry_results.Carry,
    "CarryResultAnswer": carry_results.CarryOutcome,
    "SeatLoss": carry_results.SeatLoss,
    "MethodsAnswer": carry_results.Methods,
    "MunicipalityMethods": carry_results.MunicipalityMethods,
    "MethodTarget": carry_results.MethodTarget,
    "WorkedSeatView": book_results.WorkedSeat,
    "WorkedShiftView": book_results.WorkedShift,
    "WorkedAnswer": book_results.Worked,
    "CloseAnswer": book_results.Close,
    "ExpectedCloseView": book_results.ExpectedClose,
    "LedgerBalanceView": book_results.LedgerBalance,
    "LedgerEntryView": book_results.LedgerEntry,
    "LedgerAnswer": book_results.Ledger,
    "RunView": run_results.RunBrief,
    "RunDocument": run_results.Run,
    "MadeMendView": run_results.MadeMend,
    "QuestionView": run_results.Question,
    "ToldView": run_results.Told,
    "RunSettingsView": run_results.RunSettings,
    "PersonView": people_results.Person,
    "PeopleAnswer": people_results.People,
    "PeopleInvited": people_results.Invited,
    "LeaderView": people_results.Leader,
    "LeadersAnswer": people_results.Leaders,
    "EntryView": collection_results.Entry,
    "AnswerStatus": collection_results.AnswerStatus,
    "CollectionAnswer": collection_results.Collection,
    "AnswerView": collection_results.PersonAnswer,
    "BusyTimesAnswer": collection_results.BusyTimes,
    "RequestView": collection_results.ChangeRequest,
    "RequestsAnswer": collection_results.ChangeRequests,
    "ReminderAnswer": collection_results.Reminded,
    "CallsAnswer": demand_results.CountedCalls,
    "CallDayView": demand_results.CallDay,
    "EnteredView": demand_results.EnteredFigure,
    "TakenCallsView": demand_results.SentDays,
}


@pytest.mark.parametrize("schema", KINDS)
def test_results_have_the_fields_of_the_description(schema: str) -> None:
    described: dict[str, Any] = DOCUMENT["components"]["schemas"][schema]
    known = {told_as(field.name) for field in dataclasses.fields(KINDS[schema])}
    assert known == set(described["properties"])
