"""wfm repair: somebody can't come; mend the roster with few changes, and say who could step in."""

from __future__ import annotations

import json as json_text
import time
from typing import Annotated

import typer

from api.commands.solve import NO_ROSTER, Seed, TimeLimit, Workers, solve_into, tell
from api.commands.terminal.baseline_options import FaultCollector, FreezeBefore, read_baseline
from api.commands.terminal.console import print_json
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, RosterPath, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.commands.terminal.repair import tell_mended
from api.publication.repair_file import REPAIR_FILE, Repair, compare_repair, repair_record
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.ids import AgentId
from wfm.message import Text
from wfm.preference import Preference
from wfm.preference import prefer as give_preferred
from wfm.result import Result
from wfm.roster import Roster
from wfm.score import measure
from wfm.tables.absences import read_absences, read_agents

HELP = Text(
    "repair.help",
    "Mend a roster where somebody can't come, with as few changes as possible, and rank who could.",
)
ABSENT_OPTION = Text(
    "option.absent", "Who can't come, and on which days: AGENT:FIRST:LAST, or AGENT:DAY. May be repeated."
)
Absent = Annotated[
    list[str],
    typer.Option("--absent", metavar="AGENT:FIRST:LAST", help=help_text(ABSENT_OPTION()), show_default=False),
]
PREFER_OPTION = Text(
    "option.prefer", "Who is to step in where they may, whoever would be better by a little. May be repeated."
)
Prefer = Annotated[
    list[str] | None,
    typer.Option("--prefer", metavar="AGENT", help=help_text(PREFER_OPTION()), show_default=False),
]


def repair(
    plan: PlanPath,
    roster: RosterPath,
    out: OutPath,
    absent: Absent,
    prefer: Prefer = None,
    freeze_before: FreezeBefore = None,
    time_limit: TimeLimit = 10,
    workers: Workers = None,
    seed: Seed = 1,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Mend a roster into a folder; exit status 1 where no roster can keep the hard rules."""
    began = time.monotonic()
    read = plan_of(plan, lang, as_json=json)
    speak = speaker(lang, read)
    with faults_told(plan, lang or read.hotline.language, as_json=json):
        collector = FaultCollector()
        baseline = read_baseline(read, roster, freeze_before, collector, speak) or Baseline(Roster())
        absences = collector.take(lambda: read_absences(read, absent), tuple[Absence, ...]())
        wished = collector.take(lambda: read_agents(read, prefer or (), "--prefer"), tuple[AgentId, ...]())
        collector.end()
    changed = without(read, absences)
    found: list[Repair] = []
    preferences: list[Preference] = []

    def adjust(result: Result) -> Result:
        if not wished or result.roster is None:
            return result
        roster, came = give_preferred(changed, baseline, result.roster, wished)
        preferences.extend(came)
        return result.with_roster(roster, measure(changed, roster, baseline))

    def beside(result: Result) -> dict[str, bytes]:
        found.append(compare_repair(changed, baseline, result, absences, preferences))
        if result.roster is not None and not json:
            tell_mended(changed, found[0], speak)  # before the outputs are written: people wait for it
        document = repair_record(changed, found[0])
        return {REPAIR_FILE: (json_text.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()}

    result = solve_into(
        changed,
        out,
        speak,
        began,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        baseline=baseline,
        adjust=adjust,
        beside=beside,
    )
    if json:
        from api.publication.report import report_json, report_of

        document = report_json(report_of(changed, result), speak)
        print_json(document | {"repair": repair_record(changed, found[0])})
    else:
        tell(changed, result, out, speak)
    if result.roster is None:
        raise typer.Exit(NO_ROSTER)
