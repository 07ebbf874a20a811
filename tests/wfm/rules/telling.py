"""What a rule tells of a roster, in a form that a test can write down."""

from __future__ import annotations

from wfm.finding import Finding
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import ALL_RULES


def findings(key: str, plan: Plan, roster: Roster) -> list[Finding]:
    """Return the findings of one rule; each must name the rule and its level."""
    (rule,) = (rule for rule in ALL_RULES if key == rule.KEY)
    found = list(rule.measure(plan, roster))
    assert all((finding.rule, finding.level) == (key, rule.LEVEL) for finding in found)
    assert all(finding.amount > 0 for finding in found)
    return found


def told(key: str, plan: Plan, roster: Roster) -> list[tuple[str, int, str]]:
    """Return subject, amount and the key of the sentence of each finding."""
    return [(str(f.subject), f.amount, f.message.key) for f in findings(key, plan, roster)]


def sentences(key: str, plan: Plan, roster: Roster) -> list[str]:
    """Return the English sentences, without the dress of dates and numbers."""
    return [str(finding.message) for finding in findings(key, plan, roster)]
