"""hotline.toml of a plan whose shifts are designed: its own keys, and what it shares with fixed shifts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.amounts import whole
from wfm.tables.cells import Cell, UnreadableCellError, as_text
from wfm.tables.hotline_reading import HotlineReading, read_hotline
from wfm.tables.rows import SHOWN
from wfm.tables.settings import HotlineSettings, Setting
from wfm.tables.settings_reader import NUMBER, SettingsReader
from wfm.tables.words import fold

DESIGNED, FIXED = "designed", "fixed"
KIND = "shifts.kind"
_GRID, _INTERVAL = "shifts.grid_minutes", "service.interval_minutes"
GRIDS = (15, 30, 60)
GRID = Text("fault.grid_minutes", "one of 15, 30 and 60 minutes")
WHOLE_STEPS = Text("fault.whole_steps", "whole steps of {grid} minutes")
ON_GRID = Text("fault.on_grid", "opening hours that begin and end on the grid of {grid} minutes")
NOT_DESIGNED = Text(
    "notice.not_designed", "a key of designed shifts; this one is of fixed shifts and ignored"
)
FIXED_KIND = Text(
    "fault.fixed_kind",
    "fixed; this command takes no plan whose shifts are designed, wfm design does",
)
_OF_FIXED = ("weights.", "quota.", "settlement.", "swaps.", "availability.", "unsocial.", "feeds.")
_ALSO_OF_FIXED = frozenset(
    {"shifts.hours", "shifts.agents", "shifts.pairing", "limits.shifts_per_day", "limits.shifts_per_week"}
)


@dataclass(frozen=True)
class DesignSettings:
    """What hotline.toml says of designed shifts: a hotline whose shifts are steps, and the interval."""

    reading: HotlineReading
    interval_minutes: int


def is_designed(settings: HotlineSettings) -> bool:
    """Tell whether a plan's shifts are designed."""
    setting = settings.by_key.get(KIND)
    return setting is not None and fold(as_text(setting.value)) in (DESIGNED, fold("designede"))


def kind_fault(settings: HotlineSettings) -> Fault | None:
    """Return why a command of fixed shifts can't take a plan; ``None`` where it can."""
    setting = settings.by_key.get(KIND)
    if setting is None or not is_designed(settings):
        return None
    return Fault(settings.file, setting.row, setting.key, as_text(setting.value)[:SHOWN], FIXED_KIND())


def read_design_settings(settings: HotlineSettings) -> DesignSettings:
    """Read every key of a hotline whose shifts are designed.

    The shared reader sees the grid as the length of shifts with one seat, so that both kinds of plans have
    one reader of periods, opening hours, holidays, competences and rest.
    """
    own = SettingsReader(settings)
    grid = own.take(_GRID, NUMBER, _read_grid, 30)
    shared = read_hotline(replace(settings, by_key=_shared_keys(settings, grid)))
    interval = shared.hotline.service.interval_minutes
    if interval % grid:
        own.fault(_INTERVAL if _INTERVAL in settings.by_key else _GRID, WHOLE_STEPS(grid=grid))
    faults = [*shared.faults, *own.faults, *_off_grid(shared, grid)]
    notices = [*shared.notices, *_ignored_keys(settings)]
    faulty = shared.faulty | own.faulty
    return DesignSettings(
        replace(shared, faults=tuple(faults), notices=tuple(notices), faulty=faulty, settings=settings),
        interval,
    )


def _read_grid(cell: Cell) -> int:
    minutes = int(whole(1, 1440)(cell))
    if minutes not in GRIDS:
        raise UnreadableCellError(GRID())
    return minutes


def _shared_keys(settings: HotlineSettings, grid: int) -> Mapping[str, Setting]:
    kept = {key: one for key, one in settings.by_key.items() if not _is_own(key) and not _is_of_fixed(key)}
    hours = {
        "shifts.hours": Setting("shifts.hours", Decimal(grid) / 60),
        "shifts.agents": Setting("shifts.agents", 1),
    }
    return kept | hours


def _is_own(key: str) -> bool:
    return key in (KIND, _GRID)


def _is_of_fixed(key: str) -> bool:
    return key in _ALSO_OF_FIXED or key.startswith(_OF_FIXED)


def _ignored_keys(settings: HotlineSettings) -> Iterator[Fault]:
    for key, one in settings.by_key.items():
        if _is_of_fixed(key):
            yield Fault(settings.file, one.row, one.key, as_text(one.value)[:SHOWN], NOT_DESIGNED())


def _off_grid(reading: HotlineReading, grid: int) -> Iterator[Fault]:
    for day, spans in reading.hotline.opening_hours.items():
        if any(span.start % grid or span.end % grid for span in spans):
            key = f"opening_hours.{WEEKDAYS[day]}"
            setting = reading.settings.by_key[key]
            said = ON_GRID(grid=grid)
            yield Fault(reading.file, setting.row, setting.key, as_text(setting.value)[:SHOWN], said)
