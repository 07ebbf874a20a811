"""wfm design: duties made from the need and dealt to agents, with a proven bound for every level."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import typer

from api.commands.solve import NO_ROSTER, Seed, TimeLimit, Workers
from api.commands.terminal.console import console, print_json, print_notices, table
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, speaker
from api.commands.terminal.plan_argument import faults_told
from api.commands.terminal.progress import BOUND
from api.commands.terminal.tables import LEVEL, VALUE
from api.texts.design_names import LEVEL_NAMES, conclusion
from api.texts.translator import Translator
from wfm.design.duty import LEVELS, Design
from wfm.design.plan import DesignPlan
from wfm.message import Plural, Text
from wfm.rounding import half_up

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
ADMINISTRATION = Text("design.administration", "administration")
POSTS = Text("design.posts", "posts")
POSTS_HOURS = Text("design.posts_hours", "posts × 37")
HOURS = Text("design.hours", "hours")
DIFFERENCE = Text("design.difference", "difference")
NONE_FOUND = Text(
    "design.none_found", "No design was found within the time limit; nothing was written. Give it more time."
)
MOST_FINDINGS = 12


def design(
    plan: PlanPath,
    out: OutPath,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Design a plan's duties into a folder."""
    from wfm.tables.design_reading import read_design

    with faults_told(plan, lang, as_json=json):
        reading = read_design(plan)
    question = reading.plan
    speak = speaker(lang or question.hotline.language)
    print_notices(reading.notices, speak)
    answer = _design_into(question, out, speak, time_limit=time_limit, workers=workers, seed=seed)
    if not answer.found:
        console(stderr=True).print(speak.sentence(NONE_FOUND()), style="bold red", markup=False)
        raise typer.Exit(NO_ROSTER)
    if json:
        from api.outputs.design.report import design_report

        print_json(design_report(question, answer, speak))
        return
    _print(question, answer, out, speak)


def _design_into(
    plan: DesignPlan,
    out: Path,
    speak: Translator,
    *,
    time_limit: float,
    workers: int | None,
    seed: int,
) -> Design:
    from api.outputs.design.folder import check_design_out, write_design
    from solver.design import design as solve_design  # OR-Tools is loaded only where a design was asked for

    check_design_out(plan, out)
    answer = solve_design(plan, time_limit=time_limit, workers=workers, seed=seed)
    if answer.found:
        write_design(plan, answer, out, speak)
    return answer


def _print(plan: DesignPlan, answer: Design, out: Path, speak: Translator) -> None:
    shown = console()
    shown.print(speak.sentence(conclusion(answer)), markup=False)
    said = DUTIES(n=len(answer.duties), agents=len(plan.agents))
    shown.print(speak.sentence(said), markup=False)
    columns = [(speak.say(LEVEL()), "left"), (speak.say(VALUE()), "right"), (speak.say(BOUND()), "right")]
    rows = [
        [speak.say(LEVEL_NAMES[one]()), speak.number(answer.values[one]), speak.number(answer.bounds[one])]
        for one in LEVELS
    ]
    shown.print(table(columns, rows))
    _print_administrations(plan, answer, speak)
    for finding in answer.findings[:MOST_FINDINGS]:
        shown.print(speak.sentence(finding.message), markup=False)
    if len(answer.findings) > MOST_FINDINGS:
        more = MORE_FINDINGS(n=len(answer.findings) - MOST_FINDINGS)
        shown.print(speak.sentence(more), markup=False)
    times = {stage: _tenths(seconds, speak) for stage, seconds in answer.stages.items()}
    took = TOOK(seconds=_tenths(answer.seconds, speak), out=str(out), **times)
    shown.print(speak.sentence(took), markup=False)


def _tenths(seconds: float, speak: Translator) -> str:
    return speak.number(half_up(Fraction(seconds), 1), 1)


def _print_administrations(plan: DesignPlan, answer: Design, speak: Translator) -> None:
    from api.outputs.design.report import administration_rows

    rows = administration_rows(plan, answer)
    if not rows:
        return
    heads = [(speak.say(one()), "right") for one in (POSTS, POSTS_HOURS, HOURS, DIFFERENCE)]
    names = ("posts", "posts_hours", "hours")
    body = [
        [
            row["administration"],
            *(speak.number(Decimal(row[name]), 2) for name in names),
            speak.with_sign(Decimal(row["difference"]), 2),
        ]
        for row in rows
    ]
    console().print(table([(speak.say(ADMINISTRATION()), "left"), *heads], body))
