"""A living federation to try on one's own machine: three quarters, accounts, a choice of who one is."""
