"""The sheet of the shifts: one row each, to filter and to count."""

from __future__ import annotations

from fractions import Fraction

from api.documents.book import CELL, COUNT, MONEY, WHOLE
from api.documents.palette import ALARM
from api.outputs.workbook.roster_book import RosterBook, RosterSheet
from api.outputs.workbook.shift_words import (
    AGENT_NUMBER,
    BESIDE,
    DATE,
    EMPTY,
    END,
    HOURS,
    LOCKED,
    MUNICIPALITY,
    START,
    UNSOCIAL,
    YES,
)
from api.publication.seating import ShiftSeating
from wfm.message import Message, Text

NAME = Text("sheet.shifts", "shifts")
WEEK_NUMBER = Text("sheet.week_number", "week")
_BEFORE = 6  # columns before the agents
_WIDTHS = (7, 19, 9, 9, 9, 22)


def shifts_sheet(book: RosterBook) -> None:
    """Write every shift of the period."""
    sheet = book.sheet(book.speak.sentence(NAME()))
    seatings = tuple(book.showing.seatings.values())
    agents = max(sum(len(group.sitters) for group in seating.groups) for seating in seatings)
    agents = max(agents, *(seating.shift.seats for seating in seatings))
    numbered = [AGENT_NUMBER(number=str(number)) for number in range(1, agents + 1)]
    labels: list[Message] = [WEEK_NUMBER(), DATE(), START(), END(), HOURS(), MUNICIPALITY(), *numbered]
    labels += [EMPTY(), UNSOCIAL(), LOCKED()]
    novices = any(seating.beside for seating in seatings)
    labels += [BESIDE()] if novices else []
    sheet.widths(*_WIDTHS, *(22 for _ in numbered), 10, 11, 9, *((22,) if novices else ()))
    sheet.header(0, labels, figures=(4, _BEFORE + agents))
    for row, seating in enumerate(seatings, 1):
        _row(sheet, row, seating, agents)
        if novices:
            names = ", ".join(novice.name for novice in seating.beside)
            sheet.long_text(row, len(labels) - 1, names, **CELL)
    sheet.raw.autofilter(0, 0, len(seatings), len(labels) - 1)
    sheet.freeze(1, 2)


def _row(sheet: RosterSheet, row: int, seating: ShiftSeating, agents: int) -> None:
    shift, book = seating.shift, sheet.book
    sheet.number(row, 0, shift.week.week, WHOLE, align="left", **CELL)
    sheet.date(row, 1, shift.day, **CELL)
    sheet.time(row, 2, shift.start, **CELL)
    sheet.time(row, 3, shift.end, **CELL)
    sheet.number(row, 4, Fraction(shift.minutes, 60), MONEY, **CELL)
    names = ", ".join(group.municipality.name for group in seating.groups)
    codes = [group.municipality.code for group in seating.groups]
    sheet.long_text(row, 5, names, **({"bg_color": book.colour(codes[0])} if len(codes) == 1 else {}), **CELL)
    sitters = [sitter for group in seating.groups for sitter in group.sitters]
    for column in range(agents):
        sheet.long_text(row, _BEFORE + column, sitters[column].name if column < len(sitters) else "", **CELL)
    after = _BEFORE + agents
    alarm = {"bold": True, "font_color": ALARM} if seating.empty else {}
    sheet.number(row, after, seating.empty, COUNT, **alarm, **CELL)
    sheet.text(row, after + 1, YES() if shift.unsocial else "", **CELL)
    sheet.text(row, after + 2, YES() if seating.locked else "", **CELL)
