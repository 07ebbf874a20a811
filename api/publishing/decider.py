"""Who said yes where shifts change at short notice: one of a few words, and never a name."""

from __future__ import annotations

from enum import StrEnum


class Decider(StrEnum):
    """Who decided that shifts may change sooner than agreed."""

    COORDINATOR = "coordinator"
    LEADER = "leader"
    """A leader of a municipality whose people are concerned."""
    AGENTS = "agents"
    """Those concerned themselves."""
