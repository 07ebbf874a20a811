"""Inviting people, giving and taking roles, closing accounts."""
