"""What a run's process is given, and what it gives back: plans and rosters, and nothing of a database.

They travel as lines: what the process tells on its way is JSON, the job and the answer are packed.
"""

from __future__ import annotations

import json
import pickle
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.demand.forecast_document import ForecastDocument
from api.runs.kinds import RunKind
from wfm.absence import Absence
from wfm.baseline import Baseline
from wfm.explanation import FindingFilter, RosterExplanation
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.result import Result
from wfm.roster import Assignment, Roster
from wfm.serialization import pack

if TYPE_CHECKING:
    from wfm.demand.forecast import Forecast
    from wfm.demand.history import CallHistory

STOP = b"stop\n"
"""What a process is told that is to come to its end."""


@dataclass(frozen=True)
class SeatNeeds:
    """What shifts need by a forecast, and their risk by number of agents, as documents."""

    needs: Mapping[str, Any]
    risks: Mapping[str, Any]


Answer = Result | RosterExplanation | ForecastDocument | SeatNeeds


@dataclass(frozen=True)
class RunJob:
    """What a process reckons.

    Parameters
    ----------
    kind, plan
        What of which plan: with absences and weights of the run.
    time_limit, workers, seed
        As of a solve.
    baseline
        What a new roster stays close to.
    start
        The best roster of an earlier attempt.
    roster, assignment, about
        What is explained: a roster, and perhaps why an agent does not have a shift in it, or some findings.
    absences, prefer
        Of a repair: in the plan already, and who is to step in where they may.
    history, paths
        What is forecast from, and how many courses are drawn.
    forecast, seats
        What shifts' needs are counted by, and a number to spread.
    memory_mb
        What the process may use.
    """

    kind: RunKind
    plan: Plan
    time_limit: float
    workers: int | None
    seed: int
    baseline: Baseline | None = None
    start: Roster | None = None
    roster: Roster | None = None
    assignment: Assignment | None = None
    about: FindingFilter | None = None
    absences: tuple[Absence, ...] = ()
    prefer: tuple[AgentId, ...] = ()
    history: CallHistory | None = None
    paths: int = 500
    forecast: Forecast | None = None
    seats: int | None = None
    memory_mb: int = 4000


def without_contacts(plan: Plan) -> Plan:
    """Return a plan without what nothing that is reckoned needs: addresses, telephones and notes."""
    return replace(
        plan,
        agents=tuple(replace(agent, email="", phone="") for agent in plan.agents),
        availability=tuple(replace(entry, note="") for entry in plan.availability),
    )


def job_line(job: RunJob) -> bytes:
    """Return a job as a line."""
    return b64encode(pack(replace(job, plan=without_contacts(job.plan)))) + b"\n"


def read_job(line: bytes) -> RunJob:
    """Return the job of a line; it comes from the process that started this one."""
    job = pickle.loads(b64decode(line))
    assert isinstance(job, RunJob)
    return job


def answer_line(answer: Answer) -> bytes:
    """Return an answer as a line."""
    return json_line({"answer": b64encode(pack(answer)).decode()})


def read_answer(text: str) -> Answer:
    """Return the answer of a process of our own."""
    answer = pickle.loads(b64decode(text))
    assert isinstance(answer, Result | RosterExplanation | ForecastDocument | SeatNeeds)
    return answer


def json_line(told: Mapping[str, Any]) -> bytes:
    """Return something that is told as a line."""
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def seats_of(roster: Roster) -> dict[str, list[str]]:
    """Return a roster as it is told: agents by shift."""
    return {shift: list(agents) for shift, agents in roster.agents_on.items()}


def roster_from(seats: Mapping[str, Any]) -> Roster:
    """Return the roster that was told so."""
    return Roster({ShiftId(shift): tuple(agents) for shift, agents in seats.items()})
