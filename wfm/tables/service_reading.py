"""Section ``[service]`` of the settings: goals, and how the agents needed are counted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from wfm.message import Text
from wfm.service_target import USUAL_TARGET, Convention, GoalScope, ServiceTarget
from wfm.tables.amounts import read_money, read_not_negative, whole
from wfm.tables.cells import Cell, Reader, UnreadableCellError
from wfm.tables.column import MOST_SEATS
from wfm.tables.setting_values import one_of
from wfm.tables.settings_reader import NUMBER, TEXT, SettingsReader

GOALS = ("service.answered_share", "service.mean_wait", "service.abandoned_share")
SHARE = Text("fault.share", "a share from 0 to 1, such as 0.8")
SHARE_ABOVE = Text("fault.share_above", "a share above 0 and at most 1, such as 0.8")
SHARE_BELOW = Text("fault.share_below", "a share of at least 0 and below 1, such as 0.04")
SECONDS_UP_TO = Text("fault.seconds_up_to", "seconds from 0 to {limit:number}")
FACTOR = Text("fault.factor", "a factor from 1 to 10, such as 1.25")
AT_LEAST_MIN = Text("fault.at_least_min", "at least agents_min, {low:number}")
MOST_SECONDS = 3600
MOST_PATIENCE = 1_000_000
SHORTEST_INTERVAL, LONGEST_INTERVAL = 5, 240
MOST_FACTOR, MOST_WEEKS = 10, 520
MOST_HOURS = 1000


def _read_share(cell: Cell) -> Fraction:
    return _between(cell, SHARE, low=True, high=True)


def _read_share_above(cell: Cell) -> Fraction:
    return _between(cell, SHARE_ABOVE, low=False, high=True)


def _read_share_below(cell: Cell) -> Fraction:
    return _between(cell, SHARE_BELOW, low=True, high=False)


def _between(cell: Cell, expected: Text, *, low: bool, high: bool) -> Fraction:
    """Read a share of which 0 and 1 may be, or not."""
    share = _read_number(cell, expected)
    if not 0 <= share <= 1 or (share == 0 and not low) or (share == 1 and not high):
        raise UnreadableCellError(expected())
    return share


def _read_number(cell: Cell, expected: Text) -> Fraction:
    try:
        return read_not_negative(cell)
    except UnreadableCellError as error:
        raise UnreadableCellError(expected()) from error


def _read_wait(cell: Cell) -> Fraction:
    seconds = read_not_negative(cell)
    if seconds > MOST_SECONDS:
        raise UnreadableCellError(SECONDS_UP_TO(limit=MOST_SECONDS))
    return seconds


def _read_factor(cell: Cell) -> Fraction:
    factor = _read_number(cell, FACTOR)
    if not 1 <= factor <= MOST_FACTOR:
        raise UnreadableCellError(FACTOR())
    return factor


def read_service(keys: SettingsReader) -> ServiceTarget:
    """Read the section; where it names no goal, the usual ones count."""

    def take(name: str, read: Reader) -> Any:
        return keys.take(f"service.{name}", NUMBER, read, getattr(USUAL_TARGET, name))

    least, most = _limits(keys)
    return ServiceTarget(
        answer_within=take("answer_within", whole(0, MOST_SECONDS)),
        **_goals(keys),
        convention=Convention(
            keys.take("service.convention", TEXT, one_of(Convention), USUAL_TARGET.convention)
        ),
        patience=take("patience", whole(1, MOST_PATIENCE)),
        agents_min=least,
        agents_max=most,
        confidence=take("confidence", _read_share_above),
        scope=GoalScope(keys.take("service.scope", TEXT, one_of(GoalScope), USUAL_TARGET.scope)),
        shrinkage_planned=take("shrinkage_planned", _read_share_below),
        shrinkage_unplanned=take("shrinkage_unplanned", _read_share_below),
        interval_minutes=take("interval_minutes", whole(SHORTEST_INTERVAL, LONGEST_INTERVAL)),
        cost_per_hour=take("cost_per_hour", read_money),
        fixed_cost_per_week=take("fixed_cost_per_week", read_money),
        novice_factor=take("novice_factor", _read_factor),
        novice_weeks=take("novice_weeks", whole(0, MOST_WEEKS)),
        mail_within=take("mail_within", whole(1, MOST_HOURS)),
        mail_seconds=take("mail_seconds", whole(1, MOST_SECONDS)),
    )


def _goals(keys: SettingsReader) -> dict[str, Fraction | None]:
    answered, wait, abandoned = GOALS
    goals = {
        "answered_share": keys.take(answered, NUMBER, _read_share),
        "mean_wait": keys.take(wait, NUMBER, _read_wait),
        "abandoned_share": keys.take(abandoned, NUMBER, _read_share),
    }
    if any(goal is not None for goal in goals.values()):
        return goals
    return {name: getattr(USUAL_TARGET, name) for name in goals}


def _limits(keys: SettingsReader) -> tuple[int, int | None]:
    least = keys.take("service.agents_min", NUMBER, whole(0, MOST_SEATS), USUAL_TARGET.agents_min)
    most = keys.take("service.agents_max", NUMBER, whole(1, MOST_SEATS))
    if most is not None and most < least:
        keys.fault("service.agents_max", AT_LEAST_MIN(low=least))
    return least, most
