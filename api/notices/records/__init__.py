"""Mails in the database: what waits to be sent, and to whom it goes."""
