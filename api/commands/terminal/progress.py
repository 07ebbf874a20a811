"""Live progress of a solve on a terminal: level, incumbent, bound, gap, seconds; silent where piped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from types import FrameType
from typing import TYPE_CHECKING

from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from api.commands.terminal.console import console
from api.commands.terminal.tables import LEVEL
from api.texts.names import level_name
from api.texts.translator import Translator
from wfm.finding import SCORED, Level
from wfm.message import Text
from wfm.rounding import half_up

if TYPE_CHECKING:  # the solver is loaded only where a solve was asked for
    from solver.progress import Progress

INCUMBENT = Text("column.incumbent", "incumbent")
BOUND = Text("column.bound", "bound")
GAP = Text("column.gap", "gap")
SECONDS = Text("column.seconds", "seconds")
PROVEN = Text("progress.proven", "proven")
STOP_HINT = Text("progress.stop_hint", "searching; Ctrl-C keeps the best roster found so far")


class ProgressView:
    """A small table that fills level by level; hand it to the solver as its `progress`."""

    def __init__(self, speak: Translator, levels: Iterable[Level] = SCORED) -> None:
        self.speak = speak
        self.levels = tuple(levels)
        self.steps: dict[Level, Progress] = {}
        self.spinner = Spinner("dots", text=speak.say(STOP_HINT()))

    def __call__(self, step: Progress) -> None:
        """Take in a step; the next frame shows it."""
        self.steps[step.level] = step

    def __rich__(self) -> Table:
        drawn = Table(box=None, pad_edge=False)
        drawn.add_column(self.speak.say(LEVEL()))
        for column in (INCUMBENT, BOUND, GAP, SECONDS):
            drawn.add_column(self.speak.say(column()), justify="right")
        for level in self.levels:
            drawn.add_row(level_name(level, self.speak), *self._figures(self.steps.get(level)))
        whole = Table.grid()
        whole.add_row(drawn)
        whole.add_row(self.spinner)
        return whole

    def _figures(self, step: Progress | None) -> tuple[str, str, str, str]:
        if step is None:
            return "", "", "", ""
        number = self.speak.number
        value = "–" if step.value is None else number(step.value)
        gap = "–" if step.gap is None else number(step.gap) if step.gap else self.speak.say(PROVEN())
        return value, number(step.bound), gap, number(half_up(Fraction(step.seconds), 1), 1)


@contextmanager
def watched(
    speak: Translator, levels: Iterable[Level] = SCORED
) -> Iterator[Callable[[Progress], None] | None]:
    """Show progress while the block runs, where standard error is a terminal."""
    told = console(stderr=True)
    if not told.is_terminal:
        yield None
        return
    view = ProgressView(speak, levels)
    with Live(view, console=told, refresh_per_second=8, transient=True):
        yield view


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C (or a polite kill) sets; a second Ctrl-C ends the program at once."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
