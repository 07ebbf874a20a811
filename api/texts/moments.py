"""How a moment is written where somebody reads it."""

from __future__ import annotations

from wfm.message import Text

WHEN = Text("planning.when", "{day:date} at {time:time}")
"""A day and a time on the hotline's wall clock."""
