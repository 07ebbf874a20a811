"""Edits of a scenario: who joins, who leaves, which settings and cells are otherwise.

Values are read as in a plan folder (`wfm.tables`): what is refused there is refused here, all faults
at once, each with the option that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wfm.agent import Agent
from wfm.errors import Fault, PlanError
from wfm.hotline import Hotline
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Plural, Text
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_MUNICIPALITY, Records, flaws
from wfm.remarks.remark import short_number
from wfm.scenario.cells import read_cell, read_value
from wfm.scenario.setting_edits import edit_hotline
from wfm.tables.amounts import whole
from wfm.tables.columns import MUNICIPALITIES
from wfm.tables.records import municipality_of
from wfm.tables.setting_values import read_switch
from wfm.tables.words import fold
from wfm.tables.written_cells import municipality_cells

JOIN, LEAVE, SET = "--join", "--leave", "--set"
MOST_AGENTS = 1000
TOWN_KEYS = ("municipality", "kommune")
"""First part of keys of ``--set`` that mean a cell of the table of municipalities."""

JOIN_FORM = Text("scenario.join_form", "CODE:NAME:POPULATION or CODE:NAME:POPULATION:AGENTS")
NEW_CODE = Text("scenario.new_code", "the code of a municipality that is not in the plan")
SET_FORM = Text("scenario.set_form", "KEY=VALUE")
TOWN_FORM = Text("scenario.town_form", "municipality.CODE.COLUMN=VALUE with one of {columns:list}")
FEWER_SHIFTS = Text("scenario.fewer_shifts", "opening hours that make at most {most:number} shifts")
LOCKS_LEFT = Plural(
    "scenario.locks_left",
    "{n} lock is left out, since who or which shift it names is no longer there",
    "{n} locks are left out, since who or which shift they name is no longer there",
)
DEMAND_LEFT = Plural(
    "scenario.demand_left",
    "{n} shift with another number of agents is left out, since it is no longer a shift",
    "{n} shifts with another number of agents are left out, since they are no longer shifts",
)
AGENTS_LEFT = Plural(
    "scenario.agents_left",
    "{n} agent of a municipality that leaves is left out",
    "{n} agents of municipalities that leave are left out",
)

LEAVES_WITH = Text(
    "scenario.leaves_with",
    "{name} leaves with a balance of {seats:decimal} seats, which is nobody's in what is reckoned here",
)


@dataclass(frozen=True)
class ScenarioEdits:
    """What is otherwise in a scenario, as it is typed; joins come first, then leaves, then settings.

    Parameters
    ----------
    joins
        ``CODE:NAME:POPULATION[:AGENTS]``: a municipality that staffs, with so many agents who hold every
        competence.
    leaves
        Codes.
    settings
        ``KEY=VALUE``: a dotted key of hotline.toml, or ``municipality.CODE.COLUMN`` for a cell of the table
        of municipalities (``staffs`` with yes or no besides its columns).
    """

    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditedPlan:
    """A plan with the edits in it, and what of the old one it no longer holds."""

    plan: Plan
    notices: tuple[Message, ...] = ()


@dataclass
class _Draft:
    """The plan in the making."""

    hotline: Hotline
    towns: dict[MunicipalityCode, Municipality]
    agents: list[Agent]
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, option: str, key: str, value: str, expected: Message) -> None:
        self.faults.append(Fault(option, None, key, value, expected))


def apply_edits(plan: Plan, edits: ScenarioEdits, *, most_shifts: int | None = None) -> EditedPlan:
    """Return the plan with edits in it; the plan itself stays as it is.

    Parameters
    ----------
    plan, edits
        What is edited, and how.
    most_shifts
        So many shifts may come of it, or as many as the plan has; left out, there is no such limit.

    Raises
    ------
    PlanError
        With every fault found: of the options first, else of the plan that they make.
    """
    draft = _Draft(plan.hotline, dict(plan.municipality), list(plan.agents))
    for text in edits.joins:
        _join(draft, text)
    for code in edits.leaves:
        _leave(draft, code)
    _set(draft, edits.settings)
    if draft.faults:
        raise PlanError(draft.faults)
    if most_shifts is not None:
        _refuse_many_shifts(draft.hotline, max(most_shifts, len(plan.hotline.opening_shifts())))
    return _edited(plan, draft)


def _refuse_many_shifts(hotline: Hotline, most: int) -> None:
    found = len(hotline.opening_shifts())
    if found > most:
        raise PlanError([Fault(SET, None, "shifts", str(found), FEWER_SHIFTS(most=most))])


def _join(draft: _Draft, text: str) -> None:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in (3, 4):
        draft.refuse(JOIN, "", text, JOIN_FORM())
        return
    faults: list[Fault] = []
    values: dict[str, Any] = {column.name: column.default for column in MUNICIPALITIES.columns}
    for name, cell in zip(("municipality", "name", "population"), parts, strict=False):
        values[name] = read_cell(MUNICIPALITIES.column(name), cell, (JOIN, name), faults)
    number = read_value(whole(0, MOST_AGENTS), (parts[3:] or ["0"])[0], (JOIN, "agents"), faults, 0)
    draft.faults += faults
    if faults:
        return
    town = municipality_of(values)
    if town.code in draft.towns:
        draft.refuse(JOIN, "municipality", town.code, NEW_CODE())
        return
    draft.towns[town.code] = town
    draft.agents += _new_agents(draft, town, number)


def _new_agents(draft: _Draft, town: Municipality, number: int) -> Iterable[Agent]:
    """Yield agents who hold every competence, under ids that nobody bears."""
    borne = {agent.id for agent in draft.agents}
    held = frozenset(competence.code for competence in draft.hotline.competences)
    place = 0
    for _ in range(number):
        place += 1
        while AgentId(f"{town.code}-{place:02d}") in borne:
            place += 1
        yield Agent(AgentId(f"{town.code}-{place:02d}"), f"{town.name} {place}", town.code, held)


def _leave(draft: _Draft, text: str) -> None:
    faults: list[Fault] = []
    code = read_cell(MUNICIPALITIES.column("municipality"), text, (LEAVE, ""), faults)
    if faults or code not in draft.towns:
        draft.refuse(LEAVE, "", text, KNOWN_MUNICIPALITY())
        return
    del draft.towns[code]
    draft.agents = [agent for agent in draft.agents if agent.municipality != code]


def _set(draft: _Draft, settings: Iterable[str]) -> None:
    of_hotline: dict[str, str] = {}
    for text in settings:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not key:
            draft.refuse(SET, "", text, SET_FORM())
        elif fold(key.split(".")[0]) in TOWN_KEYS:
            _set_cell(draft, key, value)
        else:
            of_hotline[key] = value
    if of_hotline:
        draft.hotline, faults = edit_hotline(draft.hotline, of_hotline, SET)
        draft.faults += faults


def _set_cell(draft: _Draft, key: str, value: str) -> None:
    """Change one cell of the table of municipalities."""
    parts = key.split(".")
    column = MUNICIPALITIES.column_by_header.get(fold(parts[2])) if len(parts) == 3 else None
    staffs = len(parts) == 3 and fold(parts[2]) in ("staffs", "bemander")
    if not staffs and (column is None or column.name == "municipality"):
        columns = (*(one.name for one in MUNICIPALITIES.columns[1:]), "staffs")
        draft.refuse(SET, key, value, TOWN_FORM(columns=columns))
        return
    faults: list[Fault] = []
    code = read_cell(MUNICIPALITIES.column("municipality"), parts[1], (SET, key), faults)
    if faults or code not in draft.towns:
        draft.refuse(SET, key, parts[1], KNOWN_MUNICIPALITY())
        return
    values = dict(municipality_cells(draft.towns[code]))
    if staffs:
        yes = read_value(read_switch, value, (SET, key), faults, False)
        values["participation"] = "staffing" if yes else "financing"
    elif column is not None:
        values[column.name] = read_cell(column, value, (SET, key), faults)
    draft.faults += faults
    if not faults:
        draft.towns[code] = municipality_of(values)


def _edited(plan: Plan, draft: _Draft) -> EditedPlan:
    """Return the plan of a draft without rows that speak of what is no longer there."""
    towns, agents = tuple(draft.towns.values()), tuple(draft.agents)
    known = {agent.id for agent in agents}
    opening = {shift.id for shift in draft.hotline.opening_shifts()}
    demand = tuple(row for row in plan.demand if row.shift in opening)
    staffed = opening - {row.shift for row in demand if row.agents == 0}
    locks = tuple(
        lock
        for lock in plan.locks
        if lock.shift in staffed
        and (lock.agent is None or lock.agent in known)
        and (lock.municipality is None or lock.municipality in draft.towns)
    )
    records = Records(
        municipalities=towns,
        agents=agents,
        availability=tuple(entry for entry in plan.availability if entry.agent in known),
        locks=locks,
        demand=demand,
        previous=tuple(row for row in plan.previous if row.agent in known),
    )
    faults = [flaw.fault() for flaw in flaws(draft.hotline, records)]
    if faults:
        raise PlanError(faults)
    gone = sum(agent.id not in known for agent in plan.agents)
    counted = (
        (AGENTS_LEFT, gone),
        (LOCKS_LEFT, len(plan.locks) - len(locks)),
        (DEMAND_LEFT, len(plan.demand) - len(demand)),
    )
    notices = [text(n=number) for text, number in counted if number]
    notices += [
        LEAVES_WITH(name=m.name, seats=short_number(m.carry_over))
        for m in plan.municipalities
        if m.carry_over and m.code not in draft.towns
    ]
    return EditedPlan(Plan.of_checked(draft.hotline, records), tuple(notices))
