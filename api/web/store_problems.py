"""What the store and the readers of tables refuse, as the caller reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.store.errors import (
    BrokenRulesError,
    ClashError,
    ClosedError,
    ConflictError,
    DoubtfulPersonsError,
    KeyTakenError,
    MissingError,
    NotForwardError,
    StoreError,
    TooManyError,
    UnavailableError,
    UnreadableError,
)
from api.texts.translator import Translator
from api.web import problems
from api.web.problems import More, ProblemError, ProblemKind
from wfm.errors import Fault, InputError
from wfm.message import Plural, Text

GONE = Text("refused.missing", "what was named is not there")
CHANGED = Text(
    "refused.changed",
    "it was changed meanwhile: you began with number {expected:number}, now it is number {number:number}. "
    "This request changed nothing; look at what is new and try again.",
)
NEW = Text("refused.new", "there is none of this yet, though you began with number {expected:number}")
BACKWARD = Text(
    "refused.backward",
    "version {number:number} is not later than the published one; what is published is superseded by "
    "something later, never taken up anew",
)
BREAKS = Text("refused.breaks", "the roster breaks what the rules never allow: {rules}")
UNREADABLE = Text("refused.unreadable", "the plan could not be read back just as it is, so nothing was kept")
KEY = Text("refused.key", "this idempotency key was used before, for another request")
AWAY = Text("refused.away", "the database does not answer just now; try again in a moment, with the same key")
TOO_MANY = Text(
    "refused.too_many",
    "there are {most:number} already, as many as there may be; revoke one that is out of use",
)
FAULTY = Plural("refused.faulty", "{n:number} fault; nothing was kept", "{n:number} faults; nothing was kept")
RETRY_SECONDS = 2
MOST_TOLD = 1000
"""Faults told at most; whoever has more has sent something else than was meant."""


def refusal(error: StoreError) -> ProblemError:
    """Return the answer to an error of the store."""
    match error:
        case ConflictError():
            return _stale(error)
        case NotForwardError():
            return ProblemError(problems.NOT_LATER, BACKWARD(number=error.number))
        case BrokenRulesError():
            return ProblemError(problems.RULES_BROKEN, BREAKS(rules=", ".join(error.rules)))
        case DoubtfulPersonsError():
            return ProblemError(problems.DOUBTFUL_PERSONS, error.message, more=_faults(error.faults))
        case TooManyError():
            return ProblemError(problems.TOO_MANY, TOO_MANY(most=error.most))
        case ClosedError():
            return ProblemError(problems.CLOSED, error.message)
        case ClashError():
            return ProblemError(problems.CLASH, error.message)
        case _:
            kind, text = _PLAIN[type(error)]
            again = {"Retry-After": str(RETRY_SECONDS)} if kind is problems.BUSY else None
            return ProblemError(kind, text(), headers=again)


def _stale(error: ConflictError) -> ProblemError:
    """Say what holds now, since when, and by whom: an account, or nobody's where it was the program."""
    current = {
        "number": error.number,
        "at": None if error.at is None else error.at.isoformat().replace("+00:00", "Z"),
        "by": error.by,
    }
    text = (
        CHANGED(expected=error.expected, number=error.number)
        if error.number
        else NEW(expected=error.expected)
    )
    headers = {"ETag": f'"{error.number}"'}
    return ProblemError(problems.STALE, text, headers=headers, more=lambda _: {"current": current})


def input_refusal(error: InputError) -> ProblemError:
    """Return the answer to faulty input: how many faults there are, and each with its place."""
    return ProblemError(problems.FAULTY, FAULTY(n=len(error.faults)), more=_faults(error.faults))


def _faults(faults: Sequence[Fault]) -> More:
    return lambda speak: {"faults": [fault_told(fault, speak) for fault in faults[:MOST_TOLD]]}


def fault_told(fault: Fault, speak: Translator) -> dict[str, Any]:
    """Return a fault or notice for a program, its expectation in one language."""
    return {
        "file": fault.file,
        "row": fault.row or None,  # rows of JSON have no header, so no row 0
        "column": fault.column,
        "value": fault.value,
        "expected": speak.say(fault.expected),
        "key": fault.expected.key,
    }


_PLAIN: Mapping[type[StoreError], tuple[ProblemKind, Text]] = {
    MissingError: (problems.NOT_THERE, GONE),
    KeyTakenError: (problems.KEY_TAKEN, KEY),
    UnavailableError: (problems.BUSY, AWAY),
    UnreadableError: (problems.UNREADABLE, UNREADABLE),
}
