"""What a mended roster changed, and who could have taken the seats, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from rich.table import Table

from api.commands.terminal.console import console, table
from api.publication.repair_file import Repair, availability_row
from api.texts.names import level_name, rule_name
from api.texts.translator import Translator
from wfm.finding import Level
from wfm.ids import AgentId
from wfm.message import Plural, Text
from wfm.plan import Plan
from wfm.preference import Preference
from wfm.roster_changes import TeamChange
from wfm.rules import SCORING_RULES
from wfm.score import Score
from wfm.vacancy import Option, Vacancy

MOST_SHOWN = 5
"""Options shown for a seat; ``repair.json`` has them all."""

ABSENT = Text("repair.absent", "{agent} is absent from {first:date} to {last:date}.")
ABSENT_DAY = Text("repair.absent_day", "{agent} is absent on {first:date}.")
ROWS = Plural(
    "repair.rows",
    "So that later commands know it, add this row to availability.csv:",
    "So that later commands know it, add these rows to availability.csv:",
)
NOTHING_VACATED = Text("repair.nothing_vacated", "No seat had to be left.")
SHIFT = Text("repair.shift", "{shift:shift}")
SEAT_LEFT = Text("repair.seat_left", "{shift:shift}: the seat of {agents:list}")
SHIFT_LEFT = Text("repair.shift_left", "{shift:shift}: the seats of {agents:list}")
NOBODY = Text("repair.nobody", "Nobody can take it.")
RANK = Text("repair.rank", "no.")
REPLACEMENT = Text("repair.replacement", "replacement")
QUALITY = Text("repair.quality", "in quality")
AGAINST_EMPTY = Text(
    "repair.against_empty", "What each would add to the score against the seat left empty; less is better."
)
CHOSEN = Text("repair.chosen", "{agents} (chosen)")
INSTEAD_OF = Text("repair.instead_of", "{agents} instead of {leaves:list}")
MORE = Plural(
    "repair.more",
    "{n:number} more could; repair.json has those that were compared.",
    "{n:number} more could; repair.json has those that were compared.",
)
REFUSED = Text("repair.refused", "Can't ({rule}): {agents:list}")
REFUSED_MANY = Plural(
    "repair.refused_many", "Can't ({rule}): {n:number} agent", "Can't ({rule}): {n:number} agents"
)
CHANGED = Plural(
    "mended.changed",
    "{n:number} shift changes, nothing else:",
    "{n:number} shifts change, nothing else:",
)
UNCHANGED = Text("mended.unchanged", "Nothing changes.")
LEFT_JOINED = Text("mended.left_joined", "{shift:shift}: {joined:list} instead of {left:list}")
JOINED = Text("mended.joined", "{shift:shift}: {joined:list} joins")
LEFT = Text("mended.left", "{shift:shift}: {left:list} leaves")
FORCED = Plural(
    "mended.forced",
    "The frozen shifts break a rule by themselves, which is left as it is:",
    "The frozen shifts break rules by themselves, which is left as it is:",
)
STEPS_IN = Plural(
    "repair.steps_in",
    "{agent} steps in, as preferred: {shifts:list}. The cost stands beside the others.",
    "{agent} steps in on {n:number} shifts, as preferred: {shifts:list}. The costs stand beside the others.",
)
CANNOT_STEP_IN = Text("repair.cannot_step_in", "{agent} can't step in on {shift:shift} ({rule}).")
NOT_NEEDED = Text("repair.not_needed", "{agent} was preferred, but no seat was left for them.")
MOST_NAMED = 6
"""Agents named who can't; more are counted."""


def tell_mended(plan: Plan, found: Repair, speak: Translator) -> None:
    """Print absences, vacated seats with their options, and what changes."""
    shown = console()
    for absence in found.absences:
        text = ABSENT_DAY if absence.first_day == absence.last_day else ABSENT
        days = {"first": absence.first_day.isoformat(), "last": absence.last_day.isoformat()}
        shown.print(speak.sentence(text(agent=_name(plan, absence.agent), **days)), markup=False)
    shown.print(speak.sentence(ROWS(n=len(found.absences))), markup=False)
    for absence in found.absences:
        shown.print("    " + availability_row(absence), markup=False)
    if not found.vacancies:
        shown.print(speak.sentence(NOTHING_VACATED()), markup=False)
    for vacancy in found.vacancies:
        _tell_vacancy(plan, vacancy, speak)
    for preference in found.preferences:
        _tell_preference(plan, preference, speak)
    tell_changes(plan, found.changes, speak)


def tell_changes(plan: Plan, changes: Sequence[TeamChange], speak: Translator) -> None:
    """Print who sits elsewhere than before."""
    shown = console()
    if not changes:
        shown.print(speak.sentence(UNCHANGED()), style="bold", markup=False)
        return
    shown.print(speak.sentence(CHANGED(n=len(changes))), style="bold", markup=False)
    for change in changes:
        left, joined = _names(plan, change.left), _names(plan, change.joined)
        text = LEFT_JOINED if left and joined else JOINED if joined else LEFT
        said = {name: names for name, names in (("left", left), ("joined", joined)) if names}
        shown.print("  " + speak.sentence(text(shift=change.shift, **said)), markup=False)


def tell_forced(score: Score, speak: Translator) -> None:
    """Print which rules the frozen shifts break by themselves."""
    if score.forced:
        shown = console()
        shown.print(speak.sentence(FORCED(n=len(score.forced))), style="yellow", markup=False)
        for finding in score.forced:
            shown.print("  " + speak.sentence(finding.message), markup=False)


def _tell_vacancy(plan: Plan, vacancy: Vacancy, speak: Translator) -> None:
    shown = console()
    text = SEAT_LEFT if len(vacancy.agents) == 1 else SHIFT_LEFT
    said = text(shift=vacancy.shift, agents=_names(plan, vacancy.agents))
    shown.print("\n" + speak.sentence(said), style="bold", markup=False)
    if vacancy.options:
        shown.print(_options(plan, vacancy, speak))
        shown.print("  " + speak.sentence(AGAINST_EMPTY()), style="dim", markup=False)
    else:
        shown.print("  " + speak.sentence(NOBODY()), markup=False)
    more = len(vacancy.options) - len(_shown(vacancy)) + vacancy.unmeasured
    if more:
        shown.print("  " + speak.sentence(MORE(n=more)), markup=False)
    for rule, agents in vacancy.refused.items():
        name = rule_name(rule, speak)
        if len(agents) > MOST_NAMED:
            shown.print("  " + speak.sentence(REFUSED_MANY(rule=name, n=len(agents))), markup=False)
        else:
            shown.print("  " + speak.sentence(REFUSED(rule=name, agents=_names(plan, agents))), markup=False)


def _tell_preference(plan: Plan, preference: Preference, speak: Translator) -> None:
    agent, told = _name(plan, preference.agent), []
    if preference.shifts:
        shifts = tuple(SHIFT(shift=shift) for shift in preference.shifts)
        told.append(STEPS_IN(agent=agent, n=len(shifts), shifts=shifts))
    for shift, rule in preference.refused.items():
        told.append(CANNOT_STEP_IN(agent=agent, shift=shift, rule=rule_name(rule, speak)))
    for message in told or [NOT_NEEDED(agent=agent)]:
        console().print(speak.sentence(message), style="bold", markup=False)


def _shown(vacancy: Vacancy) -> Sequence[tuple[int, Option]]:
    """Return by rank the best options, the chosen one, and of the others those who only join."""
    ranked = list(enumerate(vacancy.options, start=1))
    others = islice((row for row in ranked[MOST_SHOWN:] if _only_joins(row[1])), MOST_SHOWN)
    chosen = (row for row in ranked[MOST_SHOWN:] if row[1].chosen)
    by_rank = dict((*ranked[:MOST_SHOWN], *others, *chosen))
    return sorted(by_rank.items(), key=lambda row: row[0])


def _only_joins(option: Option) -> bool:
    return len(option.joins) == 1 and not option.leaves


def _options(plan: Plan, vacancy: Vacancy, speak: Translator) -> Table:
    levels = tuple(vacancy.options[0].levels)
    columns = [(speak.say(RANK()), "right"), (speak.say(REPLACEMENT()), "left")]
    columns += [(level_name(level, speak), "right") for level in levels]
    rows = [
        [
            str(number),
            _said(plan, option, speak),
            *(speak.with_sign(option.levels[level]) for level in levels),
            _in_quality(option, speak),
        ]
        for number, option in _shown(vacancy)
    ]
    return table([*columns, (speak.say(QUALITY()), "left")], rows)


def _in_quality(option: Option, speak: Translator) -> str:
    """Return what an option does in quality, rule by rule; the other levels have a column each."""
    soft = {rule.KEY for rule in SCORING_RULES if rule.LEVEL is Level.QUALITY}
    costs = (
        f"{rule_name(r, speak)} {speak.with_sign(cost)}" for r, cost in option.rules.items() if r in soft
    )
    return ", ".join(costs)


def _said(plan: Plan, option: Option, speak: Translator) -> str:
    agents = ", ".join(_names(plan, option.joins))
    if option.leaves:
        agents = speak.say(INSTEAD_OF(agents=agents, leaves=_names(plan, option.leaves)))
    return speak.say(CHOSEN(agents=agents)) if option.chosen else agents


def _names(plan: Plan, agents: Iterable[AgentId]) -> tuple[str, ...]:
    return tuple(_name(plan, agent) for agent in agents)


def _name(plan: Plan, agent: AgentId) -> str:
    """Return an agent's name, and the id where it says something else."""
    name = plan.labels[agent]
    return name if name == agent else f"{name} ({agent})"
