"""Runs: what the service reckons in a process beside it, with its progress and what comes of it."""
