"""What requests about swaps carry."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.access.ids import SwapId
from api.plans.context import InHotline
from api.publishing.agreement import read_agreement
from api.replacements.context import SentTag
from api.swaps.service import SwapRequest
from api.web.json.requests import Idempotent

SwapInPath = Annotated[
    SwapId,
    Path(
        description="Id of the swap.", examples=["3f0c7f5f1f0e4c0b9a1d2e3f40516273"], pattern="^[0-9a-f]{32}$"
    ),
]


def read_swap_request(
    request: Request, place: InHotline, swap: SwapInPath, key: Idempotent, began: SentTag
) -> SwapRequest:
    """Return what a request asks of a swap."""
    return SwapRequest(place, key, swap, read_agreement(request.app.state.settings), began)


AskedSwap = Annotated[SwapRequest, Depends(read_swap_request)]
