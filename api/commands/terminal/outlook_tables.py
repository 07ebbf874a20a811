"""The tables of ``wfm quota --compare``: targets under every method, and balances over the quarters."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from rich.table import Table

from api.commands.terminal.console import table
from api.commands.terminal.tables import CARRY_OVER_IN
from api.texts.glossary import method_name
from api.texts.outlook import IN_SEATS, is_mixed
from api.texts.quota_headings import MUNICIPALITY
from api.texts.translator import Translator
from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook
from wfm.rounding import half_up

EXACT = Text("outlook.exact", "exact share")
LARGEST = Text("outlook.largest", "largest deviation")
FURTHEST = Text("outlook.furthest", "furthest, {unit}")
FURTHEST_OF_ALL = Text("outlook.furthest_of_all", "furthest of all")
COURSE = Text("outlook.course", "quarters 1–{n}")
FLOOR = Text("outlook.floor", "floor")
FAIR = Text("outlook.fair", "largest fair floor")
DRIFT = Text("outlook.drift", "drift a quarter")
METHODS = Text(
    "outlook.methods",
    "Targets in {unit} under each method, and how far they lie from the exact share (* the plan's method):",
)
BALANCES = Text(
    "outlook.balances",
    "Where each balance goes: the bars are those of the plan's method, the figures the {unit} furthest from "
    "0 under each (owed above 0, credit below):",
)
LEGEND = Text(
    "outlook.legend",
    "▁ nearly {unit} in credit · ▄ about 0 · ▇ nearly {unit} owed · ▼ ▲ {unit} or more",
)

_BARS = "▁▂▃▄▅▆▇"
_BEYOND = ("▼", "▲")


def bars(balances: Sequence[Fraction]) -> str:
    """Return one sign for each balance (in units): seven heights within one unit, arrows beyond it."""
    return "".join(
        _BARS[floor((balance + 1) * len(_BARS) / 2)] if abs(balance) < 1 else _BEYOND[balance > 0]
        for balance in balances
    )


def method_headings(found: QuotaOutlook, speak: Translator) -> list[tuple[str, str]]:
    """Return a column for each method, on two lines where it can be, the plan's own marked."""
    return [
        (
            ("* " if method is found.own else "") + speak.say(method_name(method)).replace(" ", "\n", 1),
            "right",
        )
        for method in Method
    ]


def target_lines(plan: Plan, found: QuotaOutlook, speak: Translator) -> Table:
    """Return every municipality's exact share, and under each method its target and deviation."""
    compared = found.comparison
    columns = [(speak.say(MUNICIPALITY()), "left"), (speak.say(EXACT()), "right")]
    columns += method_headings(found, speak)
    body = [
        [
            m.name,
            speak.number(half_up(compared.exact[m.code], 2), 2),
            *(
                f"{speak.number(one.targets[m.code])}  {_signed(one.deviations[m.code], speak)}"
                for one in compared.methods.values()
            ),
        ]
        for m in plan.staffing
    ]
    last = [speak.say(LARGEST()), ""]
    for one in compared.methods.values():
        last.append(_whose(plan, one.furthest, one.deviations[one.furthest], speak))
    return table(columns, [*body, last], footer=True)


def balance_lines(plan: Plan, found: QuotaOutlook, speak: Translator) -> Table:
    """Return how far every balance strays; floors and drift only where the plan has floors."""
    own = found.courses[found.own]
    with_floors = any(m.min_shifts for m in plan.staffing)
    columns = [(speak.say(MUNICIPALITY()), "left"), (_stacked(speak.say(CARRY_OVER_IN())), "right")]
    columns.append((_stacked(speak.say(COURSE(n=str(len(own.quarters))))), "left"))
    if not is_mixed(plan):
        columns.append((speak.say(FURTHEST(unit="\n" + speak.say(IN_SEATS()))), "right"))
    columns += method_headings(found, speak)
    if with_floors:
        columns += [(_stacked(speak.say(text())), "right") for text in (FLOOR, FAIR, DRIFT)]
    body = []
    for m in plan.staffing:
        row = [m.name, _signed(m.carry_over, speak), bars(own.balances(m.code))]
        row += [] if is_mixed(plan) else [_signed(own.stray(m.code).seats, speak)]
        row += [_signed(course.stray(m.code).units, speak) for course in found.courses.values()]
        if with_floors:
            row += [speak.number(m.min_shifts), speak.number(found.fair_floors[m.code])]
            row.append(_signed(found.drifts[m.code], speak))
        body.append(row)
    last = [speak.say(FURTHEST_OF_ALL()), "", "", *([] if is_mixed(plan) else [""])]
    for course in found.courses.values():
        last.append(_whose(plan, course.furthest.municipality, course.furthest.units, speak))
    return table(columns, [*body, last + [""] * (len(columns) - len(last))], footer=True)


def _whose(plan: Plan, code: MunicipalityCode, figure: Fraction, speak: Translator) -> str:
    return f"{plan.municipality[code].name}\n{_signed(figure, speak)}"


def _signed(figure: Fraction, speak: Translator) -> str:
    rounded = half_up(figure, 2)
    return speak.with_sign(rounded, 2)


def _stacked(heading: str) -> str:
    """Break a heading before its last word, so that columns of short figures stay narrow."""
    return "\n".join(heading.rsplit(" ", 1))
