"""The collection that a request's address names, for routes to depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from api.availability.place import CollectionPlace, collection_place
from api.availability.service import KnownState
from api.plans.context import NamedPlan
from api.store.engine import reading
from api.web.json.requests import IfMatchTag
from wfm.ids import AgentId

AgentInPath = Annotated[
    AgentId,
    Path(description="Id of the agent in the plan.", examples=["751-01"], min_length=1, max_length=64),
]
RequestInPath = Annotated[
    str,
    Path(
        description="Id of the request.",
        examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"],
        pattern="^[0-9a-f]{32}$",
    ),
]


def find_collection_place(place: NamedPlan) -> CollectionPlace:
    """Return the plan that an address names, and what is asked of its people.

    Raises
    ------
    MissingError
        Where there is none for the caller.
    """
    with reading(place.database) as connection:
        return collection_place(connection, place)


def read_known_state(tag: IfMatchTag) -> KnownState:
    """Return what the caller takes for the newest."""
    return KnownState(tag.number, tag.digest)


InCollection = Annotated[CollectionPlace, Depends(find_collection_place)]
KnownAnswer = Annotated[KnownState, Depends(read_known_state)]
