"""The settings of the log: what stands in it, in which form, and where security events go besides."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_settings import BaseSettings

from api.configuration.kinds import SYSLOG, About, syslog_place
from wfm.message import Text


class LogSettings(BaseSettings):
    """A part of the settings of the service."""

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        About(Text("setting.log_level", "From which weight on events are logged.")),
    ] = "info"
    log_format: Annotated[
        Literal["auto", "json", "people"],
        About(
            Text(
                "setting.log_format",
                "Form of the log: json (an object a line) or people (text); auto is people on a terminal "
                "and json elsewhere.",
            )
        ),
    ] = "auto"
    security_syslog: Annotated[
        str | None,
        AfterValidator(syslog_place),
        About(
            Text(
                "setting.security_syslog",
                "Collector that security events are sent to as well, by syslog (RFC 5424).",
            ),
            SYSLOG,
        ),
    ] = None
