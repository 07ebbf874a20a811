"""The settings of runs: how many at once, and what each may use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

from api.configuration.kinds import About
from wfm.message import Text


class RunSettings(BaseSettings):
    """A part of the settings of the service."""

    runs_at_once: Annotated[
        int,
        Field(ge=0, le=64),
        About(
            Text(
                "setting.runs_at_once",
                "Runs that are reckoned at once, each in a process of its own; others wait. 0: none here.",
            )
        ),
    ] = 1
    run_memory_mb: Annotated[
        int,
        Field(ge=256, le=1_000_000),
        About(Text("setting.run_memory_mb", "MB of memory that each run's process may use.")),
    ] = 4000
    keep_calls_years: Annotated[
        int,
        Field(ge=1, le=100),
        About(
            Text(
                "setting.keep_calls_years",
                "Years that it is kept how many calls came on a day; a forecast learns from two and more.",
            )
        ),
    ] = 5
