"""The tables that commands print, and the same as records for ``--json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from rich.table import Table

from api.commands.terminal.console import console, table
from api.commands.terminal.narrow_tables import least_width
from api.texts.names import level_name, rule_name
from api.texts.quota_headings import HOURS, IN_ALL, MUNICIPALITY, NET, PRICE, SEATS, SHARE, TARGET
from api.texts.translator import Translator
from wfm.message import Text
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, carry_over_columns
from wfm.rounding import half_up
from wfm.score import Score

ENTITLEMENT = Text("table.entitlement", "entitlement")
ASSIGNED = Text("table.assigned", "assigned")
DEVIATION = Text("table.deviation", "deviation")
UNSOCIAL = Text("table.unsocial", "unsocial")
CARRY_OVER_IN = Text("table.carry_over_in", "carry-over in")
CARRY_OVER_OUT = Text("table.carry_over_out", "carry-over out")
CREDIT = Text("table.credit", "credit")
RULE = Text("table.rule", "rule")
LEVEL = Text("table.level", "level")
WEIGHT = Text("table.weight", "weight")
AMOUNT = Text("table.amount", "amount")
COST = Text("table.cost", "penalty points")
VALUE = Text("table.value", "value")
PROOF = Text("table.proof", "how the bound is proven")

QUOTA_COLUMNS = (SHARE, ENTITLEMENT, TARGET, ASSIGNED, DEVIATION, UNSOCIAL, SEATS)
LEDGER_COLUMNS = (CARRY_OVER_IN, CARRY_OVER_OUT)
MONEY_COLUMNS = (HOURS, CREDIT, PRICE, NET)
SPARE_COLUMNS = (
    CREDIT,
    PRICE,
    HOURS,
    ENTITLEMENT,
    CARRY_OVER_IN,
    SEATS,
    UNSOCIAL,
    SHARE,
    NET,
    CARRY_OVER_OUT,
)
"""What is left out first where the terminal is too narrow for all."""

LEFT_OUT = Text(
    "table.left_out", "Left out since the terminal is narrow: {columns:list}; wfm quota --wide shows them"
)


def print_quota(plan: Plan, rows: Sequence[QuotaRow], speak: Translator, *, wide: bool = False) -> None:
    """Print the quota table: the columns that a terminal has room for, or with `wide` all."""
    out = console(wide=wide)
    shown = quota_columns(plan, rows)
    drawn, left_out = quota_lines(rows, shown, speak), []
    for column in SPARE_COLUMNS:
        if least_width(drawn) <= out.width:
            break
        if column in shown:
            shown.remove(column)
            left_out.append(speak.say(column()))
            drawn = quota_lines(rows, shown, speak)
    out.print(drawn)
    if left_out:
        out.print(speak.sentence(LEFT_OUT(columns=tuple(left_out))), style="dim", markup=False)


def quota_columns(plan: Plan, rows: Sequence[QuotaRow]) -> list[Text]:
    """Return the columns of figures; money only where a settlement is agreed."""
    by_assignment = rows[0].assigned is not None
    shown = [c for c in QUOTA_COLUMNS if by_assignment or c not in (ASSIGNED, DEVIATION)]
    return [*shown, *LEDGER_COLUMNS, HOURS, *(MONEY_COLUMNS[1:] if plan.hotline.tariff else ())]


def quota_lines(rows: Sequence[QuotaRow], shown: Sequence[Text], speak: Translator) -> Table:
    """Return the quota table with some columns, and a last row that sums up."""
    columns = [(speak.say(MUNICIPALITY()), "left"), *((speak.say(c()), "right") for c in shown)]
    figures = _figures(rows)
    totals = {c: sum((f[c] or Fraction(0) for f in figures), Fraction(0)) for c in shown}
    totals[HOURS] = sum((row.hours for row in rows), Fraction(0))
    body = [
        [row.municipality.name, *(_cell(own[c], c, speak) for c in shown)]
        for row, own in zip(rows, figures, strict=True)
    ]
    summed = [_cell(totals[c], c, speak) for c in shown]
    return table(columns, [*body, [speak.say(IN_ALL()), *summed]], footer=True)


def _figures(rows: Sequence[QuotaRow]) -> list[Mapping[Text, Fraction | None]]:
    """Return the rows as they are written: carry-overs so that their columns keep their sums."""
    carried_in, carried_out = carry_over_columns(rows)
    written = (
        {
            SHARE: row.quota.share,
            ENTITLEMENT: row.quota.entitlement,
            TARGET: row.quota.target,
            ASSIGNED: row.assigned,
            DEVIATION: row.deviation,
            UNSOCIAL: row.unsocial,
            SEATS: row.seats,
            CARRY_OVER_IN: carried_in[row.municipality.code],
            CARRY_OVER_OUT: carried_out[row.municipality.code],
            HOURS: row.settlement.hours,
            CREDIT: row.settlement.credit,
            PRICE: row.settlement.price,
            NET: row.settlement.net,
        }
        for row in rows
    )
    return [
        {column: None if figure is None else Fraction(figure) for column, figure in row.items()}
        for row in written
    ]


def _cell(figure: Fraction | None, column: Text, speak: Translator) -> str:
    if figure is None:
        return ""
    if column is SHARE:
        return speak.percent(figure)
    if column in (CREDIT, PRICE, NET):
        return speak.number(half_up(figure, 2), 2)
    if column in LEDGER_COLUMNS or column is ENTITLEMENT:
        return speak.number(half_up(figure, 4), 4)
    if column is DEVIATION:
        return speak.with_sign(figure)
    return speak.number(half_up(figure, 2))


def quota_records(rows: Sequence[QuotaRow]) -> list[Mapping[str, Any]]:
    """Return the quota table for ``--json``: whole numbers as such, exact figures as decimal text."""
    carried_in, carried_out = carry_over_columns(rows)
    return [
        {
            "municipality": row.municipality.code,
            "name": row.municipality.name,
            "population": row.municipality.population,
            "participation": "staffing" if row.municipality.staffing else "financing",
            "share": str(half_up(row.quota.share, 6)),
            "entitlement": str(half_up(row.quota.entitlement, 4)),
            "target": row.quota.target,
            "assigned": row.assigned,
            "deviation": row.deviation,
            "unsocial": str(half_up(row.unsocial, 4)),
            "seats": str(half_up(row.seats, 4)),
            "carry_over_in": str(carried_in[row.municipality.code]),
            "carry_over_out": str(carried_out[row.municipality.code]),
            "hours": str(row.settlement.hours),
            "credit": str(row.settlement.credit),
            "price": str(row.settlement.price),
            "net": str(row.settlement.net),
            **_joined_record(row),
        }
        for row in rows
    ]


def _joined_record(row: QuotaRow) -> Mapping[str, Any]:
    """Return when a municipality joined, and what of its price is for the start-up; nothing of others."""
    joined = row.municipality.joined
    if joined is None:
        return {}
    paid = {"start_up": str(row.settlement.start_up), "rebate": str(row.settlement.rebate)}
    return {"joined": joined.isoformat(), **paid}


def rule_lines(score: Score, speak: Translator) -> Table:
    """Return what each rule costs."""
    columns = [(speak.say(c()), side) for c, side in ((RULE, "left"), (LEVEL, "left"))]
    columns += [(speak.say(c()), "right") for c in (WEIGHT, AMOUNT, COST)]
    body = [
        [
            rule_name(rule.rule, speak),
            level_name(rule.level, speak),
            *map(speak.number, (rule.weight, rule.amount, rule.cost)),
        ]
        for rule in score.rules
    ]
    return table(columns, body)
