"""What a run is doing and what came of it, in words."""

from __future__ import annotations

from collections.abc import Mapping

from api.runs.kinds import RunKind, RunState
from api.runs.overview import RunOverview
from api.texts.names import level_message, proof
from wfm.finding import Level
from wfm.message import Message, Text
from wfm.result import Status

KINDS: Mapping[RunKind, Text] = {
    RunKind.SOLVE: Text("run.kind.solve", "roster"),
    RunKind.REPAIR: Text("run.kind.repair", "mended roster"),
    RunKind.EXPLAIN: Text("run.kind.explain", "explanation"),
    RunKind.PRICES: Text("run.kind.prices", "prices of locks and wishes"),
    RunKind.FORECAST: Text("run.kind.forecast", "forecast of calls"),
    RunKind.DEMAND: Text("run.kind.demand", "agents needed"),
    RunKind.SCENARIO: Text("run.kind.scenario", "scenario"),
}
STATES: Mapping[RunState, Text] = {
    RunState.QUEUED: Text("run.state.queued", "waiting"),
    RunState.RUNNING: Text("run.state.running", "being reckoned"),
    RunState.DONE: Text("run.state.done", "done"),
    RunState.CANCELLED: Text("run.state.cancelled", "ended by hand"),
    RunState.FAILED: Text("run.state.failed", "failed"),
    RunState.INTERRUPTED: Text("run.state.interrupted", "cut off"),
}
IMPOSSIBLE = Text("run.impossible", "no roster is possible")
WAITS = Text("run.waits", "It waits for its turn, as number {place:number} in the queue.")
STARTING = Text("run.starting", "It is starting; that takes a few seconds.")
FIRST = Text("run.first", "A first roster is being made.")
STRICT = Text(
    "run.strict",
    "It looks for a roster with no empty seat, no missing competence and every quota met.",
)
IMPROVING = Text(
    "run.improving",
    "It improves {level}, and looks for the proof that nothing better is possible. Whatever counts before "
    "that is proven already.",
)
ASKING = Text("run.asking", "It looks for reasons: {number:number} of {all:number}.")
MENDING = Text("run.mending", "It looks for what would help: {number:number} of {all:number}.")
PRICING = Text("run.pricing", "It solves without a lock or wish: {number:number} of {all:number}.")
ENDING = Text("run.ending", "It is coming to its end and keeps the best roster so far.")
ENDED = Text("run.ended", "It was ended by hand; the best roster until then was kept.")
ENDED_EARLY = Text("run.ended_early", "It was ended by hand before there was a roster.")
FAILED = Text("run.failed", "A fault of the program ended it; the fault has been noted.")
CUT_OFF = Text("run.cut_off", "It was cut off three times; the best roster until then was kept.")
ENDED_FIGURES = Text(
    "run.ended_figures", "It was ended by hand; the figures of the best roster until then were kept."
)
CUT_OFF_FIGURES = Text(
    "run.cut_off_figures",
    "It was cut off three times; the figures of the best roster until then were kept.",
)
CUT_OFF_EARLY = Text("run.cut_off_early", "It was cut off three times before there was a roster.")
EXPLAINED = Text("run.explained", "It has ended; what was found stands below.")
_STEPS = {"asking": ASKING, "mending": MENDING, "pricing": PRICING}


def state_message(seen: RunOverview) -> Message:
    """Return where a run is, in a word or two."""
    return IMPOSSIBLE() if seen.has_no_roster else STATES[seen.run.state]()


def run_message(seen: RunOverview) -> Message:
    """Return what a run is doing, or what came of it, in a sentence."""
    match seen.run.state:
        case RunState.QUEUED:
            return WAITS(place=seen.place or 1)
        case RunState.RUNNING:
            return ENDING() if seen.is_ending else _progress(seen)
        case RunState.CANCELLED:
            return _ended(seen, ENDED, ENDED_FIGURES, ENDED_EARLY)
        case RunState.INTERRUPTED:
            return _ended(seen, CUT_OFF, CUT_OFF_FIGURES, CUT_OFF_EARLY)
        case RunState.FAILED:
            return FAILED()
        case _:
            return _done(seen)


def _ended(seen: RunOverview, draft: Text, figures: Text, nothing: Text) -> Message:
    """Say what was kept of a run that did not end by itself."""
    if seen.version:
        return draft()
    kept = seen.run.kind is RunKind.SCENARIO and seen.status is not None
    return figures() if kept else nothing()


def _progress(seen: RunOverview) -> Message:
    phase = seen.told.get("phase", "starting")
    if phase in _STEPS:
        return _STEPS[phase](number=seen.told["number"], all=seen.told["of"])
    if phase == "level":
        return IMPROVING(level=level_message(Level(seen.told["level"])))
    return {"start": FIRST, "strict": STRICT}.get(phase, STARTING)()


def _done(seen: RunOverview) -> Message:
    if seen.status is None:
        return EXPLAINED()
    values = {level: value for level, (value, _) in seen.score.items()}
    bounds = {level: bound for level, (_, bound) in seen.score.items()}
    return proof(Status(seen.status), values, bounds)
