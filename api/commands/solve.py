"""wfm solve: optimise a plan, show how far it has come, write the outputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.commands.terminal.baseline_options import FaultCollector, FreezeBefore, FromRoster, read_baseline
from api.commands.terminal.cluster_options import (
    ClusterAddress,
    ClusterCa,
    ClusterCert,
    ClusterKey,
    Where,
    reached,
)
from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.commands.terminal.progress import BOUND, stoppable, watched
from api.commands.terminal.repair import tell_changes, tell_forced
from api.commands.terminal.tables import LEVEL, PROOF, VALUE, print_quota
from api.texts.names import level_name, proof
from api.texts.translator import Translator
from wfm.baseline import Baseline, levels_of
from wfm.finding import Level
from wfm.message import Plural, Text
from wfm.plan import Plan
from wfm.quota_table import quota_table
from wfm.result import Result
from wfm.roster_changes import roster_changes
from wfm.rounding import half_up
from wfm.score import Score

HELP = Text("solve.help", "Optimise a plan and write roster, quotas, report, pages and calendars.")
TIME_LIMIT = Text("option.time_limit", "Seconds that the search may take.")
WORKERS = Text("option.workers", "Threads of the search; all cores if left out.")
SEED = Text("option.seed", "Seed of the search.")
INTERRUPTED = Text("solve.interrupted", "Stopped by hand; the best roster found so far was kept.")
FINDINGS = Plural(
    "solve.findings", "{n:number} finding stands in the report.", "{n:number} findings stand in the report."
)
TOOK = Plural(
    "solve.took",
    "{seconds} seconds, {n:number} worker, seed {seed}. Written to {out}.",
    "{seconds} seconds, {n:number} workers, seed {seed}. Written to {out}.",
)
NO_ROSTER = 1
NO_CLUSTER = Where()

TimeLimit = Annotated[float, typer.Option("--time-limit", min=0, help=help_text(TIME_LIMIT()))]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help=help_text(WORKERS()), show_default=False)
]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, help=help_text(SEED()))]


def solve(
    plan: PlanPath,
    out: OutPath,
    time_limit: TimeLimit = 60,
    workers: Workers = None,
    seed: Seed = 1,
    from_roster: FromRoster = None,
    freeze_before: FreezeBefore = None,
    cluster: ClusterAddress = None,
    cluster_ca: ClusterCa = None,
    cluster_cert: ClusterCert = None,
    cluster_key: ClusterKey = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Solve a plan into a folder; exit status 1 where no roster can keep the hard rules."""
    began = time.monotonic()
    read = plan_of(plan, lang, as_json=json)
    speak = speaker(lang, read)
    with faults_told(plan, lang or read.hotline.language, as_json=json):
        collector = FaultCollector()
        baseline = read_baseline(read, from_roster, freeze_before, collector, speak)
        collector.end()
    result = solve_into(
        read,
        out,
        speak,
        began,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        baseline=baseline,
        where=Where(cluster, cluster_ca, cluster_cert, cluster_key),
    )
    if json:
        from api.publication.report import report_json, report_of

        print_json(report_json(report_of(read, result), speak))
    else:
        if baseline is not None and result.roster is not None:
            tell_changes(read, roster_changes(read, baseline.roster, result.roster), speak)
        tell(read, result, out, speak)
    if result.roster is None:
        raise typer.Exit(NO_ROSTER)


def solve_into(
    plan: Plan,
    out: Path,
    speak: Translator,
    began: float,
    *,
    time_limit: float,
    workers: int | None,
    seed: int,
    baseline: Baseline | None = None,
    where: Where = NO_CLUSTER,
    adjust: Callable[[Result], Result] | None = None,
    beside: Callable[[Result], Mapping[str, bytes]] | None = None,
) -> Result:
    """Run the solver with live progress and write the outputs; Ctrl-C keeps the best roster.

    Whether the folder can take them is asked before the search, not after it. The seconds reported
    count from `began` (monotonic), when the plan began to be read, to the end of the search. `where` says
    on which cluster is searched as well. `adjust` may change the result before it is written, and `beside`
    make further files of it.
    """
    import solver  # OR-Tools is loaded only where a solve was asked for
    from api.outputs.folder import check_out, write_outputs

    check_out(plan, out)
    with (
        reached(where, speak) as cluster,
        stoppable() as stop,
        watched(speak, levels_of(baseline)) as progress,
    ):
        result = solver.solve(
            plan,
            time_limit=time_limit,
            workers=workers,
            seed=seed,
            progress=progress,
            stop=stop,
            baseline=baseline,
            cluster=cluster,
        )
    result = replace(result, seconds=time.monotonic() - began)
    result = adjust(result) if adjust else result
    write_outputs(plan, result, out, beside=beside(result) if beside else {})
    return result


def tell(plan: Plan, result: Result, out: Path, speak: Translator) -> None:
    """Print what was reached, what is proven, the quota table and where the outputs are."""
    shown = console()
    values = result.score.values if result.score else {}
    style = "green" if result.roster else "bold red"
    shown.print(speak.sentence(proof(result.status, values, result.bounds)), style=style)
    for reasons in result.conflict.contradictions if result.conflict else ():
        for number, reason in enumerate(reasons):
            shown.print(("    " if number else "  • ") + speak.sentence(reason.message), markup=False)
    if result.score is not None and result.roster is not None:
        if result.interrupted:
            shown.print(speak.sentence(INTERRUPTED()), style="yellow")
        shown.print(_levels(result, result.score, speak))
        print_quota(plan, quota_table(plan, result.roster), speak)
        tell_forced(result.score, speak)
        soft = [finding for finding in result.score.findings if finding.level is not Level.HARD]
        shown.print(speak.sentence(FINDINGS(n=len(soft))), markup=False)
    took = TOOK(
        seconds=speak.number(half_up(Fraction(result.seconds), 1), 1),
        n=result.workers,
        seed=str(result.seed),
        out=str(out),
    )
    shown.print(speak.sentence(took), markup=False)


def _levels(result: Result, score: Score, speak: Translator) -> Table:
    figures = [(speak.say(VALUE()), "right"), (speak.say(BOUND()), "right")]
    columns = [(speak.say(LEVEL()), "left"), *figures, (speak.say(PROOF()), "left")]
    rows = []
    for level in score.levels:
        proven = result.proofs.get(level)
        told = speak.say(proven.message) if proven else ""
        bound = speak.number(result.bounds.get(level, 0))
        rows.append([level_name(level, speak), speak.number(score[level]), bound, told])
    return table(columns, rows)
