"""What rules, levels and methods mean, said once for pages, prints and spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wfm.apportionment import Method
from wfm.finding import Level
from wfm.message import Message, Text

_RULES: Mapping[str, Text] = MappingProxyType(
    {
        "seats": Text(
            "explain.seats", "No shift holds more agents than it has seats, and nobody sits on it twice."
        ),
        "availability": Text("explain.availability", "Nobody sits on a shift while unavailable."),
        "employment": Text(
            "explain.employment", "Nobody sits before the first or after the last day of work."
        ),
        "shifts_per_day": Text("explain.shifts_per_day", "Nobody has more shifts a day than the limit."),
        "shifts_per_week": Text("explain.shifts_per_week", "Nobody has more shifts a week than the limit."),
        "rest": Text(
            "explain.rest", "There is enough rest between the last shift of a day and the next day's."
        ),
        "pairing": Text("explain.pairing", "All agents of a shift come from one municipality."),
        "locks": Text("explain.locks", "What was locked by hand stays as it was locked."),
        "participation": Text(
            "explain.participation", "Agents of a municipality that only finances are never assigned."
        ),
        "frozen": Text(
            "explain.frozen", "Shifts before the day from which the roster may change stay as they are."
        ),
        "coverage": Text("explain.coverage", "Every seat that stays empty counts one."),
        "competence": Text(
            "explain.competence",
            "On every shift somebody should hold each competence; each one missing counts.",
        ),
        "changes": Text(
            "explain.changes",
            "Every assignment of the earlier roster that is gone counts one, whoever sits there now.",
        ),
        "quota": Text(
            "explain.quota",
            "How far each municipality is from its target, squared: one that is four off is worse than four "
            "that are one off.",
        ),
        "unsocial_share": Text(
            "explain.unsocial_share",
            "Unsocial shifts are shared like all others; what a municipality has too many or too few counts.",
        ),
        "agent_balance": Text(
            "explain.agent_balance",
            "A municipality's shifts are spread over its agents by working time and presence; the distance "
            "from the fair load counts, squared.",
        ),
        "unsocial_balance": Text(
            "explain.unsocial_balance", "No agent should have more than a fair part of the unsocial shifts."
        ),
        "upkeep": Text(
            "explain.upkeep",
            "Whoever can sit should sit at least once in every few weeks, to keep competences up.",
        ),
        "week_spread": Text(
            "explain.week_spread", "A municipality's shifts should be spread evenly over the weeks."
        ),
        "standby": Text(
            "explain.standby",
            "For every seat there should be somebody who could step in if its agent fell ill. Seats without "
            "one are counted even where the rule weighs nothing.",
        ),
        "wishes": Text(
            "explain.wishes", "Each shift against a wish and each wish for a shift not granted counts one."
        ),
    }
)
_LEVELS: Mapping[Level, Text] = MappingProxyType(
    {
        Level.HARD: Text("explain.level_hard", "No roster ever breaks one of these."),
        Level.COVERAGE: Text("explain.level_coverage", "First: as few empty seats as can be."),
        Level.COMPETENCE: Text("explain.level_competence", "Then: as few missing competences as can be."),
        Level.CHANGES: Text("explain.level_changes", "Then: as few changes of the earlier roster as can be."),
        Level.QUOTA: Text("explain.level_quota", "Then: as close to the agreed quotas as can be."),
        Level.QUALITY: Text(
            "explain.level_quality", "Last: fair and pleasant for people, each rule with its own weight."
        ),
    }
)
_METHODS: Mapping[Method, tuple[Text, Text]] = MappingProxyType(
    {
        Method.LARGEST_REMAINDER: (
            Text("method.largest_remainder", "largest remainder"),
            Text(
                "explain.largest_remainder",
                "Everybody gets the whole part of the exact figure; what is left goes, one by one, to those "
                "with the largest fractions.",
            ),
        ),
        Method.SAINTE_LAGUE: (
            Text("method.sainte_lague", "Sainte-Laguë"),
            Text(
                "explain.sainte_lague",
                "One after the other goes to whoever has the largest figure divided by 1, 3, 5, …",
            ),
        ),
        Method.DHONDT: (
            Text("method.dhondt", "D'Hondt"),
            Text(
                "explain.dhondt",
                "One after the other goes to whoever has the largest figure divided by 1, 2, 3, …",
            ),
        ),
        Method.HUNTINGTON_HILL: (
            Text("method.huntington_hill", "Huntington-Hill"),
            Text(
                "explain.huntington_hill",
                "Everybody gets a first one; then one after the other goes to whoever has the largest figure "
                "divided by √(1·2), √(2·3), √(3·4), …",
            ),
        ),
    }
)


def rule_explained(rule: str) -> Message | None:
    """Return what a rule asks for; nothing for a rule that is not known here."""
    return _RULES[rule]() if rule in _RULES else None


def level_explained(level: Level) -> Message:
    """Return where a level stands in the order."""
    return _LEVELS[level]()


def method_name(method: Method) -> Message:
    """Return what an apportionment method is called."""
    return _METHODS[method][0]()


def method_explained(method: Method) -> Message:
    """Return how a method turns exact figures into whole ones."""
    return _METHODS[method][1]()
