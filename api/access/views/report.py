"""What of a report is told to whom: sums to all who see figures, sentences about people to theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from api.access.scope import Scope
from api.publication.publication import Report
from wfm.baseline import Baseline
from wfm.finding import Finding
from wfm.ids import AgentId, ShiftId
from wfm.message import Message, Param
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score


def report_told(
    report: Report, plan: Plan, scope: Scope, people: Collection[AgentId], shifts: Collection[ShiftId]
) -> Report:
    """Return a report without what it says of people who are not seen.

    Parameters
    ----------
    report, plan
        The whole of them.
    scope
        Who asks.
    people, shifts
        What is seen.
    """
    unseen = [agent for agent in plan.agents if agent.id not in people]
    hidden = frozenset(word for a in unseen for word in (a.id, a.name, plan.labels[a.id]))

    def told(finding: Finding) -> bool:
        about = finding.subject
        if about.agent:
            return about.agent in people
        if not scope.figures and about.shift not in shifts:
            return False
        return hidden.isdisjoint(words_of(finding.message))

    score, baseline = report.score, report.baseline
    return replace(
        report,
        score=None
        if score is None
        else _score(score, *(tuple(filter(told, found)) for found in (score.findings, score.counted))),
        conflict=None,
        baseline=None if baseline is None else Baseline(Roster(), baseline.freeze_before),
    )


def _score(score: Score, findings: tuple[Finding, ...], counted: tuple[Finding, ...]) -> Score:
    forced = tuple(finding for finding in score.forced if finding in findings)
    return replace(score, findings=findings, counted=counted, forced=forced)


def words_of(message: Message) -> Iterator[str]:
    """Yield every text that a message puts into its places."""
    for value in message.params.values():
        yield from _of(value)


def _of(value: Param) -> Iterator[str]:
    if isinstance(value, Message):
        yield from words_of(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _of(part)
    elif isinstance(value, str):
        yield value
