"""Turns of calendars: one is read at a time, and nobody who answers without one waits for it.

Whoever answers may send a calendar, and one that repeats without an end takes seconds to refuse: so those
turns are not the ones in which coordinators' tables are read.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends

from api.web.json.requests import CurrentBody
from api.web.json.upload_turns import turn
from api.web.pages.sent_form import CurrentForm

TURNS = BoundedSemaphore(1)


async def take_calendar_turn(_received: CurrentBody) -> AsyncIterator[None]:
    """Hold a turn while a calendar is answered."""
    async with turn(TURNS):
        yield


async def take_answer_turn(form: CurrentForm) -> AsyncIterator[None]:
    """Hold one where a calendar came with a form; whoever sends none waits for nobody."""
    if form.file is None:
        yield
        return
    async with turn(TURNS):
        yield


CalendarTurn = Annotated[None, Depends(take_calendar_turn)]
"""What a route that reads a calendar asks for, beside the body."""
AnswerTurn = Annotated[None, Depends(take_answer_turn)]
"""The same of a page's form."""
