"""Signing in and out: password, code, links sent by mail."""
