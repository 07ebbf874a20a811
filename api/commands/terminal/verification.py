"""A verification as people read it on a terminal, and as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from api.commands.terminal.console import console, table
from api.texts.names import level_message
from api.texts.translator import Translator
from wfm.message import Plural, Text
from wfm.rounding import half_up
from wfm.verification import ClaimState, Verification

CLAIMED = Text("column.claimed", "claimed")
ANSWER = Text("column.answer", "answer")
HOW = Text("column.how", "how, or what stands against it")
STATES = {
    ClaimState.CONFIRMED: Text("verify.state_confirmed", "confirmed"),
    ClaimState.OPEN: Text("verify.state_open", "not proven again"),
    ClaimState.FALSE: Text("verify.state_false", "FALSE"),
}
STYLES = {ClaimState.CONFIRMED: "green", ClaimState.OPEN: "yellow", ClaimState.FALSE: "bold red"}
ALL_CONFIRMED = Plural(
    "verify.all_confirmed", "The {n:number} claim is confirmed.", "All {n:number} claims are confirmed."
)
SOME_OPEN = Plural(
    "verify.some_open",
    "No claim is false. {n:number} could not be proven again; it may well be true, and more time may help.",
    "No claim is false. {n:number} could not be proven again; they may well be true, and more time may help.",
)
SOME_FALSE = Plural("verify.some_false", "{n:number} claim is false.", "{n:number} claims are false.")
BETTER = Text("verify.better", "A better roster turned up on the way: {values:list}. Solve again to have it.")
BETTER_VALUE = Text("verify.better_value", "{level} {value:number}")
STOPPED = Text("verify.stopped", "Stopped by hand: what was left was not proven again.")
TOOK = Text("verify.took", "{folder}, checked in {seconds} seconds.")
UNCHECKED = Text(
    "verify.unchecked",
    "Not checked: seconds, workers, seed and versions of the report, and the pages, workbook and calendars.",
)


def print_verification(found: Verification, folder: Path, speak: Translator) -> None:
    """Print every claim with its answer, and what that comes to."""
    out = console()
    columns = [(speak.say(column()), "left") for column in (CLAIMED, ANSWER, HOW)]
    rows = [
        [speak.sentence(claim.claimed), speak.say(STATES[claim.state]()), speak.say(claim.message)]
        for claim in found.claims
    ]
    out.print(table(columns, rows))
    if found.interrupted:
        out.print(speak.sentence(STOPPED()), style="yellow")
    if found.better:
        out.print(speak.sentence(BETTER(values=_values(found))), style="yellow", markup=False)
    out.print(speak.sentence(_summary(found)), style=STYLES[found.state])
    out.print(speak.sentence(UNCHECKED()), markup=False)
    seconds = speak.number(half_up(Fraction(found.seconds), 1), 1)
    out.print(speak.sentence(TOOK(folder=str(folder), seconds=seconds)), markup=False)


def _summary(found: Verification) -> Any:
    text = {ClaimState.CONFIRMED: ALL_CONFIRMED, ClaimState.OPEN: SOME_OPEN, ClaimState.FALSE: SOME_FALSE}[
        found.state
    ]
    return text(n=found.number(found.state))


def _values(found: Verification) -> tuple[Any, ...]:
    return tuple(
        BETTER_VALUE(level=level_message(level), value=value) for level, value in found.better.items()
    )


def verification_json(found: Verification, speak: Translator) -> Mapping[str, Any]:
    """Return a verification for ``--json``."""
    return {
        "state": found.state.value,
        "claims": [
            {
                "subject": claim.subject,
                "state": claim.state.value,
                "claimed": speak.sentence(claim.claimed),
                "key": claim.message.key,
                "sentence": speak.sentence(claim.message),
            }
            for claim in found.claims
        ],
        "confirmed": found.number(ClaimState.CONFIRMED),
        "not_reproven": found.number(ClaimState.OPEN),
        "false": found.number(ClaimState.FALSE),
        "better": {level.value: value for level, value in found.better.items()} or None,
        "interrupted": found.interrupted,
        "seconds": round(found.seconds, 3),
    }
