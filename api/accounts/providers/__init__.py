"""Providers of sign-in that administrators of a hotline set up from a page, or by a program."""
