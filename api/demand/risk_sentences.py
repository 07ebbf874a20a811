"""What the calls to come mean for shifts, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from api.demand.shift_risks import LookedUpRisk
from wfm.message import Message, Plural

RISK = Plural(
    "risk.shift",
    "{shift:shift}: with {n:number} agent about {lost:decimal} of {calls:number} calls will be lost; one "
    "more would save {saved:decimal}.",
    "{shift:shift}: with {n:number} agents about {lost:decimal} of {calls:number} calls will be lost; one "
    "more would save {saved:decimal}.",
)
OF_SHIFTS = Plural(
    "risk.of_shifts",
    "About {lost:number} of {calls:number} calls will be lost on the {n:number} shift shown.",
    "About {lost:number} of {calls:number} calls will be lost on the {n:number} shifts shown.",
)


def risk_message(one: LookedUpRisk) -> Message:
    """Say what a shift with its agents means."""
    return RISK(
        shift=one.shift.id,
        n=one.agents,
        lost=f"{one.lost:.1f}",
        calls=round(one.calls),
        saved=f"{one.saved:.1f}",
    )


def sum_message(risks: Sequence[LookedUpRisk]) -> Message:
    """Say what shifts mean together."""
    lost, calls = sum(one.lost for one in risks), sum(one.calls for one in risks)
    return OF_SHIFTS(n=len(risks), lost=round(lost), calls=round(calls))
