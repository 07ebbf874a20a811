"""Rosters in the database: versions, what is claimed of them, and what happened to them."""
