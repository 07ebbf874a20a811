"""Read a plan whose shifts are designed, whole: every fault together, or the plan and its warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

from wfm.availability import Entry, EntryKind
from wfm.calendar import Span
from wfm.design.agent import DesignAgent
from wfm.design.plan import DesignPlan
from wfm.design.quality import find_wishes
from wfm.design.shift_rule import Block, MailWork, Need, ShiftRule
from wfm.errors import Fault, PlanError
from wfm.hotline import Hotline
from wfm.ids import AgentId, CompetenceCode
from wfm.message import Text
from wfm.tables.agent_names import AgentNames
from wfm.tables.cells import as_text
from wfm.tables.design_checks import NEED_TABLE, design_faults
from wfm.tables.design_opening import DesignTables, open_design
from wfm.tables.design_settings import KIND, DesignSettings, is_designed
from wfm.tables.entry_completion import complete_availability
from wfm.tables.gathering import gather_notices
from wfm.tables.records import codes_by_word
from wfm.tables.rows import MOST_FAULTS, SHOWN, TableRow, TableRows
from wfm.tables.words import fold

DESIGNED_KIND = Text("fault.designed_kind", 'designed, as in kind = "designed" below [shifts]')
NOT_GRANTABLE = Text(
    "notice.not_grantable",
    "time that some duty of the agent could cover, or in which one could lie; no duty can grant this wish",
)
NO_DEADLINE = Text(
    "notice.no_mail_within", "mail_within below [service] beside it; without, nobody answers e-mail"
)
NOT_IN_PERIOD = Text("notice.mail_outside", "mail of a day of the period; {n:number} rows are not used")
NO_NEED = Text("notice.no_need", "a row for each interval; the {n:number} without one need nobody")


@dataclass(frozen=True)
class DesignReading:
    """A plan, and what its reader should know although it is no fault."""

    plan: DesignPlan
    notices: tuple[Fault, ...] = ()


def read_design(path: Path, *, with_need: bool = True) -> DesignReading:
    """Read a plan folder or workbook whose shifts are designed.

    Parameters
    ----------
    path
        Where it is.
    with_need
        Whether it must have a table of need.

    Raises
    ------
    PlanError
        With every fault found, in the order of the tables and their rows.
    """
    tables = open_design(path)
    settings = tables.demand_all(but=() if with_need else (NEED_TABLE,))
    reading = settings.reading
    if tables.settings is not None and not is_designed(reading.settings):
        setting = reading.settings.by_key.get(KIND)
        row, value = (None, "") if setting is None else (setting.row, as_text(setting.value)[:SHOWN])
        raise PlanError([Fault(reading.file, row, KIND, value, DESIGNED_KIND())])
    names = AgentNames.of_rows(tables.by_name["agents"].rows)
    names.replace_in(tables.by_name["availability"])
    period = None if "period" in reading.faulty else reading.hotline.period
    complete_availability(tables.by_name["availability"], period)
    crossed = islice(design_faults(settings, tables.by_name, with_need=with_need), MOST_FAULTS)
    of_tables = (fault for table in tables.tables for fault in table.faults)
    faults = _in_order(tables, settings, tables.faults, reading.faults, of_tables, crossed)
    if faults:
        raise PlanError(faults)
    plan = _plan(settings, tables)
    told = (notice for table in tables.tables for notice in table.notices)
    notices = _in_order(tables, settings, tables.notices, reading.notices, told, _tell_unused(plan, tables))
    return DesignReading(plan, gather_notices(notices))


def _in_order(tables: DesignTables, settings: DesignSettings, *found: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of the files and their rows."""
    files = dict.fromkeys([settings.reading.file, *(table.file for table in tables.tables)])
    order = {file: place for place, file in enumerate(files)}
    faults = (fault for some in found for fault in some)
    return sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))


def _tell_unused(plan: DesignPlan, tables: DesignTables) -> Iterable[Fault]:
    """Yield what was put in and is not used, and what is taken for granted."""
    _, grantable = find_wishes(plan)
    for row in tables.by_name["availability"].rows:
        entry = _entry(row)
        if entry.kind is EntryKind.PREFERRED and entry not in grantable:
            yield row.at("kind", row.values["kind"], NOT_GRANTABLE())
    yield from _tell_unused_mail(plan, tables.by_name["mail"])
    if not plan.need:
        return
    without = sum((step.day, step.start) not in plan.need_at for step in plan.steps)
    if without:
        intervals = -(-without * plan.grid // plan.interval_minutes)
        yield Fault(tables.by_name["staffing"].file, None, "", "", NO_NEED(n=intervals))


def _tell_unused_mail(plan: DesignPlan, table: TableRows) -> Iterable[Fault]:
    outside = [row for row in table.rows if not _is_within(plan.hotline, row)]
    if table.rows and plan.hotline.service.mail_within is None:
        yield Fault(table.file, None, "", "", NO_DEADLINE())
    elif outside:
        yield outside[0].at("date", str(outside[0].values["date"]), NOT_IN_PERIOD(n=len(outside)))


def _plan(settings: DesignSettings, tables: DesignTables) -> DesignPlan:
    rows = {name: table.rows for name, table in tables.by_name.items()}
    hotline = settings.reading.hotline
    codes = codes_by_word(hotline.competences)
    agents = (_agent(row, codes) for row in rows["agents"])
    return DesignPlan(
        hotline=hotline,
        rules=tuple(map(_rule, rows["shift_rules"])),
        agents=tuple(sorted(agents, key=lambda agent: agent.id)),
        availability=tuple(map(_entry, rows["availability"])),
        need=tuple(
            Need(row.values["date"], row.values["start"], row.values["need"]) for row in rows["staffing"]
        ),
        blocks=tuple(map(_block, rows["blocks"])),
        interval_minutes=settings.interval_minutes,
        mail=tuple(_mail(hotline, rows["mail"])),
        owed={
            row.values["administration"]: Fraction(row.values["carry_over"]) * 60
            for row in rows["administrations"]
        },
    )


def _agent(row: TableRow, codes: Mapping[str, CompetenceCode]) -> DesignAgent:
    values = row.values
    return DesignAgent(
        id=AgentId(values["agent"]),
        name=values["name"],
        competences=frozenset(codes[fold(code)] for code in values["competences"]),
        weekly_minutes=Fraction(values["weekly_hours"]),
        posts=values["administration"],
        flex_balance=values["flex_balance"],
        first_day=values["first_day"],
        last_day=values["last_day"],
    )


def _rule(row: TableRow) -> ShiftRule:
    values: Mapping[str, Any] = row.values
    return ShiftRule(
        start_from=values["start_from"],
        start_to=values["start_to"],
        min_minutes=values["min_hours"],
        max_minutes=values["max_hours"],
        lunch_minutes=values["lunch_minutes"],
        lunch_from=values["lunch_from"],
        lunch_to=values["lunch_to"],
        lunch_paid=values["lunch_paid"] == "yes",
    )


def _entry(row: TableRow) -> Entry:
    values = row.values
    return Entry(
        agent=AgentId(values["agent"]),
        kind=EntryKind(values["kind"]),
        first_day=values["first_day"],
        last_day=values["last_day"],
        days=values["days"],
        span=Span(values["from"], values["to"]),
    )


def _is_within(hotline: Hotline, row: TableRow) -> bool:
    day: date = row.values["date"]
    return hotline.period.first_day <= day <= hotline.period.last_day


def _mail(hotline: Hotline, rows: Sequence[TableRow]) -> Iterator[MailWork]:
    """Yield the mail of the period that is to be answered, in order."""
    if hotline.service.mail_within is None:
        return
    for row in sorted(rows, key=lambda row: (row.values["date"], row.values["start"])):
        values = row.values
        seconds = values["handling_seconds"]
        if seconds is None:
            seconds = values["received"] * hotline.service.mail_seconds
        if values["received"] > 0 and seconds > 0 and _is_within(hotline, row):
            yield MailWork(values["date"], values["start"], ceil(seconds / 60))


def _block(row: TableRow) -> Block:
    values = row.values
    return Block(values["centre"], values["date"], Span(values["from"], values["to"]), values["agents"])
