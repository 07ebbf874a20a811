"""What is kept of what was reckoned: drafts with what holds of them, explanations, contradictions."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest

from api.access.ids import VersionNumber
from api.privacy.erase import erase_people
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.runs.kinds import RunKind, RunOrder, RunState
from api.runs.preparation import Preparation, prepare
from api.runs.records.runs import find_run
from api.store.engine import reading, writing
from tests.api.filled_service import NOW, Served
from tests.api.runs.reckoning import ask, contradict, hire, place_in, reckon, run_in
from wfm.absence import Absence
from wfm.errors import InputError
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.proof import ZERO

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
SOLVE = RunOrder(time_limit=10, workers=1)
ILL = Absence(AgentId("1-1"), date(2027, 1, 4), date(2027, 1, 5))


def draft(served: Served, number: int | None) -> VersionContent:
    """Return a version."""
    assert number is not None
    with reading(served.database) as connection:
        newest = find_version(connection, place_in(served.database).plan.id)
        assert newest.number == number
        return read_version(connection, newest)


def test_a_roster_with_all_that_is_proven_of_it(served: Served) -> None:
    run, result = reckon(served.database, SOLVE)
    assert (run.state, result.status, result.version) == (RunState.DONE, "OPTIMAL", 3)
    report = draft(served, result.version).report
    assert report.score is not None
    assert result.score == {
        level.value: {"value": value, "bound": report.bounds[level]}
        for level, value in report.score.values.items()
    }
    assert report.is_of_search
    assert (report.workers, report.seed) == (1, 1)


def test_other_weights_prove_nothing_of_the_quality_of_the_plan(served: Served) -> None:
    _, result = reckon(served.database, SOLVE, weights={"agent_balance": 0, "wishes": 100})
    assert result.status == "OPTIMAL"
    report = draft(served, result.version).report
    assert report.score is not None
    assert (report.bounds[Level.QUALITY], report.proofs[Level.QUALITY]) == (0, ZERO)
    before = (Level.COVERAGE, Level.COMPETENCE, Level.QUOTA)
    assert all(report.bounds[level] == report.score[level] for level in before)


def test_near_a_version_as_few_as_possible_are_changed(served: Served) -> None:
    run, result = reckon(
        served.database, SOLVE, start=VersionNumber(1), freeze_before=date(2027, 1, 6), seed=7
    )
    read = draft(served, result.version)
    with reading(served.database) as connection:
        first = read_version(connection, find_version(connection, run.plan, VersionNumber(1)))
    frozen = [one for one in read.roster if one[1] < "2027-01-06"]
    assert frozen == [one for one in first.roster if one[1] < "2027-01-06"]
    assert result.score is not None
    assert "changes" in result.score
    assert read.report.baseline is not None
    assert read.report.baseline.roster == first.roster


def test_a_repair_leaves_out_who_cannot_come_and_says_who_could(served: Served) -> None:
    run, result = reckon(served.database, SOLVE, kind=RunKind.REPAIR, absences=(ILL,))
    assert run.asked["start"] == 1  # what is published
    read = draft(served, result.version)
    assert not [shift for shift in read.roster.of_agent(ILL.agent) if shift < "2027-01-06"]
    assert set(read.report.bounds.values()) == {0}  # of the plan without the absence less is proven
    assert result.document is not None
    for language in ("da", "en"):
        (absence,) = result.document[language]["repair"]["absences"]
        assert absence["agent"] == "1-1"
        assert result.document[language]["repair"]["vacancies"]


def test_whoever_said_yes_steps_in_with_the_price_beside_the_others(served: Served) -> None:
    hire(served.database)
    seat = ShiftId("2027-01-04T08:00")
    for wanted, others in (("1-3", {"1-4"}), ("1-4", {"1-3"}), ("2-1", {"1-3", "1-4"})):
        run, result = reckon(
            served.database, SOLVE, kind=RunKind.REPAIR, absences=(ILL,), prefer=(AgentId(wanted),)
        )
        assert len(run.asked["prefer"][0]) == 32
        assert result.document is not None
        told = result.document["en"]["repair"]
        (came,) = told["preferred"]
        took = seat in {f"{one['date']}T{one['start']}" for one in came["shifts"]}
        assert took == wanted.startswith("1")  # whoever is well stays: nobody of elsewhere may join them
        assert took or [one["rule"] for one in came["refused"]][:1] == ["pairing"]
        read = draft(served, result.version)
        assert (AgentId(wanted) in read.roster.on(seat)) == took
        assert "1-2" in read.roster.on(seat)
        options = next(one for one in told["vacancies"] if one["date"] == "2027-01-04")["options"]
        kept = {agent: one for one in options if not one["leaves"] for agent in one["joins"]}
        assert others <= set(kept)
        assert [agent for agent, one in kept.items() if one["chosen"]] == [wanted] or not took
        assert result.score is not None
        assert read.report.score is not None
        values = {level.value: value for level, value in read.report.score.values.items()}
        assert {level: one["value"] for level, one in result.score.items() if level in values} == values


def test_a_contradiction_is_an_answer_in_both_languages(served: Served) -> None:
    contradict(served.database)
    run, result = reckon(served.database, SOLVE)
    assert (run.state, result.status, result.version) == (RunState.DONE, "INFEASIBLE", None)
    assert result.document is not None
    danish, english = (result.document[language]["conflict"] for language in ("da", "en"))
    assert len(danish) == len(english) >= 2
    assert danish != english


def test_a_version_is_explained(served: Served) -> None:
    _, result = reckon(served.database, SOLVE, kind=RunKind.EXPLAIN, version=VersionNumber(2))
    assert (result.status, result.version) == (None, None)
    assert result.document is not None
    assert result.document["en"]["explanations"]
    assert result.document["da"]["explanations"]


def test_why_somebody_does_not_have_a_shift(served: Served) -> None:
    shift = ShiftId("2027-01-04T11:00")
    _, result = reckon(
        served.database,
        SOLVE,
        kind=RunKind.EXPLAIN,
        version=VersionNumber(1),
        agent=AgentId("1-1"),
        shift=shift,
    )
    assert result.document is not None
    told = result.document["en"]["why_not"]
    assert (told["agent"], told["shift"]) == ("1-1", shift)


def test_prices_of_locks_and_wishes(served: Served) -> None:
    run, result = reckon(served.database, SOLVE, kind=RunKind.PRICES)
    assert run.asked["version"] == 2  # the newest
    assert result.document is not None
    assert "prices" in result.document["en"]


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"start": VersionNumber(9)}, ["from"]),
        ({"freeze_before": date(2027, 1, 6)}, ["freeze_before"]),
        ({"weights": {"coverage": 1, "odd": 2}}, ["weights.coverage", "weights.odd"]),
        ({"absences": (ILL,)}, ["absences"]),
        ({"version": VersionNumber(1), "agent": AgentId("1-1")}, ["version", "agent"]),
        ({"kind": RunKind.REPAIR, "prefer": (AgentId("9-9"),)}, ["absences", "prefer"]),
        ({"prefer": (AgentId("1-1"),)}, ["prefer"]),
        (
            {
                "kind": RunKind.REPAIR,
                "absences": (
                    Absence(AgentId("9-9"), date(2027, 1, 4), date(2027, 1, 3)),
                    Absence(AgentId("1-1"), date(2028, 1, 4), date(2028, 1, 4)),
                ),
            },
            ["absences.agent", "absences.last_day", "absences.first_day"],
        ),
        ({"kind": RunKind.EXPLAIN, "version": VersionNumber(9)}, ["version"]),
        ({"kind": RunKind.EXPLAIN, "shift": ShiftId("2027-01-04T08:00")}, ["agent"]),
        (
            {"kind": RunKind.EXPLAIN, "rule": "coverage", "municipality": MunicipalityCode("9")},
            ["rule", "municipality"],
        ),
        ({"kind": RunKind.PRICES, "rule": "wishes"}, ["rule"]),
        (
            {"kind": RunKind.EXPLAIN, "agent": AgentId("9-9"), "shift": ShiftId("2027-01-04T09:00")},
            ["agent", "shift"],
        ),
        ({"kind": RunKind.PRICES, "weights": {"wishes": 1}}, ["weights"]),
    ],
)
def test_what_is_wrong_with_an_order_is_told_all_together(
    served: Served, changes: dict[str, Any], columns: list[str]
) -> None:
    with pytest.raises(InputError) as refused:
        ask(served.database, SOLVE, **changes)
    assert [fault.column for fault in refused.value.faults] == columns


def test_an_order_keeps_nobody_s_id(served: Served) -> None:
    run = ask(served.database, SOLVE, kind=RunKind.REPAIR, absences=(ILL,))
    found = run_in(served.database, run)
    assert "1-1" not in repr(found.asked)
    assert len(found.asked["absences"][0]["person"]) == 32


@pytest.mark.parametrize("kind_of_run", [RunKind.SOLVE, RunKind.EXPLAIN])
def test_who_is_erased_while_a_run_goes_on_is_named_in_nothing_that_comes_of_it(
    served: Served, kind_of_run: RunKind
) -> None:
    def erase(prepared: Preparation) -> None:
        with writing(served.database) as connection:
            erase_people(connection, [prepared.person_of[ILL.agent]], by=None, at=NOW)

    why_not = {"version": 1, "agent": ILL.agent, "shift": ShiftId("2027-01-05T08:00")}
    changes: dict[str, Any] = {} if kind_of_run is RunKind.SOLVE else why_not
    run, result = reckon(served.database, SOLVE, meanwhile=erase, kind=kind_of_run, **changes)
    assert run.state is RunState.DONE
    assert not result.document
    if kind_of_run is RunKind.SOLVE:
        kept = draft(served, result.version)
        assert len({agent for agent, _ in kept.roster} & set(kept.plan.agent)) > 1
        assert ILL.agent not in kept.plan.agent
        assert not kept.report.is_of_search


def test_a_search_gets_no_more_threads_than_the_machine_has(served: Served) -> None:
    (had,) = {len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()}
    for asked, given in ((None, None), (1, 1), (256, had)):
        run = ask(served.database, workers=asked)
        with reading(served.database) as connection:
            assert prepare(connection, find_run(connection, run), 4000).job.workers == given
