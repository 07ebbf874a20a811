"""From whom a comment comes, in words."""

from __future__ import annotations

from wfm.message import Text

AGENT = Text("proposal.agent", "{name}")
A_LEADER = Text("proposal.leader", "the leader of {name}")
COORDINATOR = Text("proposal.coordinator", "a coordinator")
GONE = Text("proposal.gone", "an agent who is not in the plan any more")
