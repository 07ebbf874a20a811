"""wfm doctor: say of the service's settings and machine what is well, what may be wrong, and what is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, speaker
from api.texts.translator import Translator
from wfm.message import Plural, Text

HELP = Text("doctor.help", "Say what is misconfigured for the web service, and how to mend it.")
GOOD = Text("doctor.good", "good")
WARNING = Text("doctor.warning", "warning")
FAULT = Text("doctor.fault", "fault")
ALL_WELL = Text("doctor.all_well", "All is well.")
WARNINGS = Plural(
    "doctor.warnings", "No fault, and {n:number} warning.", "No fault, and {n:number} warnings."
)
FAULTS = Plural("doctor.faults", "{n:number} fault to mend.", "{n:number} faults to mend.")
TO_MEND = 1
STYLES = {"good": "green", "warning": "yellow", "fault": "bold red"}


def doctor(json: AsJson = False, lang: Language = None) -> None:
    """Examine settings and machine; the exit status is 1 where there is a fault."""
    from api.doctor.diagnosis import (
        Condition,
    )
    from api.doctor.examinations import examine, worst

    speak, found = speaker(lang), examine()
    if json:
        print_json({"verdict": worst(found), "findings": [_record(one, speak) for one in found]})
    else:
        _print(found, speak)
    if worst(found) is Condition.FAULT:
        raise typer.Exit(TO_MEND)


def _print(found: Any, speak: Translator) -> None:
    from api.doctor.diagnosis import (
        Condition,
    )

    out = console()
    words = {Condition.GOOD: GOOD, Condition.WARNING: WARNING, Condition.FAULT: FAULT}
    said = {condition: speak.say(word()) for condition, word in words.items()}
    width = max(map(len, said.values()))
    for one in found:
        out.print(said[one.condition].ljust(width), style=STYLES[one.condition], end="  ")
        mend = f" {speak.sentence(one.mend)}" if one.mend else ""
        out.print(f"{speak.say(one.subject())}: {speak.sentence(one.said)}{mend}", markup=False)
    number = {condition: sum(one.condition is condition for one in found) for condition in words}
    faults, warnings = number[Condition.FAULT], number[Condition.WARNING]
    last = FAULTS(n=faults) if faults else WARNINGS(n=warnings) if warnings else ALL_WELL()
    out.print(speak.sentence(last), markup=False)


def _record(one: Any, speak: Translator) -> Mapping[str, Any]:
    return {
        "check": one.subject.key.removeprefix("doctor."),
        "verdict": one.condition,
        "sentence": speak.sentence(one.said),
        "mend": speak.sentence(one.mend) if one.mend else None,
        "key": one.said.key,
    }
