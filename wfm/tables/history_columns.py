"""The tables of a history: what a telephone system counted, special days, citizens served, mail."""

from __future__ import annotations

from wfm.entered_figures import read_period
from wfm.message import Text
from wfm.tables.amounts import read_above_zero, whole
from wfm.tables.cells import Cell, Reader, UnreadableCellError, as_text, read_date
from wfm.tables.column import MOST_CITIZENS, NO_DAY, Column, Form, Table, mandatory
from wfm.tables.counts import read_average, read_count, read_seconds, read_staff, read_start
from wfm.tables.naming import choice, read_label, read_note

SPECIAL_KINDS = {
    "holiday": "helligdag",
    "eve": "dag_før",
    "after": "dag_efter",
    "campaign": "kampagne",
    "outage": "nedbrud",
}
AVERAGE_OF = {
    "avg_talk_seconds": "talk_seconds",
    "avg_wrap_seconds": "wrap_seconds",
    "avg_handling_seconds": "talk_seconds",
    "avg_wait_answered_seconds": "wait_answered_seconds",
    "avg_wait_abandoned_seconds": "wait_abandoned_seconds",
}
"""The sum that each column of averages is turned into."""

_AVERAGES = ("avg", "average", "mean", "gns", "gnsn", "snit", "gennemsnit", "gennemsnitlig")
_DATE = Text("column.counted_date", "Day on which the interval starts, by the clock on the wall.")
_START = Text("column.counted_start", "Time at which the interval starts.")


def _count(name: str, danish: str, explains: Text, *aliases: str, read: Reader = read_count) -> Column:
    return Column(name, danish, Form.WHOLE, read, explains, aliases=aliases)


def _seconds(name: str, danish: str, explains: Text, *aliases: str) -> Column:
    return Column(name, danish, Form.AMOUNT, read_seconds, explains, aliases=aliases)


def _average(name: str, danish: str, explains: Text, *bases: str, short: tuple[str, ...] = ()) -> Column:
    """Return a column of averages: its header says ``avg`` or ``gns`` before or after what it is of."""
    spelt = (form for base in bases for word in _AVERAGES for form in (f"{word}_{base}", f"{base}_{word}"))
    return Column(name, danish, Form.AMOUNT, read_average, explains, aliases=(*spelt, *short))


def _interval_columns() -> tuple[Column, Column]:
    return (
        mandatory("date", "dato", Form.DATE, read_date, _DATE, NO_DAY, aliases=("day", "dag")),
        mandatory(
            "start",
            "start",
            Form.TIME,
            read_start,
            _START,
            0,
            aliases=("time", "tid", "interval", "starttid"),
        ),
    )


CALLS = Table(
    "calls",
    "opkald",
    Text("table.calls", "What the telephone system counted, an interval a row; seconds are sums."),
    (
        *_interval_columns(),
        Column(
            "offered",
            "tilbudte",
            Form.WHOLE,
            read_count,
            Text("column.offered", "Calls that came in; 0 is none, blank is unknown."),
            present=True,
            aliases=("calls_offered", "offered_calls", "tilbudte_opkald", "indkomne", "indkomne_opkald"),
        ),
        _count(
            "answered",
            "besvarede",
            Text("column.answered", "Of them those that an agent answered."),
            *("answered_calls", "calls_answered", "besvarede_opkald"),
        ),
        _count(
            "abandoned",
            "tabte",
            Text("column.abandoned", "Of them those whose caller hung up before an answer."),
            *("abandoned_calls", "calls_abandoned", "tabte_opkald"),
        ),
        _count(
            "answered_within",
            "besvarede_inden",
            Text("column.answered_within", "Calls answered within the seconds of the goal (answer_within)."),
        ),
        _count(
            "abandoned_short",
            "tabte_korte",
            Text("column.abandoned_short", "Abandoned calls that waited no longer than those seconds."),
        ),
        _seconds(
            "talk_seconds",
            "samtaletid",
            Text("column.talk_seconds", "Seconds talked in all answered calls together."),
            *("talk_time", "taletid"),
        ),
        _seconds(
            "wrap_seconds",
            "efterbehandling",
            Text("column.wrap_seconds", "Seconds of work after them in all."),
            *("wrap_time", "efterbehandlingstid"),
        ),
        _seconds(
            "wait_answered_seconds",
            "ventetid_besvarede",
            Text("column.wait_answered_seconds", "Seconds that answered calls waited in all."),
        ),
        _seconds(
            "wait_abandoned_seconds",
            "ventetid_tabte",
            Text("column.wait_abandoned_seconds", "Seconds that abandoned calls waited in all."),
        ),
        _count("settled", "straksafklarede", Text("column.settled", "Answered calls settled at once.")),
        Column(
            "agents",
            "bemandet",
            Form.AMOUNT,
            read_staff,
            Text("column.agents_there", "Agents who were there, on average over the interval."),
        ),
        Column(
            "queue",
            "kø",
            Form.TEXT,
            read_label,
            Text("column.queue", "Queue of the telephone system; the queues of an interval are added up."),
            default="",
        ),
        _average(
            "avg_talk_seconds",
            "gns_samtaletid",
            Text("column.avg_talk_seconds", "Seconds talked in an answered call, on average."),
            *("talk", "talk_seconds", "talk_time", "samtale", "samtaletid", "taletid"),
        ),
        _average(
            "avg_wrap_seconds",
            "gns_efterbehandling",
            Text("column.avg_wrap_seconds", "Seconds of work after an answered call, on average."),
            *("wrap", "wrap_seconds", "wrap_time", "efterbehandling", "efterbehandlingstid"),
        ),
        _average(
            "avg_handling_seconds",
            "gns_behandlingstid",
            Text(
                "column.avg_handling_seconds", "Seconds talked and worked for an answered call, on average."
            ),
            *("handling", "handling_seconds", "handling_time", "handle_time", "behandlingstid"),
            short=("aht",),
        ),
        _average(
            "avg_wait_answered_seconds",
            "gns_ventetid_besvarede",
            Text("column.avg_wait_answered_seconds", "Seconds that an answered call waited, on average."),
            *("wait_answered", "wait_answered_seconds", "ventetid_besvarede"),
        ),
        _average(
            "avg_wait_abandoned_seconds",
            "gns_ventetid_tabte",
            Text("column.avg_wait_abandoned_seconds", "Seconds that an abandoned call waited, on average."),
            *("wait_abandoned", "wait_abandoned_seconds", "ventetid_tabte"),
        ),
    ),
    required=True,
)

SPECIAL_DAYS = Table(
    "special_days",
    "særlige_dage",
    Text("table.special_days", "Days that are unlike others, behind us and ahead."),
    (
        mandatory("date", "dato", Form.DATE, read_date, Text("column.special_date", "The day."), NO_DAY),
        mandatory(
            "kind",
            "type",
            Form.WORD,
            choice(SPECIAL_KINDS),
            Text("column.special_kind", "What makes it special."),
            "holiday",
            words=SPECIAL_KINDS,
        ),
        Column(
            "name",
            "navn",
            Form.TEXT,
            read_note,
            Text("column.special_name", "Its name, the same every year; what it does is learnt by name."),
            default="",
        ),
        Column(
            "factor",
            "faktor",
            Form.AMOUNT,
            read_above_zero,
            Text("column.factor", "How many times the usual calls are expected, such as 1.5; blank: learnt."),
        ),
    ),
)

SERVED = Table(
    "served",
    "betjente",
    Text("table.served", "How many citizens the line served from which day on."),
    (
        mandatory(
            "first_day",
            "første_dag",
            Form.DATE,
            read_date,
            Text("column.served_first_day", "The day from which on that many were served."),
            NO_DAY,
        ),
        mandatory(
            "population",
            "indbyggere",
            Form.WHOLE,
            whole(1, MOST_CITIZENS, grouped=True),
            Text("column.served_population", "Citizens of all municipalities served."),
            1,
        ),
    ),
)

MAIL = Table(
    "mail",
    "e-mail",
    Text("table.mail", "What came in and was answered by mail, an interval a row."),
    (
        *_interval_columns(),
        mandatory(
            "received", "modtagne", Form.WHOLE, read_count, Text("column.received", "Mails that came in."), 0
        ),
        _count("answered", "besvarede", Text("column.mail_answered", "Mails that were answered.")),
        _count(
            "within",
            "inden_frist",
            Text("column.within", "Answered mails that were answered within the goal."),
        ),
        _seconds(
            "handling_seconds",
            "behandlingstid",
            Text("column.mail_handling", "Seconds worked on answered mails in all."),
        ),
    ),
)

ENTERED_KINDS = {"satisfaction": "tilfredshed", "staff_turnover": "personaleomsætning"}
WEEK_OR_QUARTER = Text("fault.week_or_quarter", "a week or a quarter such as 2027-W03 or 2027-Q1")


def _read_period(cell: Cell) -> str:
    try:
        return read_period(as_text(cell))
    except ValueError as error:
        raise UnreadableCellError(WEEK_OR_QUARTER()) from error


ENTERED = Table(
    "entered",
    "indtastet",
    Text("table.entered", "Figures of a week or a quarter that somebody enters."),
    (
        mandatory(
            "figure",
            "nøgletal",
            Form.TEXT,
            choice(ENTERED_KINDS),
            Text("column.figure", "What: satisfaction, or staff_turnover."),
            "",
        ),
        mandatory(
            "period",
            "periode",
            Form.TEXT,
            _read_period,
            Text("column.period", "Of when: a week as 2027-W03 or a quarter as 2027-Q1."),
            "",
        ),
        mandatory(
            "count",
            "antal",
            Form.WHOLE,
            read_count,
            Text("column.entered_count", "How many were satisfied, or left."),
            0,
        ),
        mandatory(
            "whole",
            "ud_af",
            Form.WHOLE,
            whole(1, MOST_CITIZENS, grouped=True),
            Text("column.entered_whole", "How many were asked, or were agents on average."),
            1,
            aliases=("of", "af"),
        ),
    ),
)

HISTORY_TABLES = (CALLS, SPECIAL_DAYS, SERVED, MAIL, ENTERED)
"""In the order of the contract, and beside it what is entered."""
