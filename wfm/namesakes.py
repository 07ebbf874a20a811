"""Namesakes: agents of one name, who are told apart by their ids wherever both may stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from wfm.agent import Agent
from wfm.ids import AgentId


def labels_of(agents: Iterable[Agent]) -> Mapping[AgentId, str]:
    """Return what each agent is called: the name, with the id beside it where several bear it."""
    listed = tuple(agents)
    bearers = Counter(map(_heard, listed))
    return {a.id: a.name if bearers[_heard(a)] == 1 else f"{a.name} ({a.id})" for a in listed}


def _heard(agent: Agent) -> str:
    return " ".join(agent.name.casefold().split())
