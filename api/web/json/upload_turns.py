"""Turns: few uploads are read at once, so that they can't hold up whoever only looks.

Whoever waits for a turn holds no thread: all of them together could otherwise keep the others from being
answered. The body has been received before: somebody who sends slowly takes nobody's turn.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import BoundedSemaphore
from typing import Annotated

import anyio
from fastapi import Depends

from api.store.pauses import short_pauses
from api.web import problems
from api.web.json.requests import CurrentBody
from api.web.problems import ProblemError
from wfm.message import Text

AT_ONCE = 2
PATIENCE = 10.0
"""Seconds that an upload waits for its turn."""
LOOK_EVERY = 0.02
"""Seconds between two looks whether there is one."""
IN_TURN = Text("refused.in_turn", "more files than are read at once are on their way; try again in a moment")

_TURNS = BoundedSemaphore(AT_ONCE)


@asynccontextmanager
async def turn(turns: BoundedSemaphore = _TURNS) -> AsyncIterator[None]:
    """Wait for a turn to read what was sent, and give it back at the end.

    Parameters
    ----------
    turns
        Those that there are.

    Raises
    ------
    ProblemError
        503 where it takes too long.
    """
    until = time.monotonic() + PATIENCE
    while not turns.acquire(blocking=False):
        if time.monotonic() >= until:
            raise ProblemError(problems.BUSY, IN_TURN(), headers={"Retry-After": str(round(PATIENCE))})
        await anyio.sleep(LOOK_EVERY)
    try:
        with short_pauses():
            yield
    finally:
        turns.release()


async def take_turn(_received: CurrentBody) -> AsyncIterator[None]:
    """Hold a turn while an upload is answered."""
    async with turn():
        yield


async def take_form_turn() -> AsyncIterator[None]:
    """Hold a turn while a form with tables in it is answered; a form is received before."""
    async with turn():
        yield


UploadTurn = Annotated[None, Depends(take_turn)]
"""What a route that reads files asks for, beside the body."""
FormTurn = Annotated[None, Depends(take_form_turn)]
"""The same of a page's form."""
