"""Passwords and one-time codes: what is accepted, how it is kept and checked."""
