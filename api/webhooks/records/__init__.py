"""Webhooks in the database: where they lead, and what is delivered."""
