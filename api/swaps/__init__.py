"""Swaps: agents hand a shift over or exchange two, and whoever must say yes to it does."""
