"""Questions asked of a filled service, and answered with as much about everybody as an answer can hold."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from httpx2 import Response

from api.runs.ending import end_run, outcome_of
from api.runs.kinds import RunState
from api.runs.preparation import prepare
from api.runs.records.leases import RunLease, claim
from api.store.engine import reading, writing
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from wfm.change import RaiseLimit
from wfm.explanation import (
    Answer,
    Because,
    Explanation,
    Fact,
    Mend,
    Outlook,
    Question,
    QuestionScope,
    RosterExplanation,
    WhyNot,
)
from wfm.finding import Finding, Level, Subject
from wfm.ids import AgentId
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster

EVERYBODY = ("1-1", "1-2", "2-1", "2-2", "3-1")
CANNOT = Text("test.cannot", "{who} is away on a day that nobody knows of")
LISTED = Text("test.listed", "away: {who:list}")
MANY = Text("test.many", "it is so because of {who:list}")
HAS = Text("test.has", "{who} has a finding")
NAMES = Text("test.names", "{who} could take one more")


def named(text: str) -> set[str]:
    """Return the agents whom a text names, by name or id."""
    return {one for one in EVERYBODY if re.search(rf"(?<![\d-]){one}(?![\d-])", text)}


def ask(served: Served, caller: str = "agent", key: str | None = None, **question: Any) -> Response:
    """Ask, for the caller's own balance where nothing else is said."""
    document = question or {"agent": "1-1", "rule": "agent_balance"}
    return served.send("POST", "questions", document, caller=caller, key=key)


def answer_with_all(served: Served, at: datetime = NOW) -> None:
    """Let the question whose turn it is be answered, with facts, mends and findings about everybody."""
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
    assert taken is not None
    with reading(served.database) as connection:
        prepared = prepare(connection, taken, 4000)
    outcome = outcome_of(prepared, all_told(prepared.plan, prepared.job.assignment))
    assert end_run(served.database, prepared, RunLease(taken.id, taken.fence), RunState.DONE, outcome, at)


def all_told(plan: Plan, assignment: tuple[AgentId, Any] | None) -> RosterExplanation:
    """Return an explanation that names everybody wherever it can."""
    names = tuple(plan.labels[one.id] for one in plan.agents)
    ids = tuple(one.id for one in plan.agents)
    facts = tuple(Fact("availability", Subject(agent=one), CANNOT(who=plan.labels[one])) for one in ids)
    because = (Because(LISTED(who=names), facts), *(Because(one.message, (one,)) for one in facts))
    nothing = Outlook(Roster(), {}, {})
    mends = tuple(Mend((RaiseLimit(one, 5),), NAMES(who=plan.labels[one]), nothing) for one in ids)
    findings = tuple(
        Finding("agent_balance", Level.QUALITY, Subject(agent=one), 1, HAS(who=plan.labels[one]))
        for one in ids
    )
    if assignment is not None:
        told = {"question": None, "because": because, "mends": mends, "gives_up": ids}
        return RosterExplanation(
            why_not=WhyNot(agent=assignment[0], shift=assignment[1], message=MANY(who=names), **told)  # type: ignore[arg-type]
        )
    one = Explanation(
        findings=findings,
        questions=(Question(QuestionScope.FINDING, Level.QUALITY, Subject(), rule="agent_balance"),),
        answer=Answer.FORCED,
        message=MANY(who=names),
        because=because,
        mends=mends,
        elsewhere=findings,
    )
    return RosterExplanation(explanations=(one,))
