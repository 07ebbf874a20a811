"""Read the duties of an earlier design against a plan that has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from wfm.calendar import Span
from wfm.design.duty import PHONES, Duty
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape
from wfm.errors import Fault, RosterError
from wfm.ids import AgentId
from wfm.message import Text
from wfm.tables.csv_files import csv_table, is_csv, read_bytes
from wfm.tables.duties_columns import DUTIES
from wfm.tables.gathering import gather_notices
from wfm.tables.raw_table import UnusableTableError
from wfm.tables.rows import TableRow, read_rows

DUTIES_CSV = Text("fault.duties_csv", "the file duties.csv that wfm design writes")
ONE_DUTY = Text("fault.one_duty", "the tasks of one duty, each beginning where the one before it ends")
ONE_LUNCH = Text("fault.one_lunch", "one lunch in a duty, with its start and its end")
ONE_ELSEWHERE = Text("fault.one_elsewhere", "one task elsewhere in a duty")


@dataclass(frozen=True)
class DutiesReading:
    """The duties of an earlier design.

    Parameters
    ----------
    duties
        Those that the plan still allows, in order of day, start and agent.
    gone
        Agent and day of those it does not: the agent is away or in no plan, the hours have changed, nobody is
        wanted elsewhere any more.
    notices
        What a reader should know although it is no fault.
    """

    duties: tuple[Duty, ...]
    gone: tuple[tuple[AgentId, date], ...] = ()
    notices: tuple[Fault, ...] = ()


def read_duties(plan: DesignPlan, path: Path) -> DutiesReading:
    """Read duties.csv, or the folder in which it lies.

    Raises
    ------
    RosterError
        Where it is no such file, or rows of a duty contradict each other; with every fault.
    """
    file = path / "duties.csv" if path.is_dir() else path
    try:
        content = read_bytes(file)
        if not is_csv(content):
            raise UnusableTableError(Fault(file.name, None, "", "", DUTIES_CSV()))
        rows = read_rows(csv_table(file.name, content), DUTIES)
    except UnusableTableError as unusable:
        raise RosterError([unusable.fault]) from unusable
    faults = list(rows.faults)
    found: list[Duty] = []
    gone: list[tuple[AgentId, date]] = []
    for key, own in _by_duty(rows.rows).items():
        wrong = [*_contradictions(own)]
        faults += wrong
        if wrong or any(row.faulty for row in own):
            continue
        duty = _duty(plan, own)
        if duty is None:
            gone.append(key)
        else:
            found.append(duty)
    if faults:
        raise RosterError(sorted(faults, key=lambda fault: fault.row or 0))
    found.sort(key=lambda duty: (duty.day, duty.span.start, duty.agent))
    return DutiesReading(tuple(found), tuple(gone), gather_notices(rows.notices))


def _by_duty(rows: Sequence[TableRow]) -> dict[tuple[AgentId, date], list[TableRow]]:
    found: dict[tuple[AgentId, date], list[TableRow]] = {}
    for row in rows:
        found.setdefault((AgentId(row.values["agent"]), row.values["date"]), []).append(row)
    return found


def _contradictions(own: Sequence[TableRow]) -> Iterator[Fault]:
    for before, row in pairwise(own):
        if row.values["start"] != before.values["end"]:
            yield row.at("start", str(row.values["agent"]), ONE_DUTY())
    for row in own:
        if row.values["end"] <= row.values["start"]:
            yield row.at("end", str(row.values["agent"]), ONE_DUTY())
        if (row.values["lunch_start"] is None) != (row.values["lunch_end"] is None):
            yield row.at("lunch_end", str(row.values["agent"]), ONE_LUNCH())
    eating = [row for row in own if row.values["lunch_start"] is not None]
    for row in eating[1:]:
        yield row.at("lunch_start", str(row.values["agent"]), ONE_LUNCH())
    elsewhere = [row for row in own if row.values["task"] != PHONES]
    for row in elsewhere[1:]:
        yield row.at("task", str(row.values["task"]), ONE_ELSEWHERE())


def _duty(plan: DesignPlan, own: Sequence[TableRow]) -> Duty | None:
    """Return the duty of some rows; nothing where the plan does not allow it."""
    first, last = own[0].values, own[-1].values
    agent = plan.agent.get(AgentId(first["agent"]))
    span = Span(first["start"], last["end"])
    lunch = next(
        (
            Span(r.values["lunch_start"], r.values["lunch_end"])
            for r in own
            if r.values["lunch_start"] is not None
        ),
        None,
    )
    away = next((row.values for row in own if row.values["task"] != PHONES), None)
    block = None if away is None else Span(away["start"], away["end"])
    shape = find_shape(plan, first["date"], span, lunch, block)
    if agent is None or shape is None or not plan.fits(agent, shape):
        return None
    centre = "" if away is None else away["task"]
    if away is not None and not any(
        (one.centre, one.day, one.span) == (centre, shape.day, block) for one in plan.blocks
    ):
        return None
    return Duty(agent.id, shape.day, span, lunch, shape.rule, block, centre)


def find_shape(
    plan: DesignPlan, day: date, span: Span, lunch: Span | None, block: Span | None
) -> Shape | None:
    """Return the shape that a duty has; nothing where no rule of the plan allows one like it."""
    for shape in plan.shapes_of.get(day, ()):
        if (shape.span, shape.block) != (span, block) or (shape.lunch is None) != (lunch is None):
            continue
        if lunch is None or shape.lunch is None:
            return shape
        first, last = shape.lunch
        fits = first <= lunch.start <= last and (lunch.start - first) % plan.grid == 0
        if fits and lunch.end - lunch.start == shape.rule.lunch_minutes:
            return shape
    return None
