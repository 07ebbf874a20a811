"""Versions of a roster: sent, changed by hand, compared."""
