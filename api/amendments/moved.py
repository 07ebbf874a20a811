"""A roster with moves made in it, and what is claimed of it; the hard rules that they would break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.publication.publication import Report
from api.publication.unproven_report import carry_report, unproven_report
from api.rosters.editing.changes import NewBreachesError, move_agents, try_changes
from api.rosters.editing.moves import Move
from api.rosters.editing.trials import Trials
from api.rosters.records.rosters import VersionContent
from wfm.baseline import Baseline
from wfm.roster import Roster


@dataclass(frozen=True)
class MovedRoster:
    """A roster, and its report."""

    roster: Roster
    report: Report


def move_seats(content: VersionContent, moves: Sequence[Move]) -> MovedRoster:
    """Return a version with moves made in it.

    What was frozen when the version was made stays so, as it is from now on: the rules hold there as well.

    Raises
    ------
    ChangeError
        Where they name what is not there or contradict each other.
    NewBreachesError
        Where they would break a hard rule that is kept now.
    """
    if Trials(content.plan, content.roster).find_breaches(moves):
        raise NewBreachesError(try_changes(content.plan, content.roster, moves))
    moved = move_agents(content.roster, moves)
    return MovedRoster(moved, report_on(content, moved, moves))


def report_on(content: VersionContent, moved: Roster, moves: Sequence[Move]) -> Report:
    """Return what is claimed of a version in which moves were made."""
    baseline = content.report.baseline
    if baseline is None:
        return carry_report(content.report, content.plan, moved)
    touched = {move.shift: moved.on(move.shift) for move in moves}
    kept = Baseline(Roster({**baseline.roster.agents_on, **touched}), baseline.freeze_before)
    return unproven_report(content.plan, moved, content.report.plan_sha256, kept)
