"""The database of a federation: plans, roster versions, what is published, and a record of who did it.

One file for each thing that is done. Every function takes an open connection, so that a caller decides
what is one transaction: `engine.writing` and `engine.reading` open them. Nothing here knows the web or
the solver.
"""
