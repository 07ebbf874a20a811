"""What a year is reckoned with, and where it stands: prices and citizens of the plans that are published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.access.ids import RevisionNumber
from api.plans.records.answers import read_content, read_plan_of
from api.plans.records.facts import PlanFacts
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import find_version
from api.store.engine import Connection
from wfm.ids import MunicipalityCode
from wfm.settlement import Tariff


@dataclass(frozen=True)
class AgreedTerms:
    """What a quarter is reckoned with for a municipality.

    Parameters
    ----------
    first_day, revision, at
        Of which plan, in which of its states, and when that was kept: there is no other source of it.
    population
        Citizens of the municipality.
    tariff
        What was agreed.
    """

    first_day: date
    revision: RevisionNumber
    at: datetime
    population: int
    tariff: Tariff

    def is_like(self, other: AgreedTerms) -> bool:
        """Tell whether the same is paid by as many citizens."""
        return (self.population, self.tariff) == (other.population, other.tariff)


def read_terms_of(
    connection: Connection, plans: Sequence[PlanFacts], code: MunicipalityCode
) -> tuple[AgreedTerms, ...]:
    """Return what quarters are reckoned with, in order of time.

    Parameters
    ----------
    plans
        Published ones.
    code
        The municipality; quarters that it is not part of are left out.
    """
    return tuple(_read(connection, sorted(plans, key=lambda one: one.first_day), code))


def terms_of_year(found: Sequence[AgreedTerms], year: int) -> tuple[AgreedTerms, ...]:
    """Return what a year is reckoned with: each time that it changes; today's for one that is to come."""
    own = [one for one in found if one.first_day.year == year] or found[-1:]
    return tuple(one for place, one in enumerate(own) if not place or not one.is_like(own[place - 1]))


def _read(
    connection: Connection, plans: Sequence[PlanFacts], code: MunicipalityCode
) -> Iterator[AgreedTerms]:
    for one in plans:
        version = find_version(connection, one.id, one.published)
        revision = revision_by_id(connection, version.revision)
        plan = read_plan_of(connection, read_content(connection, revision), ())
        if code in plan.municipality:
            yield AgreedTerms(
                first_day=one.first_day,
                revision=revision.number,
                at=revision.at,
                population=plan.municipality[code].population,
                tariff=plan.hotline.tariff or Tariff(),
            )
