"""Runs as documents: what is asked for, how far it is, what came of it."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access.ids import ScenarioId, VersionNumber
from api.plans.schemas import ACCOUNT, AT
from api.runs.kinds import RunKind, RunOrder, RunState
from api.runs.overview import RunOverview
from api.web.json.operations import sends
from api.web.json.requests import NoteText
from wfm.absence import Absence
from wfm.ids import AgentId, MunicipalityCode, ShiftId

ID = "5b1e7a0c9d2f4e63a8c0d1e2f3a4b5c6"
MOST_SECONDS = 3600.0
MOST_WEIGHT = 1_000_000
Number = Annotated[int, Field(ge=1, le=999_999_999)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Weight = Annotated[int, Field(ge=0, le=MOST_WEIGHT)]
_ALIASED = ConfigDict(extra="forbid", serialize_by_alias=True)


class SentAbsence(BaseModel):
    """Somebody who can't come."""

    model_config = ConfigDict(extra="forbid")

    agent: Word = Field(description="Id of the agent.", examples=["730-02"])
    first_day: Date = Field(description="First day.", examples=["2027-01-14"])
    last_day: Date = Field(description="Last day, that one too.", examples=["2027-01-15"])


@sends
class SentRun(BaseModel):
    """What is to be reckoned."""

    model_config = _ALIASED

    kind: RunKind = Field(
        default=RunKind.SOLVE,
        description="solve: a roster; repair: a roster near a version in which some can't come; explain: why "
        "a version is no better, why some findings of quality are there, or why an agent does not have a "
        "shift; prices: what locks and wishes cost; forecast: the calls to come, from those stored; demand: "
        "the agents that each shift needs by the newest forecast; scenario: a roster of the plan "
        "as it would be, whose figures are kept with the scenario and of which no draft comes.",
        examples=["solve"],
    )
    time_limit: float = Field(
        default=60, description="Seconds.", examples=[60], ge=0, le=MOST_SECONDS, allow_inf_nan=False
    )
    workers: int | None = Field(
        default=None, description="Threads of the search; null: all cores.", examples=[2], ge=1, le=256
    )
    seed: int = Field(default=1, description="Seed of the search.", examples=[1], ge=0, le=2**31 - 1)
    start: Number | None = Field(
        default=None,
        alias="from",
        description="Number of the version from which as little as possible is changed. Of a repair the "
        "published one, else the newest, where left out.",
        examples=[3],
    )
    freeze_before: Date | None = Field(
        default=None,
        description="Shifts of earlier days stay as that version has them.",
        examples=["2027-02-01"],
    )
    weights: dict[Word, Weight] = Field(
        default_factory=dict,
        description="Of rules of quality, for this run only.",
        examples=[{"wishes": 5}],
        max_length=50,
    )
    absences: list[SentAbsence] = Field(
        default_factory=list,
        description="Of a repair: who can't come.",
        examples=[[{"agent": "730-02", "first_day": "2027-01-14", "last_day": "2027-01-15"}]],
        max_length=1000,
    )
    prefer: list[Word] = Field(
        default_factory=list,
        description="Of a repair: who is to step in where they may, whoever would be better by a little; the "
        "first chooses first.",
        examples=[["730-04"]],
        max_length=100,
    )
    version: Number | None = Field(
        default=None,
        description="Number of the version that is explained or priced; the newest where left out.",
        examples=[3],
    )
    agent: Word | None = Field(
        default=None,
        description="Who does not have `shift`; without it, whose findings of quality are explained.",
        examples=["730-02"],
    )
    shift: Word | None = Field(
        default=None, description="Which shift the agent does not have.", examples=["2027-01-14T08:00"]
    )
    rule: Word | None = Field(
        default=None,
        description="Of an explanation: the rule of quality whose findings are explained.",
        examples=["agent_balance"],
    )
    municipality: Word | None = Field(
        default=None,
        description="Of an explanation: the municipality whose findings of quality are explained.",
        examples=["730"],
    )
    paths: int = Field(
        default=500,
        description="Of a forecast: equally likely courses to draw.",
        examples=[500],
        ge=50,
        le=2000,
    )
    seats: int | None = Field(
        default=None,
        description="Of a demand: so many seats are spread over the period's shifts where they save most "
        "abandoned calls; null: each shift gets what it needs.",
        examples=[495],
        ge=0,
        le=100_000,
    )
    scenario: Word | None = Field(
        default=None, description="Which scenario is solved.", examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"]
    )
    note: NoteText = Field(
        default="", description="What the author says; the draft bears it too.", examples=["Two weeks later"]
    )

    @property
    def order(self) -> RunOrder:
        """The order that it is."""
        return RunOrder(
            kind=self.kind,
            time_limit=self.time_limit,
            workers=self.workers,
            seed=self.seed,
            start=None if self.start is None else VersionNumber(self.start),
            freeze_before=self.freeze_before,
            weights=dict(self.weights),
            absences=tuple(Absence(AgentId(one.agent), one.first_day, one.last_day) for one in self.absences),
            prefer=tuple(map(AgentId, self.prefer)),
            version=None if self.version is None else VersionNumber(self.version),
            agent=None if self.agent is None else AgentId(self.agent),
            shift=None if self.shift is None else ShiftId(self.shift),
            rule=self.rule,
            municipality=None if self.municipality is None else MunicipalityCode(self.municipality),
            paths=self.paths,
            seats=self.seats,
            scenario=None if self.scenario is None else ScenarioId(self.scenario),
            note=self.note,
        )


class RunLevel(BaseModel):
    """How far one level is."""

    value: int = Field(description="Of the best roster so far.", examples=[2], ge=0)
    bound: int = Field(description="Proven: no roster can go below this.", examples=[0], ge=0)


class RunSettingsView(BaseModel):
    """How it is searched."""

    model_config = ConfigDict(serialize_by_alias=True)

    time_limit: float = Field(description="Seconds.", examples=[60])
    workers: int | None = Field(description="Threads; null: all cores.", examples=[2])
    seed: int = Field(description="Seed of the search.", examples=[1])
    start: int | None = Field(
        alias="from", description="Version from which as little as possible is changed.", examples=[3]
    )
    freeze_before: Date | None = Field(description="Earlier shifts stay.", examples=["2027-02-01"])
    weights: dict[str, int] = Field(description="Of this run only.", examples=[{"wishes": 5}])
    version: int | None = Field(description="The version that is explained or priced.", examples=[3])
    scenario: str | None = Field(
        default=None,
        description="The scenario that is solved.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
    )


class RunView(BaseModel):
    """A run."""

    id: str = Field(description="Random id.", examples=[ID])
    kind: RunKind = Field(description="What was asked for.", examples=["solve"])
    state: RunState = Field(
        description="queued, running, done, cancelled, failed, or interrupted: cut off too often.",
        examples=["running"],
    )
    status: str | None = Field(
        description="Of a search that is over: OPTIMAL, FEASIBLE, or INFEASIBLE where no roster can keep the "
        "hard rules.",
        examples=["FEASIBLE"],
    )
    score: dict[str, RunLevel] = Field(
        description="By level; empty before the first roster.",
        examples=[{"coverage": {"value": 2, "bound": 0}}],
    )
    seconds: float | None = Field(description="Of search so far.", examples=[12.5])
    version: int | None = Field(description="Number of the draft that its roster became.", examples=[4])
    revision: int = Field(description="Number of the plan's revision that it is about.", examples=[7], ge=1)
    by: str | None = Field(description="By which account; null: the program.", examples=[ACCOUNT])
    at: datetime = Field(description="When it was asked for, in UTC.", examples=[AT])
    place: int | None = Field(description="In the queue, from 1; null: it does not wait.", examples=[1])
    started_at: datetime | None = Field(description="When it was first taken up, in UTC.", examples=[AT])
    ended_at: datetime | None = Field(description="When it ended, in UTC.", examples=[AT])
    note: str = Field(description="What its author says to it.", examples=["Two weeks later"])
    settings: RunSettingsView = Field(
        description="How long and how it is searched.", examples=[{"time_limit": 60}]
    )


class RunDocument(RunView):
    """A run, with what was explained."""

    result: dict[str, Any] | None = Field(
        description="What was explained (as `wfm explain --json` tells it), priced, or proposed (as "
        "`repair.json` does); where there is no roster, why (as `report.json` does). Null where there is "
        "nothing of that.",
        examples=[{"conflict": ["…"]}],
    )


class RunsAnswer(BaseModel):
    """Some runs of a plan, the newest first."""

    runs: list[RunView] = Field(description="The runs.", examples=[[{"id": ID, "state": "running"}]])
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["cnVuOjE"])


def run_view(seen: RunOverview) -> RunView:
    """Return a run for programs."""
    return RunView.model_validate(_values(seen))


def run_document(seen: RunOverview, language: str) -> RunDocument:
    """Return a run with what was explained, in a language."""
    result = dict(seen.document(language)) or None
    return RunDocument.model_validate({**_values(seen), "result": result})


def _values(seen: RunOverview) -> dict[str, Any]:
    run, asked = seen.run, seen.run.asked
    names = ("time_limit", "workers", "seed", "freeze_before", "version")
    settings = {name: asked.get(name) for name in names}
    return {
        "id": run.id,
        "kind": run.kind,
        "state": run.state,
        "status": seen.status,
        "score": {level.value: {"value": v, "bound": b} for level, (v, b) in seen.score.items()},
        "seconds": seen.seconds,
        "version": seen.version,
        "revision": run.number,
        "by": run.author,
        "at": run.at,
        "place": seen.place,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "note": run.note,
        "settings": settings
        | {
            "from": asked.get("start"),
            "weights": asked.get("weights", {}),
            "scenario": asked.get("scenario", {}).get("id"),
        },
    }
