"""What can't be in a history: each with its row, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from wfm.calendar import clock
from wfm.demand.clock_changes import instants
from wfm.demand.history_counts import LENGTHS, CallRow, is_within_day
from wfm.errors import Fault
from wfm.hotline import Hotline
from wfm.message import Text
from wfm.tables.history_columns import AVERAGE_OF
from wfm.tables.rows import TableRow, TableRows

ROW_ONCE = Text("fault.row_once", "each interval of a queue once; row {row} holds it already")
DAY_ONCE = Text("fault.day_once", "each day once; row {row} holds it already")
NO_MORE_THAN = Text("fault.no_more_than", "no more than {column}, {limit:number}")
DAY_NO_MORE = Text(
    "fault.day_no_more",
    "no more calls answered and abandoned on a day than offered, {offered:number}; here {found:number}",
)
WHOLE_MINUTES = Text(
    "fault.whole_minutes", "intervals of 5 to 60 minutes that fill an hour, such as 08:00, 08:15"
)
INTERVALS_FIT = Text(
    "fault.intervals_fit",
    "intervals that fill {wanted} minutes (interval_minutes); these have {length} minutes",
)
WITHIN_DAY = Text("fault.within_day", "a start before 24:00")
CLOCKS_SKIP = Text(
    "fault.clocks_skip", "a time that this day has; the clocks skip it, and calls can't have come"
)
NEEDS_CALLS = Text("fault.needs_calls", "a column {column} beside it: an average of how many calls?")
NEAR_DAY = Text("fault.near_day", "a day from {first:date} to {last:date}: no further from the plan's period")

YEARS_BACK, YEARS_AHEAD = 10, 2
_PARTS = (
    ("answered_within", "answered"),
    ("abandoned_short", "abandoned"),
    ("settled", "answered"),
)


def day_bounds(hotline: Hotline) -> tuple[date, date]:
    """Return the first and last day that a history of this plan can hold."""
    period = hotline.period
    first = date(max(1900, period.first_day.year - YEARS_BACK), 1, 1)
    return first, date(min(9998, period.last_day.year + YEARS_AHEAD), 12, 31)


def far_days(table: TableRows, column: str, hotline: Hotline) -> Iterator[Fault]:
    """Yield a fault for each row whose day lies years from the plan's period."""
    first, last = day_bounds(hotline)
    for row in table.rows:
        day = row.values[column]
        if column not in row.faulty and not first <= day <= last:
            expected = NEAR_DAY(first=first.isoformat(), last=last.isoformat())
            yield row.at(column, day.isoformat(), expected)


def call_faults(table: TableRows, rows: Sequence[CallRow], hotline: Hotline) -> Iterator[Fault]:
    """Yield what can't be among the rows of calls.

    Parameters
    ----------
    table
        The table as it was read.
    rows
        Its rows that say of an interval.
    hotline
        Whose time zone counts.
    """
    yield from far_days(table, "date", hotline)
    yield from _averages_of_nothing(table)
    yield from _starts(rows, hotline)
    yield from _repeated(rows, hotline)
    yield from _parts(rows)
    yield from _day_sums(rows)


def _averages_of_nothing(table: TableRows) -> Iterator[Fault]:
    headers = table.origin.headers
    for average, total in AVERAGE_OF.items():
        needed = "abandoned" if total == "wait_abandoned_seconds" else "answered"
        if average in headers and not headers.keys() & {"answered", "abandoned"}:
            yield Fault(table.file, 1, headers[average], "", NEEDS_CALLS(column=needed))


def _starts(rows: Sequence[CallRow], hotline: Hotline) -> Iterator[Fault]:
    for one in rows:
        if not is_within_day(one.start):
            yield one.row.at("start", clock(one.start), WITHIN_DAY())
        elif one.start % LENGTHS[0] and one.start % LENGTHS[1]:
            yield one.row.at("start", clock(one.start), WHOLE_MINUTES())
        elif one.counts["offered"] and not instants(one.day, one.start, hotline.zone):
            yield one.row.at("start", clock(one.start), CLOCKS_SKIP())


def _repeated(rows: Sequence[CallRow], hotline: Hotline) -> Iterator[Fault]:
    seen: dict[tuple[str, date, int], list[TableRow]] = defaultdict(list)
    for one in rows:
        before = seen[one.queue, one.day, one.start]
        if before and is_within_day(one.start):
            times = max(1, len(instants(one.day, one.start, hotline.zone)))
            if len(before) >= times:
                yield one.row.at("start", clock(one.start), ROW_ONCE(row=before[0].number))
        before.append(one.row)


def _parts(rows: Sequence[CallRow]) -> Iterator[Fault]:
    """Yield counts that are a part of another and larger than it."""
    for one in rows:
        for part, whole in _PARTS:
            number, limit = one.counts[part], one.counts[whole]
            if number is not None and limit is not None and number > limit:
                expected = NO_MORE_THAN(column=one.row.origin.header(whole), limit=limit)
                yield one.row.at(part, str(number), expected)


def _day_sums(rows: Sequence[CallRow]) -> Iterator[Fault]:
    """Yield days on which more calls ended than came in; within a day a call may end an interval later."""
    days: dict[date, list[CallRow]] = defaultdict(list)
    for one in rows:
        days[one.day].append(one)
    for some in days.values():
        offered = sum(one.counts["offered"] or 0 for one in some)
        ended = sum((one.counts["answered"] or 0) + (one.counts["abandoned"] or 0) for one in some)
        if ended > offered:
            worst = max(some, key=_excess)
            column = "answered" if worst.counts["answered"] else "abandoned"
            expected = DAY_NO_MORE(offered=offered, found=ended)
            yield worst.row.at(column, str(worst.counts[column]), expected)


def _excess(one: CallRow) -> tuple[int, int]:
    ended = (one.counts["answered"] or 0) + (one.counts["abandoned"] or 0)
    return ended - (one.counts["offered"] or 0), -one.row.number


def exceeds(one: CallRow) -> bool:
    """Tell whether more calls ended in an interval than came in."""
    return _excess(one)[0] > 0


def find_repeated_days(table: TableRows, columns: tuple[str, ...]) -> Iterator[Fault]:
    """Yield rows that say again what another row says, by some columns of which the first is the day."""
    seen: dict[tuple[object, ...], TableRow] = {}
    for row in table.rows:
        if not row.faulty.keys() & set(columns):
            key = tuple(row.values[column] for column in columns)
            other = seen.setdefault(key, row)
            if other is not row:
                yield row.at(columns[0], str(row.values[columns[0]]), DAY_ONCE(row=other.number))


def mail_faults(table: TableRows, hotline: Hotline) -> Iterator[Fault]:
    """Yield what can't be among the rows of mail."""
    yield from far_days(table, "date", hotline)
    yield from find_repeated_days(table, ("date", "start"))
    for row in table.rows:
        within, answered = row.values["within"], row.values["answered"]
        if within is not None and answered is not None and within > answered:
            expected = NO_MORE_THAN(column=row.origin.header("answered"), limit=answered)
            yield row.at("within", str(within), expected)
        if "start" not in row.faulty and not is_within_day(row.values["start"]):
            yield row.at("start", clock(row.values["start"]), WITHIN_DAY())


def entry_faults(table: TableRows) -> Iterator[Fault]:
    """Yield what can't be among figures that were entered."""
    yield from find_repeated_days(table, ("period", "figure"))
    for row in table.rows:
        count, limit = row.values["count"], row.values["whole"]
        if not row.faulty.keys() & {"count", "whole"} and count > limit:
            yield row.at("count", str(count), NO_MORE_THAN(column=row.origin.header("whole"), limit=limit))
