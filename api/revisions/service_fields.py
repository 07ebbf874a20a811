"""The fields of section ``[service]``: what stands in them, what they are called, which choices there are."""

from __future__ import annotations

from collections.abc import Mapping

from wfm.hotline import Hotline
from wfm.message import Text
from wfm.service_target import Convention, GoalScope
from wfm.tables.hotline_writing import SERVICE_KEYS
from wfm.tables.service_reading import GOALS
from wfm.tables.workbook_writing import setting_cell

SERVICE_SETTINGS = tuple(f"service.{name}" for name in SERVICE_KEYS)

CHOICES: Mapping[str, Mapping[str, Text]] = {
    "service.convention": {
        Convention.OFFERED.value: Text("setting.of_offered", "of all calls"),
        Convention.EXCL_SHORT_ABANDONS.value: Text(
            "setting.of_all_but_short", "of all but those that were given up within the goal's seconds"
        ),
        Convention.ANSWERED.value: Text("setting.of_answered", "of the calls that were answered"),
    },
    "service.scope": {
        GoalScope.SHIFT.value: Text("setting.on_the_shift", "on the shift as a whole"),
        GoalScope.INTERVAL.value: Text("setting.in_each_interval", "in each interval of it"),
    },
}

LABELS: Mapping[str, Text] = {
    "service.answer_within": Text("label.answer_within", "answered in time within (seconds)"),
    "service.answered_share": Text("label.answered_share", "goal: share answered in time"),
    "service.mean_wait": Text("label.mean_wait", "goal: mean wait (seconds)"),
    "service.abandoned_share": Text("label.abandoned_share", "goal: share of lost calls"),
    "service.convention": Text("label.convention", "shares are"),
    "service.patience": Text("label.patience", "patience of callers (seconds)"),
    "service.agents_min": Text("label.agents_min", "fewest agents"),
    "service.agents_max": Text("label.agents_max", "most agents"),
    "service.confidence": Text("label.confidence", "how sure"),
    "service.scope": Text("label.scope", "goals are met"),
    "service.shrinkage_planned": Text("label.shrinkage_planned", "away as planned"),
    "service.shrinkage_unplanned": Text("label.shrinkage_unplanned", "away unexpectedly"),
    "service.interval_minutes": Text("label.interval_minutes", "minutes of an interval"),
    "service.cost_per_hour": Text("label.cost_per_hour", "cost of an hour"),
    "service.fixed_cost_per_week": Text("label.fixed_cost_per_week", "fixed cost of a week"),
    "service.novice_factor": Text("label.novice_factor", "novices: how much longer"),
    "service.novice_weeks": Text("label.novice_weeks", "novices: weeks"),
    "service.mail_within": Text("label.mail_within", "e-mail answered within (opening hours)"),
    "service.mail_seconds": Text("label.mail_seconds", "work on an e-mail (seconds)"),
}


def service_values(hotline: Hotline) -> dict[str, str]:
    """Return what counts, by dotted key, also where it is as usual and so not written down."""
    pairs = ((key, getattr(hotline.service, key.partition(".")[2])) for key in SERVICE_SETTINGS)
    return {key: setting_cell(value) for key, value in pairs if value is not None}


def with_all_goals(changes: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Return changes of settings in which a goal brings the others along: one that is not named is none."""
    goals = {key: typed[key] for key in GOALS if key in typed and changes.keys() & set(GOALS)}
    return {**changes, **goals}
