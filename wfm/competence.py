"""Competence and its min_agents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wfm.agent import Agent
from wfm.ids import CompetenceCode


@dataclass(frozen=True)
class Competence:
    """Something an agent is trained to answer; `min_agents` holders are wanted on every shift."""

    code: CompetenceCode
    name: str
    min_agents: int = 1


def holders_missing(competences: Iterable[Competence], team: Collection[Agent]) -> int:
    """Return how many holders a team lacks, over all competences."""
    return sum(max(0, c.min_agents - sum(c.code in one.competences for one in team)) for c in competences)
