"""The settings of notice: how many days ahead people are to know their shifts, and where it is otherwise."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from api.configuration.by_municipality import split_by_municipality
from api.configuration.kinds import About
from wfm.ids import MunicipalityCode
from wfm.message import Text

MOST_DAYS = 366
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
BY_MUNICIPALITY = Text(
    "setting.expected.days_by_municipality",
    "codes of municipalities, each once, with days from 0 to 366, such as 730:14,751:21",
)
_ONE = re.compile(r"([^\s,:]+):([0-9]{1,3})")


def days_by_municipality(value: Any) -> Any:
    """Read ``CODE:DAYS`` separated by commas, in the order in which they stand.

    Raises
    ------
    ValueError
        Where a part is something else, or a municipality stands there twice.
    """
    if not isinstance(value, str):
        return value
    return tuple((code, int(days)) for code, days in split_by_municipality(value, _ONE))


class NoticeSettings(BaseSettings):
    """A part of the settings of the service."""

    notice_days: Annotated[
        Days,
        About(
            Text("setting.notice_days", "Days of notice: publishing warns which nearer shifts it changes.")
        ),
    ] = 28
    notice_days_of: Annotated[
        tuple[tuple[MunicipalityCode, Days], ...],
        NoDecode,
        BeforeValidator(days_by_municipality),
        About(
            Text(
                "setting.notice_days_of",
                "Days of notice of single municipalities, which count for their people: 730:14,751:21.",
            ),
            BY_MUNICIPALITY,
        ),
    ] = ()
