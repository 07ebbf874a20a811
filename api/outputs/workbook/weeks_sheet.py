"""The sheet of the weeks: a grid for each, days across, times down, who sits there in its colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.documents.book import CELL, LINE_HEIGHT
from api.documents.palette import ALARM, BAND, CLOSED, HEADING, ink
from api.documents.text_height import count_lines
from api.outputs.workbook.roster_book import RosterBook, RosterSheet
from api.outputs.workbook.shift_words import BESIDE_NAMED, EMPTY_SEATS, UNSOCIAL_MARK
from api.publication.seating import ShiftSeating
from api.publication.weeks import Day, WeekGrid
from wfm.calendar import Span, clock
from wfm.message import Text

NAME = Text("sheet.weeks", "weeks")
WEEK = Text("sheet.week", "week {week}")
LEGEND = Text("sheet.legend", "{dates}. {mark} = unsocial shift. Each municipality has its own colour.")
TITLE = Text("sheet.roster_of", "Roster: {hotline}")

HEAD_ROWS = 3
_TIME_WIDTH, _GRID_WIDTH = 13, 165
"""Characters: the column of times, and all days together, so that a page of print holds whole weeks."""
_SIZE, _LINE, _LEAST_LINES = 10, 13.5, 3
"""The type of the grid, the height of a line of it, and the lines that every shift has."""
_PAPER_WIDTH, _PAPER_HEIGHT, _HEAD_HEIGHT = 780.0, 515.0, 60.0
"""A4 landscape within its margins, and the rows repeated on each page; points."""


def weeks_sheet(book: RosterBook) -> None:
    """Write a block of rows for each week of the period."""
    sheet = book.sheet(book.speak.sentence(NAME()))
    period = book.plan.hotline.period
    dates = book.speak.dates(period.first_day, period.last_day)
    sheet.title(TITLE(hotline=book.plan.hotline.name), LEGEND(dates=dates, mark=UNSOCIAL_MARK))
    grids = tuple(book.showing.weeks.values())
    days = grids[0].days
    widths = (_TIME_WIDTH, *(_GRID_WIDTH / len(days) for _ in days))
    sheet.widths(*widths)
    weekdays = [book.speak.weekday(day.date).capitalize() for day in days]
    sheet.header(HEAD_ROWS - 1, ["", *weekdays])
    sheet.freeze(HEAD_ROWS, 1)
    starts = {}
    row = HEAD_ROWS
    for grid in grids:
        starts[row] = _height(book, grid)
        row = _week(sheet, grid, row)
    sheet.raw.set_h_pagebreaks(_breaks(starts, _page_height(widths)))


def _breaks(starts: Mapping[int, float], page: float) -> list[int]:
    """Return the first rows of pages, so that no week is cut; `starts` has the height of each week."""
    breaks, left = [], page
    for row, height in starts.items():
        if height > left and left < page:
            breaks.append(row)
            left = page
        left -= height
    return breaks


def _page_height(widths: tuple[float, ...]) -> float:
    """Return what a page holds below its head when the sheet is shrunk to the page's width."""
    points = sum(7 * width + 5 for width in widths) * 0.75  # a character is 7 pixels, a cell's edges 5
    return _PAPER_HEIGHT * max(1.0, points / _PAPER_WIDTH) - _HEAD_HEIGHT


def _week(sheet: RosterSheet, grid: WeekGrid, row: int) -> int:
    """Write one week from `row` on; return the row after it."""
    look = {"bold": True, "bg_color": BAND, "font_color": HEADING, "align": "left", **CELL}
    sheet.text(row, 0, WEEK(week=str(grid.number)), **look)
    for column, day in enumerate(grid.days, 1):
        sheet.date(row, column, day.date, "d. mmmm yyyy", **look)
    for slot in grid.slots:
        row += 1
        sheet.grow(row, _slot_height(sheet.book, grid, slot))
        times = sheet.book.speak.times(clock(slot.start), clock(slot.end))
        sheet.text(row, 0, times, bold=True, bg_color=BAND, **CELL)
        for column, day in enumerate(grid.days, 1):
            _cell(sheet, row, column, day, slot)
    return row + 1


def _cell(sheet: RosterSheet, row: int, column: int, day: Day, slot: Span) -> None:
    seating = day.at(slot)
    if seating is None:
        sheet.text(row, column, "", bg_color=CLOSED, **CELL)
        return
    codes = [group.municipality.code for group in seating.groups]
    colour = {"bg_color": sheet.book.colour(codes[0])} if len(codes) == 1 else {}
    sheet.rich(row, column, _lines(sheet.book, seating), **colour, font_size=_SIZE, **CELL)


def _lines(book: RosterBook, seating: ShiftSeating) -> list[tuple[str, dict[str, Any]]]:
    """Return what stands in a cell: municipality, its agents, and what is missing."""
    mark = f" {UNSOCIAL_MARK}" if seating.shift.unsocial else ""
    lines: list[tuple[str, dict[str, Any]]] = []
    for group in seating.groups:
        shared = {"font_color": ink(group.colour)} if len(seating.groups) > 1 else {}
        lines.append((group.municipality.name + mark, {"bold": True, **shared}))
        lines += [(sitter.name, {}) for sitter in group.sitters]
    lines += [(book.speak.say(BESIDE_NAMED(name=one.name)), {"italic": True}) for one in seating.beside]
    if seating.empty:
        missing = book.speak.sentence(EMPTY_SEATS(n=seating.empty))
        lines.append((missing + ("" if seating.groups else mark), {"bold": True, "font_color": ALARM}))
    return [(text, {"font_size": _SIZE, **how}) for text, how in lines]


def _slot_height(book: RosterBook, grid: WeekGrid, slot: Span) -> float:
    width = _GRID_WIDTH / len(grid.days)
    seatings = [seating for day in grid.days if (seating := day.at(slot))]
    lines = max((_count(book, seating, width) for seating in seatings), default=0)
    return _LINE * max(lines, _LEAST_LINES)


def _count(book: RosterBook, seating: ShiftSeating, width: float) -> int:
    """Return the lines that a shift's cell takes, long names on several."""
    return sum(
        count_lines(text, width, size=_SIZE, bold=how.get("bold", False), indent=CELL["indent"])
        for text, how in _lines(book, seating)
    )


def _height(book: RosterBook, grid: WeekGrid) -> float:
    return LINE_HEIGHT + sum(_slot_height(book, grid, slot) for slot in grid.slots)
