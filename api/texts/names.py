"""What levels, rules and statuses are called, and what a result proves, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from api.texts.translator import Translator
from wfm.finding import Level
from wfm.message import Message, Text
from wfm.result import Status

_LEVELS = {
    Level.HARD: Text("level.hard", "hard rules"),
    Level.COVERAGE: Text("level.coverage", "coverage"),
    Level.COMPETENCE: Text("level.competence", "competence"),
    Level.CHANGES: Text("level.changes", "changes"),
    Level.QUOTA: Text("level.quota", "quota"),
    Level.QUALITY: Text("level.quality", "quality"),
}
_RULES = {
    "seats": Text("rule.seats", "seats on a shift"),
    "availability": Text("rule.availability", "availability"),
    "employment": Text("rule.employment", "employment"),
    "shifts_per_day": Text("rule.shifts_per_day", "shifts per day"),
    "shifts_per_week": Text("rule.shifts_per_week", "shifts per week"),
    "rest": Text("rule.rest", "rest"),
    "pairing": Text("rule.pairing", "pairing"),
    "locks": Text("rule.locks", "locks"),
    "participation": Text("rule.participation", "participation"),
    "frozen": Text("rule.frozen", "frozen shifts"),
    "coverage": Text("rule.coverage", "empty seats"),
    "competence": Text("rule.competence", "missing competences"),
    "changes": Text("rule.changes", "changed assignments"),
    "quota": Text("rule.quota", "deviation from the quota"),
    "unsocial_share": Text("rule.unsocial_share", "the municipality's share of unsocial shifts"),
    "agent_balance": Text("rule.agent_balance", "balance between agents"),
    "unsocial_balance": Text("rule.unsocial_balance", "balance of unsocial shifts"),
    "upkeep": Text("rule.upkeep", "upkeep of competences"),
    "week_spread": Text("rule.week_spread", "spread over the weeks"),
    "standby": Text("rule.standby", "seats without a stand-in"),
    "wishes": Text("rule.wishes", "wishes"),
}
_OPTIMAL = Text(
    "status.optimal",
    "Optimal: it is proven that no roster fills more seats, lacks fewer competences, lies closer to the "
    "agreed quotas or is better in quality.",
)
_MENDED = Text(
    "status.mended",
    "Optimal: it is proven that no roster fills more seats, lacks fewer competences, changes fewer "
    "assignments, lies closer to the agreed quotas or is better in quality.",
)
_CHANGES_PROVEN = Text(
    "status.changes_proven",
    "It is proven that no roster fills more seats, lacks fewer competences or changes fewer assignments. "
    "Among those with as few changes a better one may exist. Not proven: {levels:list}.",
)
_QUOTA_PROVEN = Text(
    "status.quota_proven",
    "It is proven that no roster fills more seats, lacks fewer competences or lies closer to the agreed "
    "quotas. In quality a better roster may exist: this one has {value:number} penalty points, and none can "
    "have fewer than {bound:number}.",
)
_QUOTA_ONLY_PROVEN = Text(
    "status.quota_only_proven",
    "It is proven that no roster fills more seats, lacks fewer competences or lies closer to the agreed "
    "quotas. In quality a better roster may exist: this one has {value:number} penalty points.",
)
"""Of a bound of 0, which nothing can pass anyway, there is nothing to say."""
_FEASIBLE = Text(
    "status.feasible", "Every hard rule is kept; a better roster may exist. Not proven: {levels:list}."
)
_INFEASIBLE = Text("status.infeasible", "No roster can keep these together:")


def level_message(level: Level) -> Message:
    """Return what a level is called, as a part of another message."""
    return _LEVELS[level]()


def rule_message(rule: str) -> Message | str:
    """Return what a rule is called, as a part of another message."""
    return _RULES[rule]() if rule in _RULES else rule


def level_name(level: Level, speak: Translator) -> str:
    """Return what a level is called."""
    return speak.say(_LEVELS[level]())


def rule_name(rule: str, speak: Translator) -> str:
    """Return what a rule is called; a rule without a name is called by its key."""
    return speak.say(_RULES[rule]()) if rule in _RULES else rule


def proof(status: Status, values: Mapping[Level, int], bounds: Mapping[Level, int]) -> Message:
    """Return the sentence that says what a result proves."""
    if status is Status.INFEASIBLE:
        return _INFEASIBLE()
    if status is Status.OPTIMAL:
        return _MENDED() if Level.CHANGES in values else _OPTIMAL()
    unproven = tuple(level for level in values if bounds.get(level, 0) < values[level])
    if Level.CHANGES in values and set(unproven) <= {Level.QUOTA, Level.QUALITY}:
        return _CHANGES_PROVEN(levels=tuple(_LEVELS[level]() for level in unproven))
    if unproven == (Level.QUALITY,):
        value, bound = values[Level.QUALITY], bounds.get(Level.QUALITY, 0)
        return _QUOTA_PROVEN(value=value, bound=bound) if bound > 0 else _QUOTA_ONLY_PROVEN(value=value)
    return _FEASIBLE(levels=tuple(_LEVELS[level]() for level in unproven))
