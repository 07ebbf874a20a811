"""What publishing a version would do: everything that its page shows, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from api.access.ids import VersionNumber
from api.plans.records.facts import PlanFacts
from api.publishing.audience import PublicationAudience, find_publication_audience
from api.publishing.changes import measure_change
from api.rosters.editing.agent_difference import AgentDifference
from api.rosters.editing.changes import findings_lacking
from api.rosters.editing.difference import Difference
from api.rosters.editing.short_notice import NoticeAgreement, ShortNotice
from api.rosters.records.history import AnnotatedVersion, annotate
from api.rosters.records.rosters import VersionContent, find_version
from api.store.engine import Connection
from wfm.finding import Finding
from wfm.ids import MunicipalityCode, code_order


@dataclass(frozen=True)
class Preview:
    """A version, beside the one that is published.

    Parameters
    ----------
    facts
        The plan, and what of it is published.
    annotated, content
        The version with its note, and what is in it.
    before
        What is published; ``None`` where nothing is.
    difference
        What publishing it would change.
    short_notice
        Shifts that would change for somebody sooner than agreed, or that have been.
    audience
        Who is told of it, and who can't be.
    """

    facts: PlanFacts
    annotated: AnnotatedVersion
    content: VersionContent
    before: VersionContent | None
    difference: Difference
    short_notice: tuple[ShortNotice, ...]
    audience: PublicationAudience

    @property
    def number(self) -> VersionNumber:
        """Number of the version."""
        return self.annotated.version.number

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Why it can't be published, whoever asks: hard rules that it breaks."""
        score = self.content.report.score
        return () if score is None else score.breaches

    @cached_property
    def remarks(self) -> tuple[Finding, ...]:
        """What there is to remark on the version, and was not on the published one: the gravest first."""
        after, before = self.content.report.score, None if self.before is None else self.before.report.score
        if after is None or before is None:
            return ()
        return findings_lacking(after, before)

    @property
    def is_later(self) -> bool:
        """Whether it comes after the published version; what was superseded is never taken up anew."""
        return self.number > self.facts.published

    @property
    def is_behind(self) -> bool:
        """Whether the plan has a newer revision than the one that it was made for."""
        return self.annotated.revision < self.facts.revision

    @property
    def possible(self) -> bool:
        """Whether it can be published as things are."""
        return self.is_later and not self.breaches

    @cached_property
    def municipalities(self) -> Mapping[MunicipalityCode, str]:
        """What each municipality of either plan is called."""
        sides = (self.before, self.content)
        return {m.code: m.name for side in sides if side is not None for m in side.plan.municipalities}

    @cached_property
    def agents_of(self) -> Mapping[MunicipalityCode, tuple[AgentDifference, ...]]:
        """What differs for agents, by municipality in order of code."""
        found: dict[MunicipalityCode, list[AgentDifference]] = {}
        for one in self.difference.agents:
            found.setdefault(one.person.municipality, []).append(one)
        return {code: tuple(found[code]) for code in sorted(found, key=code_order)}


def read_preview(
    connection: Connection, facts: PlanFacts, number: VersionNumber, now: datetime, agreed: NoticeAgreement
) -> Preview:
    """Return what publishing a version of a plan would do.

    Parameters
    ----------
    facts
        The plan.
    number
        Of the version.
    now
        The moment; aware.
    agreed
        Agreed notice.

    Raises
    ------
    MissingError
        Where there is no such version.
    """
    version = find_version(connection, facts.id, number)
    change = measure_change(connection, version, facts.published, agreed, now)
    return Preview(
        facts=facts,
        annotated=annotate(connection, version),
        content=change.after,
        before=change.before,
        difference=change.difference,
        short_notice=change.near,
        audience=find_publication_audience(connection, change.before, change.after, change.difference),
    )
