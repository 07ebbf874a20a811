"""What is said of the risk of shifts with the agents who sit there."""

from __future__ import annotations

from collections.abc import Iterator

from api.texts.demand import calls_text, goals_of, share_text
from api.texts.translator import Translator
from wfm.demand.risk import RosterRisk, ShiftRisk
from wfm.message import Message, Plural, Text
from wfm.plan import Plan

OF_SHIFT = Plural(
    "risk.of_shift",
    "{shift:shift}: with {n:number} agent about {lost} of {calls} calls will be lost; one more would save "
    "{saved}",
    "{shift:shift}: with {n:number} agents about {lost} of {calls} calls will be lost; one more would save "
    "{saved}",
)
IN_ALL = Text(
    "risk.in_all",
    "About {lost} of {calls} calls will be lost on {shifts:number} shifts; one agent more saves most on "
    "{shift:shift}: {saved}.",
)
UNSURE = Plural(
    "risk.unsure",
    "On {n:number} shift the goals are met less surely than {confidence}.",
    "On {n:number} shifts the goals are met less surely than {confidence}.",
)
ALL_SURE = Text("risk.all_sure", "On every shift the goals are met as surely as {confidence}.")
NO_SHIFT = Text("risk.no_shift", "The forecast covers no shift of the plan whole; nothing was counted.")
NOT_COVERED = Plural(
    "risk.not_covered",
    "{n:number} shift is not in the forecast, {shift:shift}.",
    "{n:number} shifts are not in the forecast, the first {shift:shift}.",
)


def risk_sentences(plan: Plan, found: RosterRisk, speak: Translator) -> Iterator[Message]:
    """Yield what a roster's risk is in all."""
    if not found.shifts:
        yield NO_SHIFT()
        return
    most = max(found.shifts, key=lambda one: one.saved)
    yield IN_ALL(
        lost=calls_text(sum(one.now.abandoned for one in found.shifts), speak),
        calls=calls_text(sum(one.calls for one in found.shifts), speak),
        shifts=len(found.shifts),
        shift=most.shift.id,
        saved=calls_text(most.saved, speak),
    )
    confidence = plan.hotline.service.confidence
    unsure = sum(one.now.met < float(confidence) for one in found.shifts)
    share = share_text(confidence, speak)
    yield UNSURE(n=unsure, confidence=share) if unsure else ALL_SURE(confidence=share)
    yield goals_of(plan.hotline, speak)
    if found.without_forecast:
        yield NOT_COVERED(n=len(found.without_forecast), shift=found.without_forecast[0].id)


def risk_sentence(one: ShiftRisk, speak: Translator) -> Message:
    """Say what the risk of a shift is."""
    return OF_SHIFT(
        n=one.agents,
        shift=one.shift.id,
        lost=calls_text(one.now.abandoned, speak),
        calls=calls_text(one.calls, speak),
        saved=calls_text(one.saved, speak),
    )
