"""Explanations as one JSON document: subject, facts, mends with their changes and score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.texts.translator import Translator
from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry
from wfm.calendar import clock
from wfm.change import AddAgent, Change, LiftLock, ShortenEntry
from wfm.explanation import (
    Explanation,
    Fact,
    Mend,
    Outlook,
    Price,
    Prices,
    RosterExplanation,
    Values,
    WhyNot,
)
from wfm.finding import Finding
from wfm.result import Conflict, Reason


def explanation_json(explained: RosterExplanation, speak: Translator) -> dict[str, Any]:
    """Return all that was explained; sentences in one language. What was not asked for is left out."""
    document: dict[str, Any] = {}
    if explained.conflict is not None:
        document["conflict"] = _conflict(explained.conflict, speak)
    else:
        document["explanations"] = [_explanation(one, speak) for one in explained.explanations]
        if explained.not_asked:
            document["not_asked"] = explained.not_asked
    if explained.why_not is not None:
        document["why_not"] = _why_not(explained.why_not, speak)
    if explained.prices is not None:
        document["prices"] = _prices(explained.prices, speak)
    return document


def _explanation(one: Explanation, speak: Translator) -> dict[str, Any]:
    return {
        "level": one.findings[0].level.value,
        "subject": [str(finding.subject) for finding in one.findings],
        "findings": [_finding(finding, speak) for finding in one.findings],
        "answer": one.answer.value,
        "scope": one.questions[0].scope.value,
        "sentence": speak.sentence(one.message),
        "because": [speak.sentence(group.message) for group in one.because],
        "facts": [_fact(fact, speak) for fact in one.facts],
        "verified": one.verified,
        "minimal": one.minimal,
        "mends": [_mend(mend, speak) for mend in one.mends],
        "instead": None if one.instead is None else _outlook(one.instead),
        **(_elsewhere(one, speak) if one.questions[0].rule and one.instead is not None else {}),
    }


def _elsewhere(one: Explanation, speak: Translator) -> dict[str, Any]:
    """Return what another roster costs by rule, and which findings it has that the one at hand has not."""
    return {
        "rule_costs": dict(one.costs),
        "elsewhere": [_finding(finding, speak) for finding in one.elsewhere],
    }


def _finding(finding: Finding, speak: Translator) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "subject": str(finding.subject),
        "amount": finding.amount,
        "key": finding.message.key,
        "sentence": speak.sentence(finding.message),
    }


def _fact(fact: Fact | Reason, speak: Translator) -> dict[str, Any]:
    return {
        "rule": fact.rule,
        "subject": str(fact.subject),
        "key": fact.message.key,
        "sentence": speak.sentence(fact.message),
    }


def _mend(mend: Mend, speak: Translator) -> dict[str, Any]:
    return {
        "sentence": speak.sentence(mend.message),
        "changes": [change_json(change) for change in mend.changes],
        **_outlook(mend.outlook),
    }


def change_json(change: Change) -> dict[str, Any]:
    """Return a change with what it is made of; no note of an entry is part of it."""
    return {"change": change.kind, **_parts(change)}


def _parts(change: Change) -> Mapping[str, Any]:
    if isinstance(change, LiftLock):
        lock = change.lock
        where = {"date": str(lock.day), "start": clock(lock.start)}
        return {**where, "municipality": lock.municipality, "agent": lock.agent}
    if isinstance(change, ShortenEntry):
        entry = change.entry
        covered = {"first_day": str(entry.first_day), "last_day": str(entry.last_day)}
        return {
            "agent": entry.agent,
            **covered,
            **_times(entry),
            "without": [str(day) for day in change.days],
        }
    if isinstance(change, AddAgent):
        agent = change.agent
        return {"municipality": agent.municipality, "competences": sorted(agent.competences)}
    return {name: value if isinstance(value, int) else str(value) for name, value in _given(change)}


def _times(entry: Entry) -> Mapping[str, Any]:
    """Return on which weekdays and at which times an entry holds, where that is not always."""
    days = {"days": sorted(entry.days)} if entry.days != ALL_DAYS else {}
    span = {"minutes": [entry.span.start, entry.span.end]} if entry.span != WHOLE_DAY else {}
    return {**days, **span}


def _given(change: Change) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(change).items() if value is not None]


def _outlook(outlook: Outlook) -> dict[str, Any]:
    score = {
        level.value: {"value": value, "bound": outlook.bounds.get(level, 0)}
        for level, value in outlook.values.items()
    }
    return {"score": score, "proven": outlook.proven, "changed": outlook.changed}


def _why_not(one: WhyNot, speak: Translator) -> dict[str, Any]:
    return {
        "agent": one.agent,
        "shift": one.shift,
        "sentence": speak.sentence(one.message),
        "because": [speak.sentence(group.message) for group in one.because],
        "facts": [_fact(fact, speak) for group in one.because for fact in group.facts],
        "verified": one.verified,
        "minimal": one.minimal,
        "costs": _costs(one.costs),
        "rule_costs": dict(one.rule_costs),
        "gives_up": list(one.gives_up),
        "mends": [_mend(mend, speak) for mend in one.mends],
        **({} if one.outlook is None else _outlook(one.outlook)),
    }


def _costs(costs: Values) -> dict[str, int]:
    return {level.value: cost for level, cost in costs.items()}


def _prices(prices: Prices, speak: Translator) -> dict[str, Any]:
    return {
        "base": _outlook(prices.base),
        "asked": [_price(price, speak) for price in prices.asked],
        "not_asked": prices.not_asked,
        "idle": prices.idle,
    }


def _price(price: Price, speak: Translator) -> dict[str, Any]:
    return {
        "rule": price.rule,
        "subject": str(price.subject),
        "sentence": speak.sentence(price.message),
        "costs": _costs(price.costs),
        **_outlook(price.outlook),
    }


def _conflict(conflict: Conflict, speak: Translator) -> dict[str, Any]:
    return {
        "verified": conflict.verified,
        "minimal": conflict.minimal,
        "contradictions": [
            [_fact(reason, speak) for reason in reasons] for reasons in conflict.contradictions
        ],
    }
