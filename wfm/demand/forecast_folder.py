"""A forecast as a folder: a table that people read, and beside it the paths behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np

from wfm.calendar import clock
from wfm.demand.forecast import LEAST_SECONDS, Counts, Forecast, path_quantiles
from wfm.demand.intervals import Interval, cut_period
from wfm.demand.mail_file import MAIL_FILE, mail_of, mail_text, read_mail_file
from wfm.demand.path_file import PATHS_FILE, pack_paths, read_paths
from wfm.errors import Fault, ForecastError
from wfm.hotline import Hotline
from wfm.message import Text
from wfm.tables.amounts import read_not_negative
from wfm.tables.cells import Cell, UnreadableCellError, read_date, read_time
from wfm.tables.column import NO_DAY, Column, Form, Table, mandatory
from wfm.tables.csv_files import csv_table, read_bytes
from wfm.tables.csv_writing import csv_text
from wfm.tables.file_writing import replace_files
from wfm.tables.gathering import gather_notices
from wfm.tables.raw_table import UnusableTableError
from wfm.tables.rows import TableRow, TableRows, read_rows

FORECAST_FILE = "forecast.csv"
QUANTILES = {"p10": Fraction(1, 10), "p50": Fraction(1, 2), "p80": Fraction(4, 5), "p90": Fraction(9, 10)}
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
CALLS_DECIMALS, AHT_DECIMALS = 4, 1

NAMES_AN_INTERVAL = Text(
    "fault.names_an_interval",
    "an interval of the plan: every {minutes} minutes from the start of each shift in its opening hours",
)
SECONDS = Text("fault.seconds", "a number of seconds, at least 1")
INTERVAL_ONCE = Text("fault.interval_once", "each interval once")
FORECAST_INTERVALS = Text("fault.forecast_intervals", "at least one row")
OF_THE_PATHS = Text(
    "notice.of_the_paths", "{value:number}, as the paths in paths.npz have it; what stands here is not used"
)


def _read_seconds(cell: Cell) -> float:
    try:
        seconds = _read_calls(cell)
    except UnreadableCellError as error:
        raise UnreadableCellError(SECONDS()) from error
    if seconds < LEAST_SECONDS:
        raise UnreadableCellError(SECONDS())
    return seconds


def _read_calls(cell: Cell) -> float:
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):  # nearly all are: a year has a hundred thousand
        return float(cell)
    return float(read_not_negative(cell))


def _quantile_column(name: str) -> Column:
    explains = Text("column.quantile", "Calls that are not exceeded on so many percent of the paths.")
    return mandatory(name, name, Form.AMOUNT, _read_calls, explains, 0.0)


FORECAST = Table(
    "forecast",
    "prognose",
    Text("table.forecast", "Calls to come, interval by interval."),
    (
        mandatory(
            "date",
            "dato",
            Form.DATE,
            read_date,
            Text("column.interval_date", "Date of the interval."),
            NO_DAY,
        ),
        mandatory(
            "start",
            "start",
            Form.TIME,
            read_time,
            Text("column.interval_start", "Time at which the interval starts."),
            0,
        ),
        mandatory(
            "calls", "opkald", Form.AMOUNT, _read_calls, Text("column.mean_calls", "Mean calls offered."), 0.0
        ),
        *map(_quantile_column, QUANTILES),
        mandatory(
            "aht",
            "ekspeditionstid",
            Form.AMOUNT,
            _read_seconds,
            Text("column.aht", "Mean handling time in seconds: talk and wrap."),
            1.0,
        ),
    ),
    required=True,
)


@dataclass(frozen=True)
class ForecastReading:
    """A forecast, and what its reader should know although it is no fault."""

    forecast: Forecast
    notices: tuple[Fault, ...] = ()


def write_forecast(folder: Path, forecast: Forecast) -> None:
    """Write a forecast; the same forecast gives the same bytes.

    Raises
    ------
    OutputError
        Where the folder cannot be written; what stood there before still stands.
    """
    files = {FORECAST_FILE: _table_text(forecast).encode(), PATHS_FILE: pack_paths(forecast.paths)}
    if forecast.mail:
        files[MAIL_FILE] = mail_text(forecast.mail).encode()
    replace_files(folder, files)
    if not forecast.mail:
        (folder / MAIL_FILE).unlink(missing_ok=True)  # of an earlier forecast


def read_forecast(folder: Path, hotline: Hotline, minutes: int) -> ForecastReading:
    """Read the forecast of a plan's opening hours.

    Parameters
    ----------
    folder
        What ``wfm forecast`` wrote.
    hotline
        The plan's hotline.
    minutes
        Length of an interval on the wall clock.

    Returns
    -------
    ForecastReading
        Intervals in the order of the period, whatever the order of the rows. Intervals of the period
        that have no row are left out.

    Raises
    ------
    ForecastError
        With every fault found.
    """
    known = {(one.day, one.start): one for one in cut_period(hotline, minutes)}
    try:
        rows = read_rows(csv_table(FORECAST_FILE, read_bytes(folder / FORECAST_FILE)), FORECAST)
        mail = read_mail_file(folder)
    except UnusableTableError as unusable:
        raise ForecastError([unusable.fault]) from unusable
    intervals = _intervals(rows, known, minutes)
    try:
        paths = read_paths(folder / PATHS_FILE, len(intervals)) if rows.rows else None
    except UnusableTableError as unusable:
        rows.faults.append(unusable.fault)
        paths = None
    faults = [*rows.faults, *(mail.faults if mail else ())]
    if faults or paths is None:
        raise ForecastError(faults or [Fault(FORECAST_FILE, 2, "", "", FORECAST_INTERVALS())])
    rows.notices.extend(_quantile_notices(rows, paths))
    notices = gather_notices([*rows.notices, *(mail.notices if mail else ())])
    return ForecastReading(replace(_forecast(rows, intervals, paths), mail=mail_of(mail)), notices)


def _intervals(
    rows: TableRows, known: dict[tuple[date, int], Interval], minutes: int
) -> list[Interval | None]:
    """Return the interval of each row; ``None`` where it names none, which is noted as its fault."""
    found: list[Interval | None] = []
    named: set[Interval] = set()
    for row in rows.rows:
        interval = known.get((row.values["date"], row.values["start"]))
        if not row.faulty.keys() & {"date", "start"}:
            if interval is None:
                rows.faults.append(row.at("start", _moment(row), NAMES_AN_INTERVAL(minutes=minutes)))
            elif interval in named:
                rows.faults.append(row.at("start", _moment(row), INTERVAL_ONCE()))
            else:
                named.add(interval)
        found.append(interval)
    return found


def _moment(row: TableRow) -> str:
    return f"{row.values['date']} {clock(row.values['start'])}"


def _quantile_notices(rows: TableRows, paths: Counts) -> Iterable[Fault]:
    """Yield what the table says of its paths and they do not: then the table was changed by hand."""
    for name, values in zip(
        QUANTILES, path_quantiles(paths, tuple(QUANTILES.values())).tolist(), strict=True
    ):
        for row, value in zip(rows.rows, values, strict=True):
            if row.values[name] != value:
                yield row.at(name, f"{row.values[name]:g}", OF_THE_PATHS(value=value))


def _forecast(rows: TableRows, intervals: list[Interval | None], paths: Counts) -> Forecast:
    """Return the forecast of rows without a fault."""
    named = [interval for interval in intervals if interval is not None]
    order = sorted(range(len(named)), key=lambda place: named[place])
    if order != list(range(len(named))):
        paths = paths[:, order]
    return Forecast(
        intervals=tuple(named[place] for place in order),
        calls=np.array([rows.rows[place].values["calls"] for place in order]),
        aht=np.array([rows.rows[place].values["aht"] for place in order]),
        paths=paths,
    )


def _table_text(forecast: Forecast) -> str:
    quantiles = path_quantiles(forecast.paths, tuple(QUANTILES.values())).tolist()
    calls = [f"{one:.{CALLS_DECIMALS}f}" for one in forecast.calls]
    aht = [f"{one:.{AHT_DECIMALS}f}" for one in forecast.aht]
    rows = (
        (interval.day.isoformat(), clock(interval.start), *figures)
        for interval, *figures in zip(forecast.intervals, calls, *quantiles, aht, strict=True)
    )
    return csv_text((column.name for column in FORECAST.columns), rows)
