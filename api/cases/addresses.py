"""Addresses of business cases."""

from __future__ import annotations

from urllib.parse import quote

from api.access.ids import CaseId
from api.plans.addresses import PREFIX
from api.plans.place import HotlinePlace

LIST = "/{hotline}/cases"
ONE = f"{LIST}/{{case}}"


def case_address(place: HotlinePlace, case: CaseId) -> str:
    """Return the address of a business case."""
    return f"{PREFIX}/{quote(place.hotline.code, safe='')}/cases/{case}"
