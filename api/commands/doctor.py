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
    from api.doctor.examinations import examine, worst
    from api.doctor.finding import Verdict

    speak, found = speaker(lang), examine()
    if json:
        print_json({"verdict": worst(found), "findings": [_record(one, speak) for one in found]})
    else:
        _print(found, speak)
    if worst(found) is Verdict.FAULT:
        raise typer.Exit(TO_MEND)


def _print(found: Any, speak: Translator) -> None:
    from api.doctor.finding import Verdict

    out = console()
    words = {Verdict.GOOD: GOOD, Verdict.WARNING: WARNING, Verdict.FAULT: FAULT}
    said = {verdict: speak.say(word()) for verdict, word in words.items()}
    width = max(map(len, said.values()))
    for one in found:
        out.print(said[one.verdict].ljust(width), style=STYLES[one.verdict], end="  ")
        mend = f" {speak.sentence(one.mend)}" if one.mend else ""
        out.print(f"{speak.say(one.subject())}: {speak.sentence(one.said)}{mend}", markup=False)
    number = {verdict: sum(one.verdict is verdict for one in found) for verdict in words}
    faults, warnings = number[Verdict.FAULT], number[Verdict.WARNING]
    last = FAULTS(n=faults) if faults else WARNINGS(n=warnings) if warnings else ALL_WELL()
    out.print(speak.sentence(last), markup=False)


def _record(one: Any, speak: Translator) -> Mapping[str, Any]:
    return {
        "check": one.subject.key.removeprefix("doctor."),
        "verdict": one.verdict,
        "sentence": speak.sentence(one.said),
        "mend": speak.sentence(one.mend) if one.mend else None,
        "key": one.said.key,
    }
