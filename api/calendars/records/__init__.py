"""Calendars in the database: what each feed says, and the secret addresses that lead to it."""
