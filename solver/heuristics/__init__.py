"""Rosters made and mended without CP-SAT: greedy, rounding, exchange of quotas."""
