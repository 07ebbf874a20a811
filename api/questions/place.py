"""What is published of a plan, as somebody asks about it: about whom they may ask, and what they asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from api.access.ids import PersonId
from api.plans.place import PlanPlace
from api.plans.records.answers import PlanPerson, RevisionContent, read_content
from api.plans.records.plans import revision_by_id
from api.rosters.records.rosters import Version, find_version
from api.runs.records.runs import RunFacts
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.ids import AgentId, MunicipalityCode


@dataclass(frozen=True)
class QuestionPlace(PlanPlace):
    """What is published of a plan; the other parameters are those of the plan.

    Parameters
    ----------
    version, stored
        The published version, and the revision that it was made for.
    """

    version: Version
    stored: RevisionContent

    @cached_property
    def people(self) -> Mapping[AgentId, PlanPerson]:
        """Agents whom the caller may ask about: oneself, one's own people, to planners everybody."""
        everybody = self.stored.people()
        own, led = self.own, self.municipalities
        return {one.agent: one for one in everybody if one.agent in own or one.municipality in led}

    @cached_property
    def own(self) -> frozenset[AgentId]:
        """Agents who the caller is in the published roster."""
        return self.viewer.scope.beside({one.person: one.agent for one in self.stored.people()}).agents

    @cached_property
    def municipalities(self) -> frozenset[MunicipalityCode]:
        """Municipalities that the caller may ask about."""
        if self.viewer.scope.whole:
            return frozenset(one.municipality for one in self.stored.people())
        return self.viewer.scope.municipalities

    def agent_of(self, person: PersonId | None) -> AgentId | None:
        """Return the id of somebody in the published roster; nothing where they are not there any more."""
        return next((one.agent for one in self.stored.people() if one.person == person), None)

    def hears(self, run: RunFacts) -> bool:
        """Tell whether the caller reads a question: whoever asked and may still, and planners."""
        if not run.is_question:
            return False
        if self.sees_drafts:
            return True
        town = run.asked["audience"]["municipality"]
        may = town in self.municipalities if town else self.agent_of(run.asked["person"]) in self.own
        return may and run.author is not None and run.author == self.author


def question_place(connection: Connection, place: PlanPlace) -> QuestionPlace:
    """Return what is published of a plan.

    Raises
    ------
    MissingError
        Where nothing is.
    """
    if not place.plan.published:
        raise MissingError("published")
    version = find_version(connection, place.plan.id, place.plan.published)
    return QuestionPlace(
        **{field.name: getattr(place, field.name) for field in fields(PlanPlace)},
        version=version,
        stored=read_content(connection, revision_by_id(connection, version.revision)),
    )
