"""Seats that are vacant where somebody can't come, and who could step in, as a run's page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wfm.ids import AgentId


@dataclass(frozen=True)
class StandInView:
    """One way to fill a vacant seat.

    Parameters
    ----------
    joins, leaves
        Who would come, and who would go for that; names.
    agents
        Ids of those who would come.
    chosen
        Whether the draft does it.
    changes
        What it does to each level that it changes; above 0 is worse.
    """

    joins: str
    leaves: str
    agents: tuple[AgentId, ...]
    chosen: bool
    changes: Mapping[str, int]


@dataclass(frozen=True)
class PreferenceView:
    """What came of the wish that somebody steps in.

    Parameters
    ----------
    who
        Name.
    days
        Of the shifts on which they do.
    refused
        Of those on which they can't, and the rule that stands against it.
    """

    who: str
    days: tuple[date, ...]
    refused: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class VacancyView:
    """A shift on which somebody can't come.

    Parameters
    ----------
    day, start, end
        Of the shift.
    who
        Names of those who can't.
    options
        Who could step in, the best first.
    """

    day: date
    start: str
    end: str
    who: str
    options: tuple[StandInView, ...]


def vacancy_views(document: Mapping[str, Any], labels: Mapping[AgentId, str]) -> tuple[VacancyView, ...]:
    """Return what a mended roster's run tells of vacant seats; empty where it tells of none.

    Parameters
    ----------
    document
        What came of the run.
    labels
        What agents are called; who has left the plan since is told by id.
    """

    def names(agents: Iterable[str]) -> str:
        return ", ".join(labels.get(AgentId(agent), agent) for agent in agents)

    return tuple(
        VacancyView(
            day=date.fromisoformat(one["date"]),
            start=one["start"],
            end=one["end"],
            who=names(one["agents"]),
            options=tuple(
                StandInView(
                    joins=names(option["joins"]),
                    leaves=names(option["leaves"]),
                    agents=tuple(map(AgentId, option["joins"])),
                    chosen=option["chosen"],
                    changes={level: change for level, change in option["score"].items() if change},
                )
                for option in one["options"]
            ),
        )
        for one in document.get("repair", {}).get("vacancies", ())
    )


def preference_views(
    document: Mapping[str, Any], labels: Mapping[AgentId, str]
) -> tuple[PreferenceView, ...]:
    """Return what came of each wish that somebody steps in, as :func:`vacancy_views` does."""
    return tuple(
        PreferenceView(
            who=labels.get(AgentId(one["agent"]), one["agent"]),
            days=tuple(date.fromisoformat(shift["date"]) for shift in one["shifts"]),
            refused=tuple((date.fromisoformat(shift["date"]), shift["rule"]) for shift in one["refused"]),
        )
        for one in document.get("repair", {}).get("preferred", ())
    )
