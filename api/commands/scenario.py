"""wfm scenario: who joins, who leaves, which settings are otherwise; before and after, without a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.quota import NO_CHART_FILE, SUFFIXES
from api.commands.terminal.console import console, print_json
from api.commands.terminal.options import AsJson, Language, PlanPath, Wide, help_text, speaker
from api.commands.terminal.plan_argument import faults_told, plan_of
from api.texts.translator import Translator
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits, apply_edits
from wfm.scenario.figures import ScenarioFigures, find_figures
from wfm.scenario.scenario_file import Scenario, read_scenarios

HELP = Text(
    "scenario.help", "Print what it means when municipalities join or leave, or settings are otherwise."
)
JOIN = Text(
    "option.join",
    "A municipality that joins and staffs, with so many agents who hold every competence. May be repeated.",
)
LEAVE = Text("option.leave", "A municipality that leaves. May be repeated.")
SET = Text(
    "option.set",
    "A setting that is otherwise, such as quota.method=dhondt, or a cell of a municipality, such as "
    "municipality.825.min_shifts=3. May be repeated.",
)
FILE = Text("option.scenarios", "A file of several scenarios, to be held against each other.")
QUARTERS = Text("option.quarters", "How many quarters are reckoned, each like the first.")
CHART = Text("option.scenario_chart", "Draw targets and balances into this file (.svg or .png) as well.")
DRAWN = Text("scenario.drawn", "The chart stands in {file}.")
NOTICE = Text("scenario.notice", "{name}: {what}")
AFTER = Text("scenario.after", "after")
FEWER = Plural(
    "scenario.fewer",
    "after {n} quarter nobody's entitlement is above 0; the reckoning ends there",
    "after {n} quarters nobody's entitlement is above 0; the reckoning ends there",
)


@dataclass(frozen=True)
class ScenarioOutcome:
    """A scenario: its edits, what its plan no longer holds, and its figures."""

    scenario: Scenario
    notices: tuple[Message, ...]
    figures: ScenarioFigures


def scenario(
    plan: PlanPath,
    join: Annotated[
        list[str] | None,
        typer.Option(
            "--join", metavar="CODE:NAME:POPULATION[:AGENTS]", help=help_text(JOIN()), show_default=False
        ),
    ] = None,
    leave: Annotated[
        list[str] | None,
        typer.Option("--leave", metavar="CODE", help=help_text(LEAVE()), show_default=False),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help=help_text(SET()), show_default=False),
    ] = None,
    scenarios: Annotated[
        Path | None, typer.Option("--scenarios", help=help_text(FILE()), show_default=False)
    ] = None,
    quarters: Annotated[int, typer.Option("--quarters", min=1, max=40, help=help_text(QUARTERS()))] = 8,
    chart: Annotated[
        Path | None, typer.Option("--chart", help=help_text(CHART()), show_default=False)
    ] = None,
    wide: Wide = False,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Print scenarios beside the plan as it is."""
    if chart and chart.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(speaker(lang).sentence(NO_CHART_FILE(file=chart.name)))
    read = plan_of(plan, lang, as_json=json)
    speak = speaker(lang, read)
    with faults_told(plan, lang or read.hotline.language, as_json=json):
        asked = read_scenarios(scenarios) if scenarios else ()
        edits = ScenarioEdits(tuple(join or ()), tuple(leave or ()), tuple(set_ or ()))
        if edits != ScenarioEdits() or not asked:
            asked = (Scenario(speak.say(AFTER()), edits), *asked)
        found = [_outcome(read, one, quarters) for one in asked]
    before = find_figures(read, quarters)
    if chart is not None:
        from api.outputs.scenario_chart import draw  # matplotlib is loaded only where a chart was asked for

        draw(before, [(one.scenario.name, one.figures) for one in found], speak, chart)
    if json:
        print_json(_document(before, found, speak, named=scenarios is not None))
        return
    _print(before, found, speak, wide=wide, quarters=quarters)
    if chart is not None:
        console().print(speak.sentence(DRAWN(file=str(chart))), markup=False)


def _outcome(plan: Plan, one: Scenario, quarters: int) -> ScenarioOutcome:
    edited = apply_edits(plan, one.edits)
    return ScenarioOutcome(one, edited.notices, find_figures(edited.plan, quarters))


def _document(
    before: ScenarioFigures, found: Sequence[ScenarioOutcome], speak: Translator, *, named: bool
) -> Mapping[str, Any]:
    from api.scenarios.figures_json import figures_json

    own = [
        {
            "name": one.scenario.name,
            "join": one.scenario.edits.joins,
            "leave": one.scenario.edits.leaves,
            "set": one.scenario.edits.settings,
            "notices": [speak.sentence(notice) for notice in one.notices],
            "after": figures_json(one.figures),
        }
        for one in found
    ]
    if named:
        return {"before": figures_json(before), "scenarios": own}
    return {"before": figures_json(before), **own[0]}


def _print(
    before: ScenarioFigures, found: Sequence[ScenarioOutcome], speak: Translator, *, wide: bool, quarters: int
) -> None:
    from api.commands.terminal.scenario_tables import print_change, side_by_side
    from api.texts.scenario import assumptions, shortages, sums
    from api.texts.scenario_columns import BEFORE, SIDE_BY_SIDE

    out = console(wide=wide)

    def say(message: Message) -> None:
        out.print(speak.sentence(message), markup=False)

    say(assumptions(before))
    if len(found) == 1:
        print_change(before, found[0].figures, out, speak, wide=wide)
    else:
        named = [(speak.say(BEFORE()), before), *((one.scenario.name, one.figures) for one in found)]
        drawn = (side_by_side(named, heading, speak) for heading in SIDE_BY_SIDE)
        for table in (one for one in drawn if one is not None):
            out.print(table)
    for name, figures, notices in (
        (speak.say(BEFORE()), before, ()),
        *((one.scenario.name, one.figures, one.notices) for one in found),
    ):
        told = [*notices, *sums(figures, speak), *shortages(figures, speak)]
        if figures.quarters < quarters:
            told.append(FEWER(n=figures.quarters))
        for message in told:
            say(NOTICE(name=name, what=message))
