"""Competence and its min_agents."""

from __future__ import annotations

from dataclasses import dataclass

from wfm.ids import CompetenceCode


@dataclass(frozen=True)
class Competence:
    """Something an agent is trained to answer; `min_agents` holders are wanted on every shift."""

    code: CompetenceCode
    name: str
    min_agents: int = 1
