"""Figures that were entered: each time a row, of which the newest counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from api.access.ids import AccountId, HotlineId
from api.store.tables import ENTERED_FIGURE
from wfm.entered_figures import EnteredFigure, EnteredKind, last_day_of


class FigureEntry(NamedTuple):
    """A figure as it was entered, by whom (none: by no account), and when."""

    figure: EnteredFigure
    author: AccountId | None
    at: datetime


def list_entries(connection: Connection, hotline: HotlineId) -> tuple[FigureEntry, ...]:
    """Return all that was ever entered, the newest first."""
    c = ENTERED_FIGURE.c
    rows = connection.execute(
        select(c.figure, c.period, c.part, c.whole, c.author, c.at)
        .where(c.hotline_id == hotline)
        .order_by(c.number.desc(), c.period.desc(), c.figure)
    )
    return tuple(
        FigureEntry(EnteredFigure(EnteredKind(figure), period, part, whole), author, at)
        for figure, period, part, whole, author, at in rows
    )


def read_entered(connection: Connection, hotline: HotlineId) -> tuple[EnteredFigure, ...]:
    """Return what counts: of each figure and period what was entered last."""
    found: dict[tuple[EnteredKind, str], EnteredFigure] = {}
    for entry in reversed(list_entries(connection, hotline)):
        found[entry.figure.kind, entry.figure.period] = entry.figure
    return tuple(sorted(found.values()))


def enter_figures(
    connection: Connection,
    hotline: HotlineId,
    figures: Iterable[EnteredFigure],
    *,
    number: int,
    author: AccountId | None,
    at: datetime,
) -> None:
    """Write figures down; one that says what counts already is left out."""
    known = set(read_entered(connection, hotline))
    rows = [
        {
            "hotline_id": hotline,
            "figure": one.kind.value,
            "period": one.period,
            "number": number,
            "last_day": last_day_of(one.period),
            "part": one.part,
            "whole": one.whole,
            "author": author,
            "at": at,
        }
        for one in figures
        if one not in known
    ]
    if rows:
        connection.execute(insert(ENTERED_FIGURE), rows)
