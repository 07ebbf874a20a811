"""Accounts in the database: people who sign in, their roles, logins, links and tokens."""
