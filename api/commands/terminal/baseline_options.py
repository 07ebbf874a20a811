"""Options of commands that stay close to a roster, and how they are read: every fault is told together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from api.commands.terminal.console import print_notices
from api.commands.terminal.options import help_text
from api.texts.translator import Translator
from wfm.baseline import Baseline
from wfm.errors import Fault, InputError
from wfm.message import Text
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.tables.cells import UnreadableCellError, read_date
from wfm.tables.roster_reading import RosterReading, read_roster

FROM = Text("option.from", "Roster to stay close to: as few of its assignments as possible are changed.")
FREEZE_BEFORE = Text(
    "option.freeze_before", "Shifts before this day stay as they are, whatever the rules say."
)
NEEDS_FROM = Text("fault.needs_from", "the option --from beside it")

FromRoster = Annotated[
    Path | None, typer.Option("--from", metavar="ROSTER.csv", help=help_text(FROM()), show_default=False)
]
FreezeBefore = Annotated[
    str | None,
    typer.Option("--freeze-before", metavar="DATE", help=help_text(FREEZE_BEFORE()), show_default=False),
]
Read = TypeVar("Read")


class FaultCollector:
    """Reads one thing after another and keeps the faults of them all."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def take(self, read: Callable[[], Read], otherwise: Read) -> Read:
        """Read something; where it is faulty, note that and go on with something else."""
        try:
            return read()
        except InputError as error:
            self.faults += error.faults
            return otherwise

    def end(self) -> None:
        """Raise :class:`InputError` with all faults, if there are any."""
        if self.faults:
            raise InputError(self.faults)


def read_baseline(
    plan: Plan,
    roster: Path | None,
    freeze_before: str | None,
    collector: FaultCollector,
    speak: Translator,
) -> Baseline | None:
    """Read what to stay close to; nothing where no roster is named."""
    if roster is None:
        if freeze_before is not None:
            collector.faults.append(Fault("--freeze-before", None, "", freeze_before, NEEDS_FROM()))
        return None
    path = roster
    reading = collector.take(lambda: read_roster(plan, path), RosterReading(Roster()))
    print_notices(reading.notices, speak)
    before = reading.roster
    try:
        return Baseline(before, None if freeze_before is None else read_date(freeze_before))
    except UnreadableCellError as unreadable:
        collector.faults.append(Fault("--freeze-before", None, "", freeze_before or "", unreadable.expected))
        return None
