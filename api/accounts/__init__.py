"""Accounts as people and programs meet them: who asks, signing in, invitations, one's own, others'."""
