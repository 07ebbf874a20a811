"""The ledger: every seat and krone of a municipality through the years, with its source."""
