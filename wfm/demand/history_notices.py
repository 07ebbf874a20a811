"""What is hardly meant in a history, or counts for nothing: told, and used as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean, median

from wfm.calendar import Period, clock
from wfm.demand.clock_changes import instants
from wfm.demand.history import CallHistory, SpecialKind
from wfm.demand.history_counts import CallRow
from wfm.demand.history_faults import exceeds
from wfm.errors import Fault
from wfm.hotline import Hotline
from wfm.message import Plural, Text
from wfm.remarks.remark import with_guess
from wfm.tables.history_columns import AVERAGE_OF
from wfm.tables.rows import TableRow, TableRows

AVERAGES = Text(
    "notice.averages",
    "sums over the interval; these are averages by their name and were multiplied by {column}",
)
SUMS_COUNT = Text("notice.sums_count", "either sums or averages; both are there, and {column} counts")
LOOKS_AVERAGE = Text(
    "notice.looks_average",
    "a sum over the interval's calls; busy intervals have hardly more than quiet ones, so these look like "
    "averages; call the column {column} if they are",
)
ODD_HANDLING = Text(
    "notice.odd_handling",
    "between 15 seconds and an hour for a call; here it is {seconds:number} seconds on average",
)
ENDS_LATER = Text(
    "notice.ends_later",
    "no more calls answered and abandoned than offered, {offered:number}; perhaps counted where they ended",
)
OUTSIDE_HOURS = Text(
    "notice.outside_hours",
    "an interval within the plan's opening hours; these {calls:number} calls count for nothing",
)
CLOSED_DAY = Text(
    "notice.closed_day", "a day on which the hotline is open; these {calls:number} calls count for nothing"
)
FAR_FROM_OTHERS = Text(
    "notice.far_from_others", "a day near the others; the nearest is {days:number} days away"
)
INCOMPLETE = Plural(
    "notice.incomplete",
    "whole intervals; of {n:number} a part or a queue is missing, first here, and it is unknown",
    "whole intervals; of {n:number} a part or a queue is missing, first here, and they are unknown",
)
NOT_COUNTED = Plural(
    "notice.not_counted",
    "every interval of the opening hours; {n:number} between first and last day is missing and counts as "
    "unknown; days without any: {days:list}",
    "every interval of the opening hours; {n:number} between first and last day are missing and count as "
    "unknown; days without any: {days:list}",
)
NO_CALLS = Text(
    "notice.no_calls", "at least one call on an open day; if the line was down, call it an outage"
)
LONGER = Text(
    "notice.longer",
    "intervals of at most {wanted} minutes (interval_minutes); of {length} minutes calls are spread evenly",
)
FAR_MORE = Text("notice.far_more", "no more than ten times what is usual at this hour, {usual:number}")
NO_SUCH_DAY = Text("notice.no_such_day", "a day of the history or of the period; this one counts for nothing")
JUMP = Text("notice.jump", "no change to more than three times as many, or fewer than a third")
NO_FACTOR = Text(
    "notice.no_factor", "a factor for a campaign ahead of us, as none of the history tells what it does"
)
QUEUES = Plural(
    "notice.queues",
    "one queue; {n:number} is there: {queues:list}",
    "one queue; {n:number} are there, and their calls are added up: {queues:list}",
)

LONELY = timedelta(days=180)
_MOST_DAYS = 20


def call_notices(table: TableRows, rows: Sequence[CallRow], hotline: Hotline) -> Iterator[Fault]:
    """Yield what is hardly meant among the rows of calls; parameters as of `call_faults`."""
    yield from _averages(table)
    yield from _handling(table, rows)
    queues = sorted({one.queue for one in rows})
    if len(queues) > 1:
        yield Fault(
            table.file, None, table.origin.header("queue"), "", QUEUES(n=len(queues), queues=tuple(queues))
        )
    for one in rows:
        if exceeds(one):
            offered = one.counts["offered"] or 0
            column = "answered" if one.counts["answered"] else "abandoned"
            yield one.row.at(column, str(one.counts[column]), ENDS_LATER(offered=offered))
    yield from _outside(rows, hotline)
    yield from _lonely([(one.day, one.row) for one in rows], hotline)
    yield from _far_more(rows)


def _averages(table: TableRows) -> Iterator[Fault]:
    headers = table.origin.headers
    for average, total in AVERAGE_OF.items():
        if average in headers:
            calls = headers.get("abandoned" if total == "wait_abandoned_seconds" else "answered", "answered")
            said = SUMS_COUNT(column=headers[total]) if total in headers else AVERAGES(column=calls)
            yield Fault(table.file, None, headers[average], "", said)


def _handling(table: TableRows, rows: Sequence[CallRow]) -> Iterator[Fault]:
    """Yield a notice where sums look like averages, else where calls are oddly short or long."""
    for total in ("talk_seconds", "wait_answered_seconds"):
        header = table.origin.headers.get(total)
        pairs = [
            (one.counts["answered"], one.counts[total])
            for one in rows
            if one.counts["answered"] and one.counts[total] is not None
        ]
        found = [(calls, seconds) for calls, seconds in pairs if calls is not None and seconds is not None]
        if header is None or not found:
            continue
        if _look_like_averages(found):
            meant = next(average for average, of in AVERAGE_OF.items() if of == total)
            yield Fault(table.file, None, header, "", LOOKS_AVERAGE(column=meant))
        elif total == "talk_seconds":
            mean = round(sum(seconds for _, seconds in found) / sum(calls for calls, _ in found))
            if not 15 <= mean <= 3600:
                yield Fault(table.file, None, header, "", ODD_HANDLING(seconds=mean))


def _look_like_averages(found: list[tuple[int, int]]) -> bool:
    """Tell whether the busier half of the intervals has hardly more seconds than the quieter half."""
    if len(found) < 20:
        return False
    ordered = sorted(found)
    quiet, busy = ordered[: len(ordered) // 2], ordered[-(len(ordered) // 2) :]
    calls = [fmean(calls for calls, _ in some) for some in (quiet, busy)]
    seconds = [fmean(seconds for _, seconds in some) for some in (quiet, busy)]
    more = calls[1] / calls[0] - 1
    return more > 0.5 and seconds[0] > 0 and seconds[1] / seconds[0] - 1 < more / 4


def _outside(rows: Sequence[CallRow], hotline: Hotline) -> Iterator[Fault]:
    if not rows:
        return
    period = Period(min(one.day for one in rows), max(one.day for one in rows))
    closed = hotline.closing.days(period)
    on_closed: dict[date, list[CallRow]] = defaultdict(list)
    for one in rows:
        calls = one.counts["offered"] or 0
        if calls and one.day in closed:
            on_closed[one.day].append(one)
        elif calls and not _is_open(one.start, one.day, hotline):
            yield one.row.at("start", clock(one.start), OUTSIDE_HOURS(calls=calls))
    for day, some in sorted(on_closed.items()):
        calls = sum(one.counts["offered"] or 0 for one in some)
        yield some[0].row.at("date", day.isoformat(), CLOSED_DAY(calls=calls))


def _lonely(days: Sequence[tuple[date, TableRow]], hotline: Hotline) -> Iterator[Fault]:
    """Yield the first row of each block of days that lies far from the larger one: its year may be wrong."""
    rows: dict[date, TableRow] = {}
    for day, row in days:
        rows.setdefault(day, row)
    blocks: list[list[date]] = []
    for day in sorted(rows):
        if blocks and day - blocks[-1][-1] <= LONELY:
            blocks[-1].append(day)
        else:
            blocks.append([day])
    main = max(blocks, key=len, default=[])
    for block in blocks:
        if block is not main:
            gap = min(abs((main[0] - block[-1]).days), abs((block[0] - main[-1]).days))
            said = with_guess(FAR_FROM_OTHERS(days=gap), block[0], Period(main[0], main[-1]))
            yield rows[block[0]].at("date", block[0].isoformat(), said)


def _far_more(rows: Sequence[CallRow]) -> Iterator[Fault]:
    usual: dict[int, list[int]] = defaultdict(list)
    for one in rows:
        usual[one.start].append(one.counts["offered"] or 0)
    middle = {start: median(numbers) for start, numbers in usual.items() if len(numbers) >= 10}
    for one in rows:
        calls = one.counts["offered"] or 0
        if one.start in middle and calls > 10 * max(middle[one.start], 10):
            yield one.row.at("offered", str(calls), FAR_MORE(usual=round(middle[one.start])))


def history_notices(file: str, history: CallHistory, hotline: Hotline) -> Iterator[Fault]:
    """Yield what a whole history lacks: intervals of open days, calls on open days."""
    if history.first_day is None or history.last_day is None:
        return
    period = Period(history.first_day, history.last_day)
    closed = hotline.closing.days(period)
    missing, days = 0, []
    for day in period.days():
        wanted = 0 if day in closed else count_open_intervals(day, history.interval_minutes, hotline)
        some = history.by_day.get(day, ())
        inside = [one for one in some if _is_open(one.start, day, hotline)] if wanted else []
        missing += max(0, wanted - len(inside))
        if wanted and not inside:
            days.append(day.isoformat())
        elif wanted and not any(one.offered for one in inside) and not _is_outage(day, history):
            yield Fault(file, None, "", day.isoformat(), NO_CALLS())
    if missing:
        named = (*days[:_MOST_DAYS], *(("…",) if len(days) > _MOST_DAYS else ())) or ("–",)
        yield Fault(file, None, "", "", NOT_COUNTED(n=missing, days=named))


def _is_outage(day: date, history: CallHistory) -> bool:
    return any(one.day == day and one.kind is SpecialKind.OUTAGE for one in history.special_days)


def _is_open(minute: int, day: date, hotline: Hotline) -> bool:
    return any(span.start <= minute < span.end for span in hotline.opening_hours.get(day.weekday(), ()))


def count_open_intervals(day: date, minutes: int, hotline: Hotline) -> int:
    """Return how many intervals of a day begin in its opening hours, by the clock of that day."""
    spans = hotline.opening_hours.get(day.weekday(), ())
    starts = {
        start for span in spans for start in range(span.start - span.start % minutes, span.end, minutes)
    }
    return sum(
        len(instants(day, start, hotline.zone))
        for start in starts
        if any(s.start <= start < s.end for s in spans)
    )


def special_notices(table: TableRows, history: CallHistory, hotline: Hotline) -> Iterator[Fault]:
    """Yield special days that count for nothing, and campaigns ahead of which nobody can tell the effect."""
    if history.first_day is None:
        return
    first, last = min(history.first_day, hotline.period.first_day), hotline.period.last_day
    learnt = any(
        one.kind is SpecialKind.CAMPAIGN and one.factor is None and one.day in history.by_day
        for one in history.special_days
    )
    for row in table.rows:
        day = row.values["date"]
        if not first <= day <= max(last, history.last_day or last):
            said = with_guess(NO_SUCH_DAY(), day, Period(first, last))
            yield row.at("date", day.isoformat(), said)
        elif not learnt and day not in history.by_day and _is_open_campaign(row):
            yield row.at("factor", "", NO_FACTOR())


def _is_open_campaign(row: TableRow) -> bool:
    """Tell whether a row is a campaign that leaves it open how many calls it brings."""
    return row.values["kind"] == SpecialKind.CAMPAIGN and row.values["factor"] is None


def population_notices(table: TableRows) -> Iterator[Fault]:
    """Yield changes of the citizens served that are hardly meant."""
    rows = sorted(table.rows, key=lambda row: row.values["first_day"])
    for before, row in pairwise(rows):
        ratio = row.values["population"] / before.values["population"]
        if not 1 / 3 <= ratio <= 3:
            yield row.at("population", str(row.values["population"]), JUMP())
