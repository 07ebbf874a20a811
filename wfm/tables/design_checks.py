"""What must hold between the rows of a plan whose shifts are designed; no fault is told twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from wfm.calendar import Span, clock
from wfm.errors import Fault
from wfm.hotline import Hotline
from wfm.message import Text
from wfm.plan_checks import KNOWN_AGENT, KNOWN_COMPETENCE, ORDERED, SHIFTS_NEEDED, UNIQUE
from wfm.tables.design_settings import WHOLE_STEPS, DesignSettings
from wfm.tables.records import LATER
from wfm.tables.rows import TableRow, TableRows
from wfm.tables.words import fold

NAMES_A_NEED = Text(
    "fault.names_a_need",
    "an interval of the plan: every {minutes} minutes of its opening hours",
)
IN_OPENING_HOURS = Text(
    "fault.in_opening_hours", "times of one day's opening hours, on the grid of {grid} minutes"
)
AT_LEAST_ROW = Text("fault.at_least_row", "at least one row")
NOT_LONGER = Text("fault.not_longer", "at most {most} hours, the longest that the row allows")
LUNCH_FITS = Text("fault.lunch_fits", "a lunch that fits between {first:time} and {last:time}")

_CALENDAR = frozenset({"timezone", "period", "opening_hours", "holidays", "shifts", "service"})


NEED_TABLE = "staffing"


def design_faults(
    settings: DesignSettings, tables: dict[str, TableRows], *, with_need: bool = True
) -> Iterator[Fault]:
    """Yield every fault between rows, leaving out those that follow from another one."""
    hotline, faulty = settings.reading.hotline, settings.reading.faulty
    for name in ("agents", "shift_rules", *((NEED_TABLE,) if with_need else ())):
        table = tables[name]
        if table.sound and not table.rows and not table.faults:
            yield Fault(table.file, 2, "", "", AT_LEAST_ROW())
    yield from _agents(tables["agents"], hotline, "competences" in faulty)
    yield from _availability(tables["availability"], tables["agents"])
    yield from _once(tables["administrations"], ("administration",), "administration")
    yield from _rules(tables["shift_rules"], hotline.shift_minutes, "shifts" in faulty)
    if not faulty & _CALENDAR:
        if not hotline.opening_shifts():
            first = str(hotline.period.first_day)
            yield Fault(settings.reading.file, None, "period", first, SHIFTS_NEEDED())
        yield from _staffing(tables["staffing"], hotline, settings.interval_minutes)
        yield from _blocks(tables["blocks"], hotline)


def _once(table: TableRows, columns: tuple[str, ...], told: str) -> Iterator[Fault]:
    """Yield a fault for each row whose key stands in an earlier one."""
    first: dict[Any, int] = {}
    for row in table.rows:
        if row.faulty.keys() & set(columns):
            continue
        key = tuple(row.values[column] for column in columns)
        if key in first:
            yield row.at(told, _shown(row, told), UNIQUE(row=first[key]))
        first.setdefault(key, row.number)


def _shown(row: TableRow, column: str) -> str:
    value = row.values[column]
    return clock(value) if column in ("start", "from", "to") else str(value)


def _agents(table: TableRows, hotline: Hotline, unsure: bool) -> Iterator[Fault]:
    yield from _once(table, ("agent",), "agent")
    known = {fold(word) for one in hotline.competences for word in (one.code, one.name)}
    for row in table.rows:
        for code in sorted(row.values["competences"]):
            if not unsure and fold(code) not in known:
                expected = KNOWN_COMPETENCE(codes=tuple(one.code for one in hotline.competences))
                yield row.at("competences", code, expected)
        yield from _in_order(row)


def _in_order(row: TableRow) -> Iterator[Fault]:
    first, last = row.values["first_day"], row.values["last_day"]
    if first and last and last < first and not row.faulty.keys() & {"first_day", "last_day"}:
        yield row.at("last_day", last.isoformat(), ORDERED(first=first.isoformat()))


def _availability(table: TableRows, agents: TableRows) -> Iterator[Fault]:
    known = {row.values["agent"] for row in agents.rows} | {r.faulty.get("agent", "") for r in agents.rows}
    for row in table.rows:
        if agents.sound and "agent" not in row.faulty and row.values["agent"] not in known:
            yield row.at("agent", row.values["agent"], KNOWN_AGENT())
        yield from _in_order(row)
        if not row.faulty.keys() & {"from", "to"} and row.values["to"] <= row.values["from"]:
            yield row.at("to", clock(row.values["to"]), LATER(start=clock(row.values["from"])))


def _rules(table: TableRows, grid: int, unsure: bool) -> Iterator[Fault]:
    for row in table.rows:
        values, sound = row.values, _sound(row)
        if sound("start_from", "start_to") and values["start_to"] < values["start_from"]:
            yield row.at("start_to", clock(values["start_to"]), LATER(start=clock(values["start_from"])))
        if sound("min_hours", "max_hours") and values["max_hours"] < values["min_hours"]:
            most = f"{values['max_hours'] / 60:g}"
            yield row.at("min_hours", f"{values['min_hours'] / 60:g}", NOT_LONGER(most=most))
        lunch = values["lunch_minutes"]
        if sound("lunch_minutes") and not unsure and lunch % grid:
            yield row.at("lunch_minutes", str(lunch), WHOLE_STEPS(grid=grid))
        times = sound("lunch_minutes", "lunch_from", "lunch_to")
        if times and lunch and values["lunch_to"] - values["lunch_from"] < lunch:
            window = {"first": clock(values["lunch_from"]), "last": clock(values["lunch_to"])}
            yield row.at("lunch_minutes", str(lunch), LUNCH_FITS(**window))


def _sound(row: TableRow) -> Any:
    def sound(*columns: str) -> bool:
        return not row.faulty.keys() & set(columns)

    return sound


def _staffing(table: TableRows, hotline: Hotline, minutes: int) -> Iterator[Fault]:
    yield from _once(table, ("date", "start"), "start")
    starts = {
        (day, start)
        for day, spans in _open_spans(hotline)
        for span in spans
        for start in range(span.start, span.end, minutes)
    }
    for row in table.rows:
        key = (row.values["date"], row.values["start"])
        if _sound(row)("date", "start") and key not in starts:
            value = f"{key[0]} {clock(key[1])}"
            yield row.at("start", value, NAMES_A_NEED(minutes=minutes))


def _blocks(table: TableRows, hotline: Hotline) -> Iterator[Fault]:
    grid = hotline.shift_minutes
    opening = dict(_open_spans(hotline))
    for row in table.rows:
        start, end = row.values["from"], row.values["to"]
        if not _sound(row)("date", "from", "to"):
            continue
        if end <= start:
            yield row.at("to", clock(end), LATER(start=clock(start)))
            continue
        spans: Collection[Span] = opening.get(row.values["date"], ())
        inside = any(span.start <= start and end <= span.end for span in spans)
        if not inside or start % grid or end % grid:
            value = f"{row.values['date']} {clock(start)}"
            yield row.at("from", value, IN_OPENING_HOURS(grid=grid))


def _open_spans(hotline: Hotline) -> Iterator[tuple[Any, tuple[Span, ...]]]:
    """Yield the opening spans of every open day."""
    open_days = dict.fromkeys(step.day for step in hotline.opening_shifts())
    for day in open_days:
        yield day, tuple(hotline.opening_hours.get(day.weekday(), ()))
