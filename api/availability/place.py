"""The plan of which availability is collected, and who of its people the caller sees."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

from api.access.permissions import Permission
from api.access.scope import Scope
from api.availability.records.collections import Collection, Stage, find_collection
from api.plans.place import PlanPlace
from api.plans.records.answers import PlanPerson, RevisionContent, read_content
from api.plans.records.plans import find_revision
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.ids import AgentId


@dataclass(frozen=True)
class CollectionPlace(PlanPlace):
    """A plan as it is now, and what is asked of its people; the other parameters are those of the plan.

    Parameters
    ----------
    stored
        Its newest revision.
    collection
        What is asked, if anything was.
    """

    stored: RevisionContent
    collection: Collection | None

    @property
    def stage(self) -> Stage:
        """How far the collection is."""
        return Stage.NONE if self.collection is None else self.collection.stage(self.at)

    @property
    def coordinates(self) -> bool:
        """Whether the caller is bound by no deadline."""
        return self.viewer.may(Permission.EDIT_PLAN)

    @cached_property
    def scope(self) -> Scope:
        """How far the caller sees, by the ids that people have in this plan."""
        return self.viewer.scope.beside({one.person: one.agent for one in self.stored.people()})

    def people(self) -> tuple[PlanPerson, ...]:
        """Return those of whom the caller sees what they say, in order of id."""
        scope = self.scope
        return tuple(one for one in self.stored.people() if sees(scope, one))

    def person(self, agent: AgentId) -> PlanPerson:
        """Return one of them.

        Raises
        ------
        MissingError
            Where there is no such agent, or none whom the caller sees.
        """
        found = self.stored.person_of(agent)
        if not sees(self.scope, found):
            raise MissingError("agent")
        return found

    def answers_for(self, who: PlanPerson) -> bool:
        """Tell whether the caller says what somebody can: oneself, one's own people, coordinators everybody.

        Who sees the whole hotline for another reason, as administrators do, answers for nobody by that.
        """
        scope = self.scope
        return self.coordinates or who.municipality in scope.municipalities or who.agent in scope.agents

    def answerer(self, agent: AgentId) -> PlanPerson:
        """Return one of those for whom the caller answers.

        Raises
        ------
        MissingError
            Where there is no such agent, or none for whom the caller answers.
        """
        found = self.person(agent)
        if not self.answers_for(found):
            raise MissingError("agent")
        return found

    def sees_notes(self, who: PlanPerson) -> bool:
        """Tell whether the caller reads somebody's notes: they stay in the municipality."""
        scope = self.scope
        return scope.everything or who.municipality in scope.municipalities or who.agent in scope.agents


def sees(scope: Scope, one: PlanPerson) -> bool:
    """Tell whether a scope, as it counts beside the plan, holds what somebody says."""
    return scope.whole or one.municipality in scope.municipalities or one.agent in scope.agents


def collection_place(connection: Connection, place: PlanPlace) -> CollectionPlace:
    """Return a plan with its collection.

    A plan of which nothing is published is there for planners alone, until its people are asked: then it is
    for them, too.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    found = CollectionPlace(
        **{field.name: getattr(place, field.name) for field in fields(PlanPlace)},
        stored=read_content(connection, find_revision(connection, place.plan.id)),
        collection=find_collection(connection, place.plan.id),
    )
    if place.plan.published or place.sees_drafts:
        return found
    if found.stage in (Stage.NONE, Stage.PLANNED) or not found.people():
        raise MissingError("plan")
    return found
