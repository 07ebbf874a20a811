"""A client of the service: plans, rosters and publishing from another program, with typed results.

It needs nothing but the standard library and nothing else of this project, so the folder can be taken
along as it is.
"""

from api.client.collection import CollectionClient
from api.client.errors import Problem, Unreachable
from api.client.people import PeopleClient
from api.client.persons import Persons
from api.client.plan import PlanClient
from api.client.results import (
    AddedVersion,
    Current,
    Event,
    Fault,
    Hotline,
    Merged,
    MunicipalityMerge,
    Plan,
    PlanBrief,
    Revision,
    Table,
    TakenIn,
)
from api.client.rosters import (
    AgentChange,
    Breach,
    ChangeOutcome,
    Difference,
    Finding,
    LevelChange,
    LevelScore,
    MunicipalityChange,
    PublicationMails,
    Published,
    Publishing,
    Seat,
    ShiftChange,
    ShiftPair,
    ShortNotice,
    Untold,
    Version,
    VersionBrief,
)
from api.client.runs import RunsClient
from api.client.seat_changes import lock, move, unlock
from api.client.seats import Consequence, SeatCandidate, SeatChoice, SeatRefusal
from api.client.service import HotlineClient, Service

__all__ = [
    "AddedVersion",
    "AgentChange",
    "Breach",
    "ChangeOutcome",
    "CollectionClient",
    "Consequence",
    "Current",
    "Difference",
    "Event",
    "Fault",
    "Finding",
    "Hotline",
    "HotlineClient",
    "LevelChange",
    "LevelScore",
    "Merged",
    "MunicipalityChange",
    "MunicipalityMerge",
    "PeopleClient",
    "Persons",
    "Plan",
    "PlanBrief",
    "PlanClient",
    "Problem",
    "PublicationMails",
    "Published",
    "Publishing",
    "Revision",
    "RunsClient",
    "Seat",
    "SeatCandidate",
    "SeatChoice",
    "SeatRefusal",
    "Service",
    "ShiftChange",
    "ShiftPair",
    "ShortNotice",
    "Table",
    "TakenIn",
    "Unreachable",
    "Untold",
    "Version",
    "VersionBrief",
    "lock",
    "move",
    "unlock",
]
