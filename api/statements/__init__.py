"""Statements: what a municipality has to pay or receive for a quarter, each line with its calculation."""
