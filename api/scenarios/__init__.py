"""Scenarios of a plan in the service: tried, kept, held against each other, adopted."""
