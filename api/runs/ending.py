"""The end of a run: what it found is kept, and a roster becomes a draft, in one transaction.

A roster takes the same way as one that somebody sends: its report is written as a solve writes it, and read
against the plan in which the draft will stand. What was proven of a plan with other weights or absences is
claimed only as far as it holds of that plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.access.ids import ScenarioId, VersionNumber
from api.access.views.explanation import view_explanation
from api.demand.forecast_document import ForecastDocument
from api.demand.records.forecasts import keep_forecast, keep_needs
from api.plans.records.plans import persons_in, read_plan
from api.publication.explanation_json import explanation_json
from api.publication.proofs import proof_record
from api.publication.publication import Report
from api.publication.repair_file import compare_repair, repair_record
from api.publication.report import check_report, report_json, report_of
from api.publication.unproven_report import unproven_report
from api.rosters.records.rosters import add_version, find_newest_version
from api.runs.circle import CIRCLES, circle_of, views_of, visible_json
from api.runs.job import Answer, RunJob, SeatNeeds
from api.runs.kinds import RunKind, RunState
from api.runs.notice import tell_end
from api.runs.preparation import Preparation, roster_of
from api.runs.records.leases import RunLease, end, keep_result
from api.runs.records.runs import RunResult
from api.scenarios.records.scenarios import keep_solution
from api.store.engine import Connection, Database, writing
from api.store.hotlines import lock_hotline
from api.texts.translator import LANGUAGES, Translator, translator
from wfm.explanation import RosterExplanation
from wfm.finding import Level
from wfm.preference import Preference, prefer
from wfm.proof import ZERO
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.score import Score, measure


@dataclass(frozen=True)
class RunOutcome:
    """What came of a run.

    Parameters
    ----------
    result
        What is kept of it; the draft's number is not known yet.
    roster, report
        The draft, if it is one.
    calls
        A forecast, or what shifts need by one.
    """

    result: RunResult
    roster: Roster | None = None
    report: Report | None = None
    calls: ForecastDocument | SeatNeeds | None = None


def outcome_of(prepared: Preparation, answer: Answer) -> RunOutcome:
    """Return what comes of an answer."""
    if isinstance(answer, ForecastDocument | SeatNeeds):
        told = answer.told if isinstance(answer, ForecastDocument) else answer.needs
        document = {language: {"sentences": told["sentences"][language]} for language in LANGUAGES}
        return RunOutcome(RunResult(document=document), calls=answer)
    if isinstance(answer, RosterExplanation):
        circle = circle_of(prepared)
        if circle is not None:  # whoever it is not for need not even be kept
            visible = view_explanation(answer, circle)
            document = _in_each_language(lambda speak: visible_json(visible, speak))
            return RunOutcome(RunResult(document=document))
        document = _in_each_language(lambda speak: explanation_json(answer, speak))
        return RunOutcome(RunResult(document={**document, CIRCLES: views_of(prepared, answer)}))
    found, preferences = _with_preferred(prepared.job, answer)
    score = {} if found.score is None else _score(found.score, found.bounds)
    document = _in_each_language(lambda speak: _told(prepared, found, preferences, speak))
    result = RunResult(
        status=found.status.value, score=score, seconds=round(found.seconds, 3), document=document
    )
    if found.roster is None or not prepared.run.kind.makes_roster:
        return RunOutcome(result)
    return RunOutcome(result, found.roster, _report(prepared, found))


def _with_preferred(job: RunJob, result: Result) -> tuple[Result, tuple[Preference, ...]]:
    """Return a mended roster in which those who are preferred step in, and what came of each wish."""
    if not job.prefer or job.baseline is None or result.roster is None:
        return result, ()
    roster, preferences = prefer(job.plan, job.baseline, result.roster, job.prefer)
    return result.with_roster(roster, measure(job.plan, roster, job.baseline)), preferences


def outcome_without(prepared: Preparation, best: Roster | None, seconds: float) -> RunOutcome:
    """Return what comes of a run that did not answer: its best roster, of which nothing is proven."""
    if best is None:
        return RunOutcome(RunResult(seconds=round(seconds, 3)))
    job = prepared.job
    if job.prefer and job.baseline is not None:
        best, _ = prefer(job.plan, job.baseline, best, job.prefer)
    score = measure(job.plan, best, job.baseline)
    result = RunResult(
        status=Status.FEASIBLE.value,
        score=_score(score, dict.fromkeys(score.levels, 0)),
        seconds=round(seconds, 3),
    )
    if not prepared.run.kind.makes_roster:
        return RunOutcome(result)
    report = unproven_report(prepared.plan, best, prepared.revision.plan_sha256)
    return RunOutcome(replace(result, status=report.status.value), best, report)


def end_run(
    database: Database,
    prepared: Preparation,
    lease: RunLease,
    state: RunState,
    outcome: RunOutcome,
    at: datetime,
) -> bool:
    """End a run with all that came of it, and let its author be told; tell whether it was still held.

    If not, nothing is kept, and nobody told.
    """
    with writing(database) as connection:
        lock_hotline(connection, prepared.revision.hotline)
        if not end(connection, lease, state, at):
            return False
        _keep_calls(connection, prepared, outcome, at)
        outcome = _as_now(connection, prepared, outcome)
        number = _keep_draft(connection, prepared, outcome, at)
        keep_result(connection, lease.run, outcome.result, number)
        _keep_with_scenario(connection, prepared, outcome.result)
        tell_end(connection, prepared.run, state, number, at)
        return True


def _keep_calls(connection: Connection, prepared: Preparation, outcome: RunOutcome, at: datetime) -> None:
    if isinstance(outcome.calls, ForecastDocument):
        keep_forecast(connection, prepared.run.id, prepared.run.plan, outcome.calls, at)
    elif isinstance(outcome.calls, SeatNeeds):
        keep_needs(connection, prepared.run.plan, outcome.calls.needs, outcome.calls.risks)


def _keep_with_scenario(connection: Connection, prepared: Preparation, result: RunResult) -> None:
    """Keep what a search found with the scenario that it solved, as long as that is as it was."""
    asked = prepared.run.asked.get("scenario")
    if asked is None or result.status is None:
        return
    solved = {
        "run": prepared.run.id,
        "revision": prepared.revision.number,
        "status": result.status,
        "score": result.score,
        "seconds": result.seconds,
    }
    keep_solution(connection, ScenarioId(asked["id"]), asked["number"], solved)


def _as_now(connection: Connection, prepared: Preparation, outcome: RunOutcome) -> RunOutcome:
    """Return what came of a run as it may be kept where somebody was erased while it was reckoned.

    The roster stays, under the ids that agents have now; sentences, which name people, and bounds go.
    """
    person_of = persons_in(connection, prepared.revision)
    if person_of == prepared.person_of:
        return outcome
    result = replace(outcome.result, document={})
    if outcome.roster is None:
        return RunOutcome(result)
    agent_of = {person: agent for agent, person in person_of.items()}
    roster = roster_of(prepared.persons_on(outcome.roster), agent_of)
    plan = read_plan(connection, prepared.revision)
    return RunOutcome(result, roster, unproven_report(plan, roster, prepared.revision.plan_sha256))


def _keep_draft(
    connection: Connection, prepared: Preparation, outcome: RunOutcome, at: datetime
) -> VersionNumber | None:
    if outcome.roster is None or outcome.report is None:
        return None
    newest = find_newest_version(connection, prepared.run.plan)
    return add_version(
        connection,
        prepared.revision,
        outcome.roster,
        outcome.report,
        author=prepared.run.author,
        at=at,
        expected=0 if newest is None else newest.number,
        note=prepared.run.note,
    ).number


def _report(prepared: Preparation, result: Result) -> Report:
    """Return the report of a draft: what was proven, as far as it holds of the plan as it stands."""
    speak = translator("en")
    document = report_json(report_of(prepared.plan, result), speak)
    document["plan_sha256"] = prepared.revision.plan_sha256
    nothing = {"bound": 0, "proof": proof_record(ZERO, speak)}
    for level in () if prepared.is_same_question else tuple(document["score"]):
        if prepared.job.absences or level == Level.QUALITY:
            document["score"][level] |= nothing
    assert result.roster is not None
    return check_report(document, prepared.plan, result.roster, result.baseline)


def _told(
    prepared: Preparation, result: Result, preferences: Sequence[Preference], speak: Translator
) -> Mapping[str, Any]:
    """Return what of a search is told in sentences: why there is no roster, or who could step in."""
    if result.roster is None:
        told = report_json(report_of(prepared.job.plan, result), speak)
        return {name: value for name, value in told.items() if name.startswith("conflict")}
    job = prepared.job
    if job.kind is RunKind.REPAIR and job.baseline is not None:
        found = compare_repair(job.plan, job.baseline, result, job.absences, preferences)
        return {"repair": repair_record(job.plan, found)}
    return {}


def _score(score: Score, bounds: Mapping[Level, int]) -> dict[str, dict[str, int]]:
    return {
        level.value: {"value": score[level], "bound": min(bounds[level], score[level])}
        for level in score.levels
    }


def _in_each_language(tell: Callable[[Translator], Mapping[str, Any]]) -> dict[str, Any]:
    return {language: tell(translator(language)) for language in LANGUAGES}
