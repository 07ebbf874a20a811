"""wfm design: duties made from the need and dealt to agents, with a proven bound for every level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from api.commands.solve import NO_ROSTER, Seed, TimeLimit, Workers
from api.commands.terminal.baseline_options import FaultCollector
from api.commands.terminal.console import console, print_json, print_notices, table
from api.commands.terminal.mended_duties import print_mended
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from api.commands.terminal.progress import BOUND
from api.commands.terminal.tables import LEVEL, VALUE
from api.texts.design_names import LEVEL_NAMES, conclusion
from api.texts.translator import Translator
from wfm.absence import Absence, without
from wfm.design.duty import LEVELS, Design
from wfm.design.mended import MendedDesign
from wfm.design.plan import DesignPlan
from wfm.errors import Fault, InputError
from wfm.message import Plural, Text
from wfm.rounding import half_up

if TYPE_CHECKING:
    from wfm.tables.duties_reading import DutiesReading

HELP = Text("design.help", "Design duties from the need and deal them to agents.")
DUTIES = Plural(
    "design.duties",
    "{n:number} duty for {agents:number} agents.",
    "{n:number} duties for {agents:number} agents.",
)
MORE_FINDINGS = Text("design.more_findings", "{n:number} further findings stand in report.json.")
TOOK = Text(
    "design.took",
    "{seconds} seconds: design {design}, lunches {lunches}, names {names}. Written to {out}.",
)
TOOK_MENDING = Text("design.took_mending", "{seconds} seconds. Written to {out}.")
ADMINISTRATION = Text("design.administration", "administration")
POSTS = Text("design.posts", "posts")
POSTS_HOURS = Text("design.posts_hours", "posts × 37")
HOURS = Text("design.hours", "hours")
OWES = Text("design.owes", "owes now")
DIFFERENCE = Text("design.difference", "difference")
NONE_FOUND = Text(
    "design.none_found", "No design was found within the time limit; nothing was written. Give it more time."
)
MEND = Text(
    "option.mend",
    "duties.csv of an earlier design, or its folder: only days on which a duty was lost change, and as few "
    "duties of others as help.",
)
ABSENT = Text(
    "option.absent_duty",
    "Who can't come since: AGENT:FIRST:LAST, or AGENT:DAY. With --mend; may be repeated.",
)
MOST_CHANGES = Text(
    "option.most_changes", "How many duties of others may change on each day. With --mend; as many as help."
)
NEEDS_MEND = Text("fault.needs_mend", "the option --mend beside it")
MOST_FINDINGS = 12


class Search(NamedTuple):
    """How long and how a search goes."""

    time_limit: float
    workers: int | None
    seed: int


Mend = Annotated[
    Path | None, typer.Option("--mend", metavar="DUTIES.csv", help=help_text(MEND()), show_default=False)
]
Absent = Annotated[
    list[str] | None,
    typer.Option("--absent", metavar="AGENT:FIRST:LAST", help=help_text(ABSENT()), show_default=False),
]
MostChanges = Annotated[
    int | None,
    typer.Option("--most-changes", min=0, max=1000, help=help_text(MOST_CHANGES()), show_default=False),
]


def design(
    plan: PlanPath,
    out: OutPath,
    mend: Mend = None,
    absent: Absent = None,
    most_changes: MostChanges = None,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Design a plan's duties into a folder, or mend those of an earlier design."""
    from wfm.tables.design_reading import read_design

    with faults_told(plan, lang, as_json=json):
        reading = read_design(plan)
    question = reading.plan
    speak = speaker(lang or question.hotline.language)
    print_notices(reading.notices, speak)
    search = Search(time_limit, workers, seed)
    mended = None
    if mend is None:
        with faults_told(plan, speak.language, as_json=json):
            _refuse_without_mend(absent, most_changes)
        answer = _design_into(question, out, speak, search)
    else:
        with faults_told(plan, speak.language, as_json=json):
            question, earlier = _read_earlier(question, mend, absent or ())
        print_notices(earlier.notices, speak)
        mended = _mend_into(question, earlier, out, speak, search, most_changes)
        answer = mended.design
    if not answer.found:
        console(stderr=True).print(speak.sentence(NONE_FOUND()), style="bold red", markup=False)
        raise typer.Exit(NO_ROSTER)
    if json:
        from api.outputs.design.report import design_report

        print_json(design_report(question, answer, speak, mended))
        return
    if mended is not None:
        print_mended(question, mended, speak)
    _print(question, answer, out, speak, mended=mended is not None)


def _refuse_without_mend(absent: list[str] | None, most_changes: int | None) -> None:
    given = {"--absent": ", ".join(absent or ()), "--most-changes": most_changes}
    faults = [
        Fault(option, None, "", str(value), NEEDS_MEND())
        for option, value in given.items()
        if value not in ("", None)
    ]
    if faults:
        raise InputError(faults)


def _read_earlier(plan: DesignPlan, mend: Path, absent: Sequence[str]) -> tuple[DesignPlan, DutiesReading]:
    """Return the plan as it is since, and the duties of before as it allows them."""
    from wfm.tables.absences import read_absences
    from wfm.tables.duties_reading import DutiesReading, read_duties

    collector = FaultCollector()
    absences = collector.take(lambda: read_absences(plan, absent), tuple[Absence, ...]())
    changed = without(plan, absences)
    earlier = collector.take(lambda: read_duties(changed, mend), DutiesReading(()))
    collector.end()
    return changed, earlier


def _design_into(plan: DesignPlan, out: Path, speak: Translator, search: Search) -> Design:
    from api.outputs.design.folder import check_design_out, write_design
    from solver.design import design as solve_design  # OR-Tools is loaded only where a design was asked for

    check_design_out(plan, out)
    answer = solve_design(plan, **search._asdict())
    if answer.found:
        write_design(plan, answer, out, speak)
    return answer


def _mend_into(
    plan: DesignPlan,
    earlier: DutiesReading,
    out: Path,
    speak: Translator,
    search: Search,
    most_changes: int | None,
) -> MendedDesign:
    from api.outputs.design.folder import check_design_out, write_design
    from solver.design import mend_design

    check_design_out(plan, out)
    mended = mend_design(plan, earlier.duties, earlier.gone, most_changes=most_changes, **search._asdict())
    write_design(plan, mended.design, out, speak, mended=mended)
    return mended


def _print(plan: DesignPlan, answer: Design, out: Path, speak: Translator, *, mended: bool) -> None:
    shown = console()
    shown.print(speak.sentence(conclusion(answer, mended=mended)), markup=False)
    said = DUTIES(n=len(answer.duties), agents=len(plan.agents))
    shown.print(speak.sentence(said), markup=False)
    columns = [(speak.say(LEVEL()), "left"), (speak.say(VALUE()), "right"), (speak.say(BOUND()), "right")]
    rows = [
        [speak.say(LEVEL_NAMES[one]()), speak.number(answer.values[one]), speak.number(answer.bounds[one])]
        for one in LEVELS
    ]
    if mended:  # no level of the whole period has a bound then
        columns, rows = columns[:2], [row[:2] for row in rows]
    shown.print(table(columns, rows))
    _print_administrations(plan, answer, speak)
    for finding in answer.findings[:MOST_FINDINGS]:
        shown.print(speak.sentence(finding.message), markup=False)
    if len(answer.findings) > MOST_FINDINGS:
        more = MORE_FINDINGS(n=len(answer.findings) - MOST_FINDINGS)
        shown.print(speak.sentence(more), markup=False)
    times = {stage: _tenths(seconds, speak) for stage, seconds in answer.stages.items()}
    took = (TOOK if times else TOOK_MENDING)(seconds=_tenths(answer.seconds, speak), out=str(out), **times)
    shown.print(speak.sentence(took), markup=False)


def _tenths(seconds: float, speak: Translator) -> str:
    return speak.number(half_up(Fraction(seconds), 1), 1)


def _print_administrations(plan: DesignPlan, answer: Design, speak: Translator) -> None:
    from api.outputs.design.report import administration_rows

    rows = administration_rows(plan, answer)
    if not rows:
        return
    heads = [(speak.say(one()), "right") for one in (POSTS, POSTS_HOURS, HOURS, DIFFERENCE, OWES)]
    names = ("posts", "posts_hours", "hours")
    body = [
        [
            row["administration"],
            *(speak.number(Decimal(row[name]), 2) for name in names),
            speak.with_sign(Decimal(row["difference"]), 2),
            speak.with_sign(Decimal(row["carry_over_out"]), 2),
        ]
        for row in rows
    ]
    console().print(table([(speak.say(ADMINISTRATION()), "left"), *heads], body))
