"""Replacements: somebody is away, their seats are vacant at once, and others are asked to take them."""
