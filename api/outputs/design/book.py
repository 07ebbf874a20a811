"""duties.xlsx: a design as a workbook; the week at a glance, the need by steps, hours, what gave way."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from api.documents.book import CELL, MONEY, WHOLE, Book, BookSheet
from api.documents.palette import ALARM, CLOSED
from api.outputs.design.report import administration_rows
from api.texts.design_names import LEVEL_NAMES, QUALITY_NAMES, conclusion
from api.texts.translator import Translator
from wfm.calendar import Span, clock
from wfm.design.duty import LEVELS, Design, Duty
from wfm.design.hours import week_hours
from wfm.design.measure import count_answering, minutes_by_agent
from wfm.design.plan import DesignPlan
from wfm.message import Text

DUTIES = Text("sheet.duties", "duties")
NEED = Text("sheet.need", "need")
HOURS = Text("sheet.design_hours", "hours")
POSTS_SHEET = Text("sheet.administrations", "administrations")
WORTH = Text("sheet.design_levels", "levels")
AGENT, START = Text("sheet.agent_name", "agent"), Text("sheet.step_start", "from")
DAY, WANTED = Text("sheet.day", "day"), Text("sheet.wanted", "wanted on the phones")
THERE, MISSING = Text("sheet.there", "on the phones"), Text("sheet.missing", "missing")
WORKED, NORM = Text("sheet.worked_hours", "hours worked"), Text("sheet.norm_hours", "contract hours")
FLEX_IN = Text("sheet.flex_in", "flex balance before (minutes)")
FLEX_OUT = Text("sheet.flex_out", "flex balance after (minutes)")
ADMINISTRATION, POSTS = Text("sheet.administration", "administration"), Text("sheet.posts", "posts")
OWED, GIVEN = (
    Text("sheet.posts_hours", "hours of the posts"),
    Text("sheet.hours_given", "hours worked for it"),
)
BROUGHT = Text("sheet.hours_brought", "hours owed before")
CARRIED = Text("sheet.hours_carried", "hours owed now")
LEVEL, VALUE = Text("sheet.design_level", "level"), Text("sheet.level_value", "value")
BOUND = Text("sheet.level_bound", "never below (proven)")
LUNCH = Text("sheet.lunch", "lunch {start:time}")
_HEAD = 3
_FLEX, _APART = "+#,##0;-#,##0;0", "+#,##0.00;-#,##0.00;0.00"


class DesignBook(Book):
    """The workbook of one design."""

    def __init__(self, plan: DesignPlan, design: Design, speak: Translator, *, mended: bool) -> None:
        self.plan, self.design, self.mended = plan, design, mended
        period = plan.hotline.period
        self.dates = speak.dates(period.first_day, period.last_day)
        super().__init__(plan.hotline.name, datetime.combine(period.first_day, time()), speak)


DesignSheet = BookSheet[DesignBook]


def design_xlsx(plan: DesignPlan, design: Design, speak: Translator, *, mended: bool = False) -> bytes:
    """Return the workbook; the same design gives the same bytes."""
    book = DesignBook(plan, design, speak, mended=mended)
    for write in (_duties, _need, _hours, _administrations, _levels):
        write(book)
    return book.to_bytes()


def _sheet(book: DesignBook, name: Text, *widths: float) -> DesignSheet:
    sheet = book.sheet(book.speak.sentence(name()))
    sheet.widths(*widths)
    sheet.title(name(), book.dates)
    return sheet


def _duties(book: DesignBook) -> None:
    """Write an agent a row and a day a column."""
    days = tuple(book.plan.steps_of)
    sheet = _sheet(book, DUTIES, 26, *(19 for _ in days))
    sheet.header(_HEAD - 1, [AGENT()])
    for place, day in enumerate(days, 1):
        sheet.header(_HEAD - 1, [book.speak.day(day)], column=place)
    own = {(duty.agent, duty.day): duty for duty in book.design.duties}
    for row, agent in enumerate(book.plan.agents, _HEAD):
        sheet.long_text(row, 0, agent.name, **CELL)
        for place, day in enumerate(days, 1):
            duty = own.get((agent.id, day))
            if duty is None:
                away = day not in book.plan.days_of[agent.id]
                sheet.text(row, place, "", **({"bg_color": CLOSED} if away else {}), **CELL)
            else:
                sheet.long_text(row, place, _lines(book, duty), **CELL)
    sheet.freeze(_HEAD, 1)


def _lines(book: DesignBook, duty: Duty) -> str:
    lines = [_times(book, duty.span)]
    if duty.lunch is not None:
        lines.append(book.speak.say(LUNCH(start=clock(duty.lunch.start))))
    if duty.block is not None:
        lines.append(f"{duty.centre} {_times(book, duty.block)}")
    return "\n".join(lines)


def _times(book: DesignBook, span: Span) -> str:
    return "–".join(book.speak.time(clock(minute)) for minute in span)


def _need(book: DesignBook) -> None:
    """Write a step a row; what is missing is a formula, and marked where it is above 0."""
    sheet = _sheet(book, NEED, 18, 9, 14, 14, 12)
    sheet.header(_HEAD - 1, [DAY(), START(), WANTED(), THERE(), MISSING()], figures=(2, 3, 4))
    there = count_answering(book.plan, book.design.duties)
    for row, step in enumerate(book.plan.steps, _HEAD):
        need, answering = book.plan.need_of(step), there[step.id]
        sheet.date(row, 0, step.day, **CELL)
        sheet.time(row, 1, step.start, **CELL)
        sheet.number(row, 2, need, WHOLE, **CELL)
        sheet.number(row, 3, answering, WHOLE, **CELL)
        wanted, come = (xl_rowcol_to_cell(row, column) for column in (2, 3))
        missing = max(0, need - answering)
        look = {"font_color": ALARM, "bold": True} if missing else {}
        sheet.formula(row, 4, f"=MAX(0,{wanted}-{come})", Decimal(missing), WHOLE, **look, **CELL)
    sheet.freeze(_HEAD, 2)


def _hours(book: DesignBook) -> None:
    sheet = _sheet(book, HOURS, 26, 14, 14, 18, 18)
    sheet.header(_HEAD - 1, [AGENT(), WORKED(), NORM(), FLEX_IN(), FLEX_OUT()], figures=(1, 2, 3, 4))
    worked = minutes_by_agent(book.plan, book.design.duties)
    for row, agent in enumerate(book.plan.agents, _HEAD):
        norm = sum(one.norm for one in week_hours(book.plan, agent))
        sheet.long_text(row, 0, agent.name, **CELL)
        sheet.number(row, 1, Fraction(worked[agent.id], 60), MONEY, **CELL)
        sheet.number(row, 2, Fraction(norm, 60), MONEY, **CELL)
        sheet.number(row, 3, agent.flex_balance, _FLEX, **CELL)
        sheet.number(row, 4, agent.flex_balance + worked[agent.id] - norm, _FLEX, **CELL)
    sheet.freeze(_HEAD, 1)


def _administrations(book: DesignBook) -> None:
    rows = administration_rows(book.plan, book.design)
    if not rows:
        return
    sheet = _sheet(book, POSTS_SHEET, 26, 12, 18, 16, 18, 18)
    labels = [ADMINISTRATION(), POSTS(), BROUGHT(), OWED(), GIVEN(), CARRIED()]
    sheet.header(_HEAD - 1, labels, figures=range(1, len(labels)))
    for row, one in enumerate(rows, _HEAD):
        sheet.long_text(row, 0, one["administration"], **CELL)
        for column, name in enumerate(("posts", "carry_over_in", "posts_hours", "hours"), 1):
            sheet.number(row, column, Decimal(one[name]), MONEY, **CELL)
        brought, owed, given = (xl_rowcol_to_cell(row, column) for column in (2, 3, 4))
        carried = Decimal(one["carry_over_in"]) + Decimal(one["posts_hours"]) - Decimal(one["hours"])
        sheet.formula(row, 5, f"={brought}+{owed}-{given}", carried, _APART, **CELL)
    sheet.freeze(_HEAD, 1)


def _levels(book: DesignBook) -> None:
    """Write what is proven, then what gave way."""
    design = book.design
    sheet = _sheet(book, WORTH, 44, 14, 22)
    sheet.wide_text(1, 2, book.speak.sentence(conclusion(design, mended=book.mended)))
    sheet.header(_HEAD - 1, [LEVEL(), VALUE(), *([] if book.mended else [BOUND()])], figures=(1, 2))
    row = _HEAD
    for level in LEVELS:
        sheet.text(row, 0, LEVEL_NAMES[level](), **CELL)
        sheet.number(row, 1, design.values[level], WHOLE, **CELL)
        if not book.mended:
            sheet.number(row, 2, design.bounds[level], WHOLE, **CELL)
        row += 1
    for part, value in design.quality.items():
        sheet.text(row, 0, QUALITY_NAMES[part](), **CELL)
        sheet.number(row, 1, value, WHOLE, **CELL)
        row += 1
    for finding in design.findings:
        row += 1
        sheet.wide_text(row, 2, finding.message)
    sheet.freeze(_HEAD)
