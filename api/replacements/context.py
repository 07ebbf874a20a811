"""What requests about absences and offers carry: ids in the address, and a tag where one is named."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.access.ids import AbsenceId, SeatOfferId
from api.web.json.requests import Idempotent, read_tag
from wfm.ids import MunicipalityCode

ID = "3f0c7f5f1f0e4c0b9a1d2e3f40516273"
HEX = "^[0-9a-f]{32}$"

AbsenceInPath = Annotated[AbsenceId, Path(description="Id of the absence.", examples=[ID], pattern=HEX)]
OfferInPath = Annotated[SeatOfferId, Path(description="Id of the offer.", examples=[ID], pattern=HEX)]
MunicipalityInPath = Annotated[
    MunicipalityCode,
    Path(description="Code of the municipality.", examples=["751"], min_length=1, max_length=64),
]


def read_tag_if_sent(request: Request, key: Idempotent) -> int | None:
    """Return the number that the caller takes for the newest; nothing where If-Match is left out.

    Raises
    ------
    ProblemError
        400 where it is said in a way that could match anything.
    """
    if not request.headers.get("if-match", "").strip():
        return None
    return read_tag(request, key).number


SentTag = Annotated[int | None, Depends(read_tag_if_sent)]
