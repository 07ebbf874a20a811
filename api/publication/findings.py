"""Findings by rule, of all or of what is about one municipality or one week."""

from __future__ import annotations

from collections.abc import Mapping

from api.publication.publication import Publication
from wfm.calendar import Week
from wfm.finding import Finding
from wfm.ids import AgentId, MunicipalityCode

UNEXPLAINED = frozenset({"standby"})
"""Rules of quality whose findings nobody can have explained: nothing would be found to say."""
Findings = Mapping[str, tuple[Finding, ...]]


def findings_by_rule(
    publication: Publication,
    municipality: MunicipalityCode | None = None,
    week: Week | None = None,
    *,
    counted: bool = False,
) -> Findings:
    """Return findings by rule, in the contract's order.

    Parameters
    ----------
    publication
        Of which.
    municipality, week
        Only those about it; all where it is left out.
    counted
        Whether to tell what weighs nothing and is counted all the same.
    """
    found: dict[str, list[Finding]] = {}
    score = publication.score
    for finding in (*score.findings, *(score.counted if counted else ())):
        about = municipality is None or municipality in municipalities_of(publication, finding)
        if about and (week is None or week_of(publication, finding) == week):
            found.setdefault(finding.rule, []).append(finding)
    return {rule: tuple(group) for rule, group in found.items()}


def municipalities_of(publication: Publication, finding: Finding) -> frozenset[MunicipalityCode]:
    """Return the municipalities that a finding names, whose agent it names, or that sit on its shift."""
    plan, subject = publication.plan, finding.subject
    if subject.municipality:
        return frozenset({subject.municipality})
    agents: tuple[AgentId, ...] = (subject.agent,) if subject.agent else ()
    if not agents and subject.shift:
        agents = publication.roster.on(subject.shift)
    return frozenset(plan.agent[agent].municipality for agent in agents)


def week_of(publication: Publication, finding: Finding) -> Week | None:
    """Return the ISO week that a finding is about, if it is about one."""
    if finding.subject.shift:
        return publication.plan.shift[finding.subject.shift].week
    return finding.subject.week
