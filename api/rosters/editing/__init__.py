"""Changing a roster by hand, and telling what differs between two: pure functions of plans and rosters."""
