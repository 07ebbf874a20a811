"""What should be known of a plan before it is solved: remarks on its rows, and weeks in which it is thin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from api.plans.completeness import find_empty_tables
from wfm.ids import MunicipalityCode
from wfm.lock import Demand, Lock, Previous
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks import Remark, remarks
from wfm.week_crews import WeekCrew, week_crews

OF_AGENT = Text("check.of_agent", "{name} ({agent})")
OF_ENTRY = Text("check.of_entry", "{name} ({agent}), {first:date} to {last:date}")
OF_SHIFT = Text("check.of_shift", "{shift:shift}")
OF_SETTING = Text("check.of_setting", "{key}")
OTHER_CITIZENS = Text(
    "check.other_citizens",
    "about as many citizens as in the plan before, which has {before:number}; {value:number} is hardly meant",
)
_MOST_GROWTH = 2
"""So many times as many citizens as a quarter before, or as few, no municipality has."""


@dataclass(frozen=True)
class PlacedRemark:
    """A remark, and which row it is about as people know it.

    Parameters
    ----------
    remark, about
        The remark and its row.
    message
        What was expected instead.
    """

    remark: Remark
    about: Message
    message: Message


@dataclass(frozen=True)
class PlanCheck:
    """A plan and what is to be known of it.

    Parameters
    ----------
    plan
        The plan.
    remarks
        In the order of the tables.
    crews
        Of each staffing municipality in each week.
    missing
        Tables that have no row yet; while there are any, there is nothing to remark on.
    """

    plan: Plan
    remarks: tuple[PlacedRemark, ...]
    crews: tuple[WeekCrew, ...]
    missing: tuple[str, ...] = ()

    @property
    def thin(self) -> tuple[WeekCrew, ...]:
        """Weeks in which a municipality can fill no shift, or has nobody to spare."""
        return tuple(crew for crew in self.crews if crew.is_short or crew.is_thin)


def check_plan(plan: Plan, citizens: Mapping[MunicipalityCode, int] = MappingProxyType({})) -> PlanCheck:
    """Return what is to be known of a sound plan; of one that is not complete, what it lacks.

    Parameters
    ----------
    plan
        The plan.
    citizens
        Of each municipality in the plan before, where there is one.
    """
    missing = find_empty_tables(plan)
    if missing:
        return PlanCheck(plan, (), (), missing)
    records = Records(
        municipalities=plan.municipalities,
        agents=plan.agents,
        availability=plan.availability,
        locks=plan.locks,
        demand=plan.demand,
        previous=plan.previous,
    )
    return PlanCheck(plan, tuple(_placed(plan, records, citizens)), tuple(week_crews(plan)))


def _placed(plan: Plan, records: Records, citizens: Mapping[MunicipalityCode, int]) -> Iterator[PlacedRemark]:
    found = (*remarks(plan, records), *_other_citizens(plan, citizens))
    for remark in sorted(found, key=lambda one: (_ORDER.index(one.table), one.row)):
        message = remark.expected
        if remark.other is not None:
            place = _about(plan, records, remark.table, remark.other, remark.column)
            message = message.text(**message.params, place=place)
        about = _about(plan, records, remark.table, remark.row, remark.column)
        yield PlacedRemark(remark=remark, about=about, message=message)


def _other_citizens(plan: Plan, citizens: Mapping[MunicipalityCode, int]) -> Iterator[Remark]:
    """Yield populations that are many times those of the plan before, or a small part of them."""
    for row, town in enumerate(plan.municipalities):
        now, before = town.population, citizens.get(town.code, 0)
        if now and before and not now <= _MOST_GROWTH * before <= _MOST_GROWTH**2 * now:
            expected = OTHER_CITIZENS(before=before, value=now)
            yield Remark("municipalities", row, "population", str(now), expected)


def _about(plan: Plan, records: Records, table: str, row: int, column: str) -> Message:
    """Return which row of a table is meant, or which key of the hotline."""
    if table == "hotline":
        return OF_SETTING(key=column)
    rows: Sequence[Any] = getattr(records, table)
    return _ABOUT[table](plan, rows[row])


def _of_agent(_plan: Plan, agent: Any) -> Message:
    return OF_AGENT(name=agent.name, agent=agent.id)


def _of_municipality(_plan: Plan, town: Any) -> Message:
    return OF_AGENT(name=town.name, agent=town.code)


def _of_entry(plan: Plan, entry: Any) -> Message:
    days = {"first": entry.first_day.isoformat(), "last": entry.last_day.isoformat()}
    return OF_ENTRY(name=plan.agent[entry.agent].name, agent=entry.agent, **days)


def _of_shift(_plan: Plan, row: Lock | Demand) -> Message:
    return OF_SHIFT(shift=row.shift)


def _of_previous(plan: Plan, row: Previous) -> Message:
    agent = plan.agent.get(row.agent)
    name = row.agent if agent is None else agent.name
    day = row.day.isoformat()
    return OF_ENTRY(name=name, agent=row.agent, first=day, last=day)


_ABOUT: Mapping[str, Callable[[Plan, Any], Message]] = {
    "municipalities": _of_municipality,
    "agents": _of_agent,
    "availability": _of_entry,
    "locks": _of_shift,
    "demand": _of_shift,
    "previous": _of_previous,
}
_ORDER = ("hotline", *_ABOUT)
