"""The proposal that a request's address names, for routes to depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from api.access.ids import RemarkId
from api.plans.context import NamedPlan, VersionInPath
from api.proposals.place import ProposalPlace, proposal_place
from api.store.engine import reading

RemarkInPath = Annotated[
    RemarkId,
    Path(
        description="Id of the comment.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
        pattern="^[0-9a-f]{32}$",
    ),
]


def find_proposal_place(place: NamedPlan, number: VersionInPath) -> ProposalPlace:
    """Return the version that an address names, and how it is proposed.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    with reading(place.database) as connection:
        return proposal_place(connection, place, number)


InProposal = Annotated[ProposalPlace, Depends(find_proposal_place)]
