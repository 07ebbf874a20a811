"""The version of a plan that is proposed, and what of its comments the caller sees."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.access.scope import Scope
from api.access.views.publication import view
from api.amendments.records.amendments import find_draft_after
from api.plans.place import PlanPlace
from api.plans.records.answers import RevisionContent, read_content
from api.plans.records.plans import revision_by_id
from api.proposals.records.proposals import Proposal, count_settings, find_proposal
from api.proposals.records.remarks import DraftRemark
from api.publication.publication import Publication
from api.rosters.records.rosters import Version, find_version, read_version
from api.store.engine import Connection
from api.store.errors import MissingError


@dataclass(frozen=True)
class ProposalPlace(PlanPlace):
    """A version, and its proposal; the other parameters are those of the plan.

    Parameters
    ----------
    version, stored
        Which one, and the revision that it was made for.
    proposal
        How it was proposed, if it ever was; only coordinators come here before.
    number
        Of the state of that: how often it was said; 0 where it never was.
    """

    version: Version
    stored: RevisionContent
    proposal: Proposal | None
    number: int = 0

    @property
    def coordinates(self) -> bool:
        """Whether the caller proposes and answers, and is bound by no deadline."""
        return self.viewer.may(Permission.EDIT_PLAN)

    @property
    def is_open(self) -> bool:
        """Whether people see the draft now, and may comment on it."""
        return self.proposal is not None and self.proposal.is_open(self.plan.published, self.at)

    @cached_property
    def scope(self) -> Scope:
        """How far the caller sees, by the ids that people have in the version's plan."""
        return self.viewer.scope.beside({one.person: one.agent for one in self.stored.people()})

    def hears(self, remark: DraftRemark) -> bool:
        """Tell whether the caller reads a comment: the own, those of own people, planners all."""
        if self.sees_drafts or (remark.author is not None and remark.author == self.author):
            return True
        mine = remark.person is not None and remark.person in self.viewer.scope.persons
        return mine or remark.municipality in self.viewer.scope.municipalities


def proposal_place(connection: Connection, place: PlanPlace, number: VersionNumber) -> ProposalPlace:
    """Return a version with its proposal.

    Raises
    ------
    MissingError
        Where there is no such version, or none that the caller may know of: a draft is the planners' until it
        is proposed.
    """
    proposal = find_proposal(connection, place.plan.id, number)
    if proposal is None:  # an amendment of what is published may have made it another version
        number = find_draft_after(connection, place.plan.id, number)
        proposal = find_proposal(connection, place.plan.id, number)
    version = find_version(connection, place.plan.id, number)
    if proposal is None and not place.sees_drafts:
        raise MissingError("proposal")
    return ProposalPlace(
        **{field.name: getattr(place, field.name) for field in fields(PlanPlace)},
        version=version,
        stored=read_content(connection, revision_by_id(connection, version.revision)),
        proposal=proposal,
        number=0 if proposal is None else max(1, count_settings(connection, version.id)),
    )


def read_seen(connection: Connection, place: ProposalPlace) -> Publication:
    """Return what the caller would see of the draft, if it were published as it stands."""
    content = read_version(connection, place.version)
    return view(Publication(content.plan, content.roster, content.report, ()), place.scope)
