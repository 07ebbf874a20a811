"""Calls: what was counted, what is expected, the agents that it needs, and how a week went."""
