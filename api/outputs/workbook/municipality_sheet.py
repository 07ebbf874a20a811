"""A sheet for each municipality: its figures, its agents' loads and its shifts."""

from __future__ import annotations

from fractions import Fraction

from api.documents.book import CELL, FOUR, MONEY, SHARE, SIGNED, WHOLE
from api.documents.palette import BAND
from api.outputs.workbook.quota_sheet import (
    ASSIGNED,
    CARRY_OUT,
    CREDIT,
    DEVIATION,
    NET,
    PRICE,
    SHARE_OF_ALL,
    TARGET,
)
from api.outputs.workbook.roster_book import RosterBook, RosterSheet
from api.outputs.workbook.shift_words import (
    AGENT,
    AGENT_NUMBER,
    BESIDE,
    DATE,
    END,
    HOURS,
    START,
    UNSOCIAL,
    UNSOCIAL_COUNT,
    YES,
)
from api.publication.loads import Load
from api.publication.seating import MunicipalityGroup, ShiftSeating
from wfm.message import Message, Text
from wfm.municipality import Municipality
from wfm.quota_table import QuotaRow
from wfm.rounding import half_up

STAFFING = Text("sheet.staffing", "{dates}. Staffs shifts.")
FINANCING = Text("sheet.financing", "{dates}. Finances and staffs no shifts.")
NOT_YET = Text("sheet.not_yet", "{dates}. Does not staff shifts yet.")
WORKING_TIME = Text("sheet.working_time", "working time")
FAIR_LOAD = Text("sheet.fair_load", "fair load")
FAIR_FROM_TO = Text("sheet.fair_from_to", "{low:number} to {high:number}")
AGENT_SEATS = Text("sheet.agent_seats", "shifts sat on")
FIGURE = Text("sheet.figure", "figure")
AMOUNT = Text("sheet.figure_value", "value")

_HEAD = 3
_LEFT = 4  # columns before the agents of a shift


def municipality_sheet(book: RosterBook, row: QuotaRow) -> None:
    """Write a municipality's sheet: shifts on the left, figures and loads on the right."""
    municipality = row.municipality
    sheet = book.sheet(municipality.name, municipality.code, tab=book.colour(municipality.code))
    period = book.plan.hotline.period
    about = STAFFING if row.staffs else NOT_YET if municipality.staffing else FINANCING
    sheet.title(municipality.name, about(dates=book.speak.dates(period.first_day, period.last_day)))
    seatings = [s for s in book.showing.seatings.values() if s.concerns(municipality.code)]
    right = _shifts(sheet, seatings, municipality)
    below = _figures(sheet, _HEAD - 1, right, row)
    _loads(sheet, below + 1, right, municipality)
    sheet.freeze(_HEAD)


def _shifts(sheet: RosterSheet, seatings: list[ShiftSeating], municipality: Municipality) -> int:
    """Write the shifts; return the first column that is free beside them."""
    own = [_own(seating, municipality) for seating in seatings]
    agents = max([len(group.sitters) for group in own if group], default=1)
    numbered = [AGENT_NUMBER(number=str(number)) for number in range(1, agents + 1)]
    beside = [_beside(seating, municipality) for seating in seatings]
    columns = agents + any(beside)
    numbered += [BESIDE()] if any(beside) else []
    sheet.widths(19, 9, 9, 11, *(22 for _ in numbered))
    sheet.header(_HEAD - 1, [DATE(), START(), END(), UNSOCIAL(), *numbered])
    for row, (seating, group) in enumerate(zip(seatings, own, strict=True), _HEAD):
        shade = {"bg_color": BAND} if seating.shift.week.week % 2 else {}
        sheet.date(row, 0, seating.shift.day, **shade, **CELL)
        sheet.time(row, 1, seating.shift.start, **shade, **CELL)
        sheet.time(row, 2, seating.shift.end, **shade, **CELL)
        sheet.text(row, 3, YES() if seating.shift.unsocial else "", **shade, **CELL)
        names = [sitter.name for sitter in group.sitters] if group else []
        names += [""] * (agents - len(names)) + [beside[row - _HEAD]]
        for column in range(columns):
            sheet.long_text(row, _LEFT + column, names[column], **shade, **CELL)
    gap = _LEFT + columns
    sheet.widths(3, 28, 14, 14, 14, 14, 14, column=gap)
    return gap + 1


def _own(seating: ShiftSeating, municipality: Municipality) -> MunicipalityGroup | None:
    return next((g for g in seating.groups if g.municipality.code == municipality.code), None)


def _beside(seating: ShiftSeating, municipality: Municipality) -> str:
    return ", ".join(one.name for one in seating.beside if one.municipality == municipality.code)


def _figures(sheet: RosterSheet, row: int, column: int, quota: QuotaRow) -> int:
    """Write the municipality's quota and settlement; return the row after them."""
    tariff = sheet.book.plan.hotline.tariff
    figures: list[tuple[Message, str, object]] = [
        (SHARE_OF_ALL(), SHARE, quota.quota.share),
        (TARGET(), WHOLE, quota.quota.target),
        (ASSIGNED(), WHOLE, quota.assigned or 0),
        (DEVIATION(), SIGNED, quota.deviation or 0),
        (UNSOCIAL_COUNT(), WHOLE, quota.unsocial),
        (CARRY_OUT(), FOUR, half_up(quota.carry_over_out, 4)),
        (HOURS(), MONEY, quota.settlement.hours),
    ]
    if tariff is not None:
        figures += [
            (CREDIT(currency=tariff.currency), MONEY, quota.settlement.credit),
            (PRICE(currency=tariff.currency), MONEY, quota.settlement.price),
            (NET(currency=tariff.currency), MONEY, quota.settlement.net),
        ]
    sheet.header(row, [FIGURE(), AMOUNT()], column, figures=(1,))
    for place, (label, pattern, figure) in enumerate(figures, row + 1):
        sheet.long_text(place, column, label, **CELL)
        sheet.number(place, column + 1, Fraction(str(figure)), pattern, **CELL)
    return row + 1 + len(figures)


def _loads(sheet: RosterSheet, row: int, column: int, municipality: Municipality) -> None:
    labels = [AGENT(), WORKING_TIME(), FAIR_LOAD(), AGENT_SEATS(), UNSOCIAL_COUNT(), HOURS()]
    sheet.header(row, labels, column, figures=range(1, len(labels)))
    loads = sheet.book.showing.loads_in_order
    own = (load for load in loads if load.agent.municipality == municipality.code)
    for place, load in enumerate(own, row + 1):
        _load(sheet, place, column, load)


def _load(sheet: RosterSheet, row: int, column: int, load: Load) -> None:
    plan, roster = sheet.book.plan, sheet.book.publication.roster
    minutes = sum(plan.shift[shift].minutes for shift in roster.of_agent(load.agent.id))
    sheet.long_text(row, column, sheet.book.publication.labels[load.agent.id], **CELL)
    sheet.number(row, column + 1, load.agent.fte, MONEY, **CELL)
    sheet.text(row, column + 2, _band(load), align="right", **CELL)
    sheet.number(row, column + 3, load.seats, WHOLE, **CELL)
    sheet.number(row, column + 4, load.unsocial, WHOLE, **CELL)
    sheet.number(row, column + 5, Fraction(minutes, 60), MONEY, **CELL)


def _band(load: Load) -> str | Message:
    if load.band is None:
        return ""
    low, high = load.band.low, load.band.high
    return str(low) if low == high else FAIR_FROM_TO(low=low, high=high)
