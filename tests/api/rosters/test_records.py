from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text, update

from api.access.ids import VersionNumber
from api.plans.records.plans import Revision
from api.publication.report import report_json, report_of
from api.rosters.records.rosters import (
    Version,
    add_version,
    find_version,
    read_version,
    seats_of,
    version_holds,
)
from api.store.engine import reading, writing
from api.store.errors import ConflictError, MissingError
from api.store.persons import SHORT
from api.store.tables import PERSON
from api.texts.translator import translator
from tests.api.publications import SMALL_ROSTER, result_of
from tests.api.store.filled import AUTHOR, NOW, OTHER_ROSTER, add_plan, add_roster, plan_with_notes
from wfm.baseline import Baseline
from wfm.errors import InputError
from wfm.finding import Level
from wfm.proof import Proof, ProofMethod
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import measure


def solved_with_a_baseline() -> Result:
    """Return a result that was mended from another roster, and stopped by hand."""
    plan, baseline = plan_with_notes(), Baseline(SMALL_ROSTER, date(2027, 1, 5))
    score = measure(plan, OTHER_ROSTER, baseline)
    bounds = dict(score.values) | {Level.QUALITY: 0}
    proof = Proof(ProofMethod.CP_SAT, "CP-SAT", None, 2)
    proofs = {level: proof for level in score.levels}
    changes = {"score": score, "bounds": bounds, "proofs": proofs, "baseline": baseline, "interrupted": True}
    return result_of(plan, OTHER_ROSTER, status=Status.FEASIBLE, **changes)


def test_a_version_comes_back_as_roster_and_report(engine: Engine) -> None:
    plan = plan_with_notes()
    revision = add_plan(engine, plan)
    version = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    with reading(engine) as connection:
        read = read_version(connection, version)
        assert version_holds(connection, version)
    assert (read.plan, read.roster) == (plan, SMALL_ROSTER)
    assert read.report == report_of(plan, result_of(plan, SMALL_ROSTER))
    assert (version.author, version.at, version.number, version.parent) == (AUTHOR, NOW, 1, 0)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_report_of_a_mended_roster_makes_the_same_document(engine: Engine, language: str) -> None:
    plan, result = plan_with_notes(), solved_with_a_baseline()
    report = report_of(plan, result)
    revision = add_plan(engine, plan)
    with writing(engine) as connection:
        version = add_version(connection, revision, OTHER_ROSTER, report, author=None, at=NOW, expected=0)
        back = read_version(connection, version).report
    speak = translator(language)
    assert report_json(back, speak) == report_json(report, speak)
    assert back.baseline == report.baseline
    assert back.baseline_sha256 == report.baseline_sha256


def test_an_empty_roster_is_a_version_too(engine: Engine) -> None:
    version = add_roster(engine, add_plan(engine, plan_with_notes()), Roster(), expected=0)
    with reading(engine) as connection:
        assert read_version(connection, version).roster == Roster()
        assert seats_of(connection, version) == ()


def test_rows_tell_when_in_utc_and_which_municipality(engine: Engine) -> None:
    plan = plan_with_notes()
    version = add_roster(engine, add_plan(engine, plan), SMALL_ROSTER, expected=0)
    with reading(engine) as connection:
        seats = seats_of(connection, version)
    assert len(seats) == len(SMALL_ROSTER)
    first = seats[0]
    assert (first.shift, first.seat, first.municipality) == ("2027-01-04T08:00", 1, "1")
    assert first.starts_at == plan.shifts[0].starts_at
    assert first.starts_at.utcoffset() == timedelta(0)


def test_versions_follow_each_other(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    with reading(engine) as connection:
        assert find_version(connection, revision.plan) == second
        assert find_version(connection, revision.plan, VersionNumber(1)) == first
        assert read_version(connection, first).roster == SMALL_ROSTER
        with pytest.raises(MissingError):
            find_version(connection, revision.plan, VersionNumber(3))
    assert (second.number, second.parent) == (2, 1)


@pytest.mark.parametrize("expected", [0, 2])
def test_a_version_made_from_another_than_the_newest_is_refused(engine: Engine, expected: int) -> None:
    revision = add_plan(engine, plan_with_notes())
    add_roster(engine, revision, SMALL_ROSTER, expected=0)
    with pytest.raises(ConflictError) as refused:
        add_roster(engine, revision, OTHER_ROSTER, expected=expected)
    assert (refused.value.expected, refused.value.number, refused.value.by) == (expected, 1, AUTHOR)


def test_erasing_somebody_leaves_versions_hashes_and_figures_as_they_were(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    mended = add_version_of(engine, revision)
    with reading(engine) as connection:
        before = read_version(connection, mended)
    with writing(engine) as connection:
        gone = update(PERSON).where(PERSON.c.agent == "1-1")
        connection.execute(gone.values(agent=None, name="", email="", phone="", erased_at=NOW))
    with reading(engine) as connection:
        after = read_version(connection, mended)
        assert version_holds(connection, first)
        assert version_holds(connection, mended)
    short = before.person_of[before.plan.agents[0].id][:SHORT]
    renamed = {agent: short if agent == "1-1" else agent for agent in before.plan.agent}
    assert sorted((renamed[agent], shift) for agent, shift in before.roster) == sorted(after.roster)
    assert after.report.bounds == before.report.bounds
    assert after.report.score is not None
    assert before.report.score is not None
    assert after.report.score.values == before.report.score.values
    assert after.report.plan_sha256 == before.report.plan_sha256


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE assignment SET seat = 9 WHERE seat = 1 AND shift = '2027-01-05T08:00'",
        "DELETE FROM assignment WHERE shift = '2027-01-05T08:00'",
        "UPDATE roster_version SET claims = replace(claims, 'seconds', 'second')",
        "UPDATE roster_version SET sha256 = 'x'",
    ],
)
def test_a_version_that_was_tampered_with_no_longer_holds(engine: Engine, change: str) -> None:
    version = add_roster(engine, add_plan(engine, plan_with_notes()), SMALL_ROSTER, expected=0)
    with writing(engine) as connection:
        for table in ("assignment", "roster_version"):
            for guard in unguarded(engine, table):
                connection.execute(text(guard))
        assert version_holds(connection, version)
        connection.execute(text(change))
        assert not version_holds(connection, find_version(connection, version.plan))


def unguarded(engine: Engine, table: str) -> list[str]:
    """Return what takes away a table's guards."""
    if engine.dialect.name == "postgresql":
        return [f"DROP TRIGGER append_only_rows ON {table}"]
    return [f"DROP TRIGGER append_only_{table}_{what}" for what in ("update", "delete")]


def add_version_of(engine: Engine, revision: Revision) -> Version:
    """Add a roster that was mended from another."""
    report = report_of(plan_with_notes(), solved_with_a_baseline())
    with writing(engine) as connection:
        return add_version(connection, revision, OTHER_ROSTER, report, author=None, at=NOW, expected=1)


def test_a_claim_that_the_roster_refutes_is_told(engine: Engine) -> None:
    plan = plan_with_notes()
    report = report_of(plan, result_of(plan, SMALL_ROSTER))
    revision = add_plan(engine, plan)
    with writing(engine) as connection:
        too_high = replace(report, bounds={level: bound + 1 for level, bound in report.bounds.items()})
        version = add_version(connection, revision, SMALL_ROSTER, too_high, author=None, at=NOW, expected=0)
        with pytest.raises(InputError):
            read_version(connection, version)
