"""Versions side by side: how they were searched, their scores, and who has more and who less in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.access.ids import PlanId, VersionNumber
from api.rosters.records.rosters import (
    Version,
    VersionContent,
    find_version,
    read_version,
    read_version_beside,
)
from api.runs.records.runs import RunFacts, find_run_of_version
from api.store.engine import Connection
from wfm.ids import AgentId, MunicipalityCode
from wfm.quota_table import quota_table

Who = TypeVar("Who", AgentId, MunicipalityCode)

MOST = 4
"""Versions that are compared at once: more do not stand beside each other."""


@dataclass(frozen=True)
class Variant:
    """One of the versions.

    Parameters
    ----------
    version
        Which one.
    content
        Its roster, and what is claimed of it.
    run
        That made it; none where somebody did by hand.
    """

    version: Version
    content: VersionContent
    run: RunFacts | None


@dataclass(frozen=True)
class LoadRow:
    """What somebody has in each variant.

    Parameters
    ----------
    name
        Of the agent or municipality.
    values
        One for each variant.
    """

    name: str
    values: tuple[int, ...]

    @property
    def spread(self) -> int:
        """How far the variants lie apart."""
        return max(self.values) - min(self.values)


@dataclass(frozen=True)
class VariantComparison:
    """Versions side by side.

    Parameters
    ----------
    variants
        As they were named, each once.
    municipalities
        Units above (or below) the target of those for whom variants differ, the widest apart first.
    agents
        Seats of those for whom variants differ, likewise.
    """

    variants: tuple[Variant, ...]
    municipalities: tuple[LoadRow, ...]
    agents: tuple[LoadRow, ...]


def compare_variants(
    connection: Connection, plan: PlanId, numbers: Sequence[VersionNumber]
) -> VariantComparison:
    """Read versions of a plan and put them side by side.

    Raises
    ------
    MissingError
        Where one of them is not there.
    """
    versions = [find_version(connection, plan, number) for number in dict.fromkeys(numbers)]
    last = max(versions, key=lambda one: one.number)
    held = read_version(connection, last)
    variants = tuple(
        Variant(
            version=one,
            content=held
            if one.number == last.number
            else read_version_beside(connection, one, held.person_of, (last, held)),
            run=find_run_of_version(connection, plan, one.number),
        )
        for one in versions
    )
    deviations = [_deviations(variant.content) for variant in variants]
    seats = [_seats(variant.content) for variant in variants]
    towns = {m.code: m.name for variant in variants for m in variant.content.plan.municipalities}
    people = {
        agent: label for variant in variants for agent, label in variant.content.plan.labels.items()
    } | dict(held.plan.labels)
    return VariantComparison(
        variants=variants,
        municipalities=_rows(deviations, towns),
        agents=_rows(seats, people),
    )


def _deviations(content: VersionContent) -> Mapping[MunicipalityCode, int]:
    rows = quota_table(content.plan, content.roster)
    return {row.municipality.code: row.deviation or 0 for row in rows if row.staffs}


def _seats(content: VersionContent) -> Mapping[AgentId, int]:
    return Counter(agent for agent, _ in content.roster)


def _rows(by_variant: Sequence[Mapping[Who, int]], names: Mapping[Who, str]) -> tuple[LoadRow, ...]:
    found = (LoadRow(name, tuple(one.get(who, 0) for one in by_variant)) for who, name in names.items())
    return tuple(sorted((row for row in found if row.spread), key=lambda row: (-row.spread, row.name)))
